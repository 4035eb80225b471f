package io.tempelhof.runtime.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.Body;
import io.tempelhof.runtime.Down;
import io.tempelhof.runtime.Exited;
import io.tempelhof.runtime.Options;
import io.tempelhof.runtime.ProcessInfo;
import io.tempelhof.runtime.Remote;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.Stage;
import io.tempelhof.runtime.Time;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Starting, as {@code proc_lib:start_link} does.
class StartableTest {
  private static final Body WAIT = Self::receive;
  private static final Startable BROKEN =
      Startable.of(_ -> {
        throw new IllegalStateException("no money");
      });

  private final Stage stage = new Stage(false);

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void returnsOnlyWhenItIsReady() throws Exception {
    CompletableFuture<String> begun = new CompletableFuture<>();
    Pid pid =
        Startable.of(
                self -> {
                  begun.complete("begun");
                  return WAIT;
                })
            .named("late")
            .start(stage.processes);
    assertThat(begun).isCompletedWithValue("begun");
    assertThat(stage.processes.whereis("late")).contains(pid);
  }

  @Test
  void linksFromTheFirstMomentAndLeavesNoMonitorOrAlias() throws Exception {
    stage.run(self -> {
      Pid child = Startable.process(WAIT).startLink(self);
      ProcessInfo info = stage.processes.info(self.pid()).orElseThrow();
      assertThat(info.links()).containsExactly(child);
      assertThat(info.monitors()).isEmpty();
      assertThat(info.aliases()).isEmpty();
      assertThat(info.mailbox()).isZero();
      return true;
    });
  }

  @Test
  void saysWhyItDidNotComeUpAndDoesNotTakeItsParentAlong() throws Exception {
    Tuple reason =
        stage.run(self -> {
          StartException failed =
              catchThrowableOfType(StartException.class, () -> BROKEN.startLink(self));
          assertThat(self.receive(Duration.ZERO)).isEmpty();
          return (Tuple) failed.reason();
        });
    assertThat(reason.at(0).toString()).contains("IllegalStateException").contains("no money");
  }

  @Test
  void leavesNothingInTheMailboxOfAParentThatTrapsExits() throws Exception {
    stage.run(self -> {
      self.trapExits(true);
      assertThatThrownBy(() -> BROKEN.startLink(self)).isInstanceOf(StartException.class);
      Startable dies =
          Startable.of(child -> {
            child.exit(child.pid(), ExitReason.KILL);
            return WAIT;
          });
      assertThatThrownBy(() -> dies.startLink(self))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("killed");
      assertThat(self.receive(Duration.ZERO)).isEmpty();
      return true;
    });
  }

  @Test
  void isNotNeeded() throws Exception {
    Startable superfluous =
        Startable.of(_ -> {
          throw new IgnoredException();
        });
    assertThatThrownBy(() -> superfluous.start(stage.processes))
        .isInstanceOf(IgnoredException.class);
    stage.run(self -> {
      assertThatThrownBy(() -> superfluous.startLink(self)).isInstanceOf(IgnoredException.class);
      return true;
    });
  }

  @Test
  void namesWhoHasTheName() throws Exception {
    Startable only = Startable.process(WAIT).named("only");
    Pid first = only.start(stage.processes);
    StartException taken =
        catchThrowableOfType(StartException.class, () -> only.start(stage.processes));
    assertThat(taken.reason()).isEqualTo(Tuple.of(Atom.of("already_started"), first));
  }

  @Test
  void isKilledWhenItTakesTooLong() throws Exception {
    Startable slow =
        Startable.of(
                self -> {
                  self.receive();
                  return WAIT;
                })
            .named("slow")
            .within(Duration.ofMillis(20));
    stage.run(self -> {
      assertThatThrownBy(() -> slow.startLink(self)).hasMessage("not started: timeout");
      return true;
    });
    assertThat(stage.processes.whereis("slow")).isEmpty();
  }

  @Test
  void endsWithAParentThatEndsMeanwhile() throws Exception {
    CompletableFuture<Pid> child = new CompletableFuture<>();
    Pid parent =
        stage.processes.spawn(self ->
            Startable.of(
                    born -> {
                      child.complete(born.pid());
                      born.receive();
                      return WAIT;
                    })
                .startLink(self));
    Pid born = Stage.get(child);
    stage.run(self -> {
      self.monitor(born);
      self.exit(parent, ExitReason.KILL);
      return self.receive(Down.class).reason();
    });
    assertThat(stage.processes.info(born)).isEmpty();
  }

  @Test
  void tellsItsParentOfItsEndOnceItIsReady() throws Exception {
    Exited exited =
        stage.run(self -> {
          self.trapExits(true);
          Pid child = Startable.process(born -> born.exit("done")).startLink(self);
          Exited exit = self.receive(Exited.class);
          assertThat(exit.from()).isEqualTo(child);
          return exit;
        });
    assertThat(exited.reason().toString()).contains("done");
  }

  @Test
  void blamesNoTwinForANameThatItsInitWants() throws Exception {
    stage.processes.spawn("till", Self::receive);
    Startable wants =
        Startable.of(self -> {
          self.register("till");
          return WAIT;
        });
    StartException failed =
        catchThrowableOfType(StartException.class, () -> wants.start(stage.processes));
    assertThat(failed.reason().toString())
        .contains("NameTakenException")
        .doesNotContain("already_started");
  }

  /// Real time, but for the one who waits: when it looks for the last time whether its time has
  /// passed, the message has just come, and the time has passed.
  private static final class LastMoment implements Time {
    private static final Duration LATER = Duration.ofHours(2);

    private volatile @Nullable Thread waiting;
    private volatile Runnable before = () -> {};
    private boolean parked;
    private boolean late;

    void leap(Thread waiting, Runnable before) {
      this.before = before;
      this.waiting = waiting;
    }

    @Override
    public long now() {
      if (Thread.currentThread() != waiting) {
        return REAL.now();
      }
      if (parked && !late) {
        late = true;
        before.run();
      }
      return REAL.now() + (late ? LATER.toNanos() : 0);
    }

    @Override
    public void parkUntil(Object blocker, long deadline) {
      if (Thread.currentThread() != waiting) {
        REAL.parkUntil(blocker, deadline);
      }
      parked = Thread.currentThread() == waiting;
    }
  }

  @Test
  void leavesNothingBehindOfAProcessThatIsReadyAMomentTooLate() throws Exception {
    LastMoment time = new LastMoment();
    CountDownLatch begin = new CountDownLatch(1);
    Startable late =
        Startable.of(
                _ -> {
                  begin.await();
                  return WAIT;
                })
            .within(Duration.ofHours(1));
    try (Stage own = new Stage(Remote.NONE, Options.DEFAULT.withTime(time))) {
      own.run(self -> {
        Pid me = self.pid();
        time.leap(
            Thread.currentThread(),
            () -> {
              begin.countDown();
              Stage.await(() -> own.processes.info(me).orElseThrow().mailbox() == 1);
            });
        assertThatThrownBy(() -> late.startLink(self)).hasMessage("not started: timeout");
        ProcessInfo info = own.processes.info(me).orElseThrow();
        assertThat(info.mailbox()).as("messages left").isZero();
        assertThat(info.aliases()).isEmpty();
        assertThat(info.monitors()).isEmpty();
        assertThat(info.links()).isEmpty();
        return true;
      });
    }
  }
}
