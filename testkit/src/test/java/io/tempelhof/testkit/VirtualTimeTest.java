package io.tempelhof.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.runtime.Options;
import io.tempelhof.runtime.Processes;
import io.tempelhof.runtime.Remote;
import io.tempelhof.runtime.Time;
import io.tempelhof.runtime.server.CallException;
import io.tempelhof.runtime.server.ServerRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// All of it takes no time: a single wait in real time would be longer than the whole class may
/// take.
@Timeout(60)
class VirtualTimeTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SECOND = Duration.ofSeconds(1);

  record Said(String what) {}

  private final VirtualTime time = new VirtualTime();
  private final Processes processes = time.watch(processes(Options.DEFAULT));
  private final Probe probe = Probe.on(processes);

  private Processes processes(Options options) {
    return new Processes(NodeName.of("here@localhost"), 1, Remote.NONE, options.withTime(time));
  }

  @AfterEach
  void close() {
    processes.close();
  }

  private void expectSaid(String what) {
    assertThat(probe.expect(Said.class).what()).isEqualTo(what);
  }

  @Test
  void aReceiveGivesUpWhenItsTimeHasPassedAndNotBefore() {
    processes.spawn(self -> {
      self.receive(Said.class, HOUR);
      self.send(probe.pid(), new Said("nothing came"));
    });
    time.advance(HOUR.minusNanos(1));
    probe.expectNothing();
    time.advance(Duration.ofNanos(1));
    expectSaid("nothing came");
    assertThat(time.elapsed()).isEqualTo(HOUR);
  }

  @Test
  void aMessageComesBeforeTheTimeout() {
    Pid pid =
        processes.spawn(self ->
            self.send(probe.pid(), self.receive(Said.class, HOUR).orElse(new Said("late"))));
    time.advance(HOUR.dividedBy(2));
    probe.send(pid, new Said("in time"));
    time.advance(HOUR);
    expectSaid("in time");
    probe.expectNothing();
  }

  @Test
  void timersFireInTheOrderOfTheirTimeAndOfTheirMaking() {
    List<Integer> set = List.of(30, 10, 20, 10, 0, 30);
    for (int i = 0; i < set.size(); i++) {
      var _ =
          processes.sendAfter(
              SECOND.multipliedBy(set.get(i)), probe.pid(), new Said(set.get(i) + " " + i));
    }
    time.advance(SECOND.multipliedBy(30));
    for (String said : List.of("0 4", "10 1", "10 3", "20 2", "30 0", "30 5")) {
      expectSaid(said);
    }
  }

  @Test
  void whatIsDueWhileTimePassesIsSeenAtItsOwnInstant() {
    processes.spawn(self -> {
      for (int i = 0; i < 5; i++) {
        self.receive(Said.class, SECOND.multipliedBy(10));
        self.send(probe.pid(), Time.of(self).now() / SECOND.toNanos());
      }
    });
    time.advance(HOUR);
    for (long seconds = 10; seconds <= 50; seconds += 10) {
      probe.expectEqual(seconds);
    }
    assertThat(time.next()).isEmpty();
  }

  @Test
  void atOneInstantTimersComeFirstAndThenWaitsInTheOrderOfTheirBeginning() {
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < 10; i++) {
        String name = "waiter " + i;
        Pid waiter =
            processes.spawn(self ->
                self.send(probe.pid(), self.receive(Said.class, SECOND).orElse(new Said(name))));
        time.settle();
        if (i == 5) {
          var _ = processes.sendAfter(SECOND, waiter, new Said("by timer"));
        }
      }
      time.advance(SECOND);
      List<String> said = new ArrayList<>();
      probe.messages().forEach(_ -> said.add(probe.expect(Said.class).what()));
      List<String> expected = new ArrayList<>(List.of("by timer"));
      for (int i = 0; i < 10; i++) {
        if (i != 5) {
          expected.add("waiter " + i);
        }
      }
      assertThat(said).as("round %d", round).isEqualTo(expected);
    }
  }

  @Test
  void timePassesOnlyWhenWhatATimerSetsOffIsDone() {
    // Each hop is a process that hands on and waits again: the last hears before the second timer.
    Pid last = probe.pid();
    for (int i = 0; i < 200; i++) {
      Pid next = last;
      last =
          processes.spawn(self -> {
            while (true) {
              self.send(next, self.receive(Said.class));
            }
          });
    }
    var _ = processes.sendAfter(SECOND, last, new Said("by all"));
    var _ = processes.sendAfter(SECOND.plusNanos(1), probe.pid(), new Said("direct"));
    time.advance(SECOND.multipliedBy(2));
    expectSaid("by all");
    expectSaid("direct");
  }

  @Test
  void theEndOfAProcessIsToldBeforeTimePasses() {
    for (int round = 0; round < 50; round++) {
      Pid pid = processes.spawn(self -> self.receive(Said.class, SECOND));
      probe.monitor(pid);
      time.advance(SECOND);
      assertThat(probe.messages()).as("round %d", round).hasSize(1);
      probe.expectDown(pid);
    }
  }

  @Test
  void aCallTimesOut() {
    Pid deaf = processes.spawn(self -> self.receive(Said.class));
    processes.spawn(self -> {
      try {
        ServerRef.to(Term.class, deaf).within(HOUR).ask(self, Atom.of("hello"));
      } catch (CallException late) {
        self.send(probe.pid(), new Said(late.kind().toString()));
      }
    });
    time.advance(HOUR);
    expectSaid("TIMEOUT");
  }

  @Test
  void aTimerSaysHowMuchTimeIsLeftAndCanBeCancelled() {
    var timer = processes.sendAfter(HOUR, probe.pid(), new Said("too late"));
    time.advance(Duration.ofMinutes(20));
    assertThat(timer.left()).contains(Duration.ofMinutes(40));
    assertThat(time.next()).contains(Duration.ofMinutes(40));
    assertThat(timer.cancel()).contains(Duration.ofMinutes(40));
    time.advance(HOUR);
    probe.expectNothing();
  }

  @Test
  void aProcessIsStuckAfterVirtualTimeOnly() {
    var release = new CountDownLatch(1);
    Pid pid =
        processes.spawn(self -> {
          while (release.getCount() > 0) {
            LockSupport.parkNanos(1_000_000);
          }
        });
    time.overlook(pid);
    probe.exit(pid, Atom.of("stop"));
    time.advance(Duration.ofSeconds(4));
    assertThat(processes.snapshot().stuck()).isEmpty();
    time.advance(Duration.ofSeconds(4));
    assertThat(processes.snapshot().stuck()).containsExactly(pid);
    release.countDown();
  }

  @Test
  void aVeryLongTimeoutNeverPasses() {
    processes.spawn(self -> {
      self.receive(Said.class, Duration.ofNanos(Long.MAX_VALUE - 1));
      self.send(probe.pid(), new Said("over"));
    });
    time.advance(Duration.ofDays(1));
    processes.spawn(self -> {
      self.receive(Said.class, Duration.ofNanos(Long.MAX_VALUE - 1));
      self.send(probe.pid(), new Said("over"));
    });
    time.advance(Duration.ofDays(36_500));
    probe.expectNothing();
  }

  @Test
  void whoKeepsTimeFromPassingIsNamed() {
    var release = new CountDownLatch(1);
    processes.spawn("dawdler", _ -> release.await());
    try {
      assertThatThrownBy(() -> time.settle(Duration.ofMillis(50)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("not at rest within 50 ms")
          .hasMessageContaining("\"dawdler\" on here@localhost is BLOCKED");
    } finally {
      release.countDown();
    }
  }

  @Test
  void processesThatWaitByAnotherTimeAreRefused() {
    var others = new Processes(NodeName.of("other@localhost"), 1, Remote.NONE, Options.DEFAULT);
    assertThatThrownBy(() -> time.watch(others))
        .hasMessage("the processes of other@localhost wait by another time: Time.REAL");
    others.close();
    assertThatThrownBy(() -> new VirtualTime().advance(SECOND)).hasMessageContaining("watch()");
    assertThatThrownBy(() -> time.advance(SECOND.negated())).hasMessageContaining("backwards");
  }
}
