package io.tempelhof.runtime;

import static io.tempelhof.core.signal.ExitReason.KILL;
import static io.tempelhof.core.signal.ExitReason.KILLED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimersTest {
  private static final Duration SOON = Duration.ofMillis(20);
  private static final Duration LATE = Duration.ofHours(1);
  private static final Pid PEER = new Pid(Atom.of("there@localhost"), 5, 0, 3);
  private static final Atom BOOM = Atom.of("boom");

  private final Recorder recorder = new Recorder();
  private final Stage stage = new Stage(recorder, Options.DEFAULT.withTimersMax(100));

  @AfterEach
  void end() {
    stage.close();
  }

  private int timers() {
    return stage.processes.snapshot().timers();
  }

  @Test
  void aMessageComesWhenItsTimeHasCome() throws Exception {
    stage.run(self -> {
      long start = System.nanoTime();
      self.sendAfter(SOON, self.pid(), "now");
      assertThat(self.receive(String.class)).isEqualTo("now");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(SOON);
      return "come";
    });
    assertThat(timers()).isZero();
  }

  @Test
  void timersFireInTheOrderOfTheirTimesAndThenOfTheirMaking() throws Exception {
    stage.run(self -> {
      // Late enough that no pause of the machine lets it come due before the others are made.
      self.sendAfter(Duration.ofSeconds(2), self.pid(), 3);
      for (int i = 0; i < 3; i++) {
        self.sendAfter(Duration.ZERO, self.pid(), i);
      }
      for (int i = 0; i < 4; i++) {
        assertThat(self.receive()).isEqualTo(Int.of(i));
      }
      return "in order";
    });
  }

  @Test
  void aCancelledTimerSaysHowMuchWasLeftAndNeverFires() throws Exception {
    stage.run(self -> {
      Timer late = self.sendAfter(LATE, self.pid(), "late");
      Timer soon = self.sendAfter(SOON, self.pid(), "soon");
      assertThat(late.left().orElseThrow()).isBetween(LATE.minusSeconds(60), LATE);
      assertThat(late.cancel().orElseThrow()).isBetween(LATE.minusSeconds(60), LATE);
      assertThat(late.cancel()).isEmpty();
      assertThat(late.left()).isEmpty();
      assertThat(self.receive(String.class)).isEqualTo("soon");
      assertThat(soon.cancel()).isEmpty();
      return "cancelled";
    });
    assertThat(timers()).isZero();
  }

  @Test
  void whatCannotBeCancelledAnyMoreIsInTheMailbox() throws Exception {
    stage.run(self -> {
      for (int i = 0; i < 300; i++) {
        Timer timer = self.sendAfter(Duration.ofNanos(i * 500L), self.pid(), i);
        boolean cancelled = timer.cancel().isPresent();
        assertThat(self.receive(Duration.ZERO).isPresent()).as("round %d", i).isEqualTo(!cancelled);
      }
      return "or cancelled";
    });
  }

  @Test
  void aTimerEndsWithItsReceiver() throws Exception {
    Pid receiver = stage.processes.spawn(Stage::idle);
    Timer message = stage.processes.sendAfter(LATE, receiver, 1);
    Timer exit =
        stage.run(self -> {
          Timer timer = self.exitAfter(LATE, receiver, KILL);
          self.sendAfter(LATE, self.pid(), 1);
          return timer;
        });
    Stage.await(() -> timers() == 2);
    stage.run(self -> {
      self.exit(receiver, KILL);
      return "killed";
    });
    Stage.await(() -> timers() == 0);
    assertThat(message.cancel()).isEmpty();
    assertThat(exit.left()).isEmpty();
    Timer dead = stage.processes.sendAfter(Duration.ZERO, receiver, 1);
    assertThat(dead.cancel()).isEmpty();
    assertThat(timers()).isZero();
    assertThat(stage.processes.snapshot().droppedTotal()).isZero();
  }

  @Test
  void aTimerOutlivesWhoSetIt() throws Exception {
    stage.run(self -> {
      Pid me = self.pid();
      self.spawnMonitor(other -> other.sendAfter(SOON, me, "still"));
      self.receive(Down.class);
      assertThat(self.receive(String.class)).isEqualTo("still");
      return "outlived";
    });
  }

  @Test
  void aNameMeansWhoHasItThen() throws Exception {
    stage.processes.sendAfter(SOON, "nobody", 1);
    Stage.await(() -> stage.dropped(Dropped.NO_NAME) == 1);
    stage.run(self -> {
      Pid first = self.spawn(Stage::idle);
      stage.processes.register("till", first);
      self.sendAfter(SOON, "till", "mine");
      self.unregister("till");
      self.register("till");
      assertThat(self.receive(String.class)).isEqualTo("mine");
      return "then";
    });
  }

  @Test
  void theMessageIsTheValueAsItWas() throws Exception {
    stage.run(self -> {
      List<Integer> list = new ArrayList<>(List.of(1, 2));
      self.sendAfter(SOON, self.pid(), list);
      list.add(3);
      assertThat(self.receive()).hasToString("[1,2]");
      return "copied";
    });
  }

  @Test
  void anExitComesWhenItsTimeHasCome() throws Exception {
    Term reason =
        stage.run(self -> {
          Pid victim = self.spawnMonitor(Stage::idle).pid();
          self.exitAfter(SOON, victim, BOOM);
          return self.receive(Down.class).reason();
        });
    assertThat(reason).isEqualTo(BOOM);
    Term killed =
        stage.run(self -> {
          Pid victim =
              self.spawnMonitor(
                      child -> {
                        child.trapExits(true);
                        Stage.idle(child);
                      })
                  .pid();
          self.exitAfter(SOON, victim, KILL);
          return self.receive(Down.class).reason();
        });
    assertThat(killed).isEqualTo(KILLED);
  }

  @Test
  void anExitCanBeCalledOff() throws Exception {
    stage.run(self -> {
      Timer timer = self.exitAfter(LATE, self.pid(), BOOM);
      return assertThat(timer.cancel()).isPresent();
    });
  }

  @Test
  void towardsAnotherNodeItWaitsForRoom() throws Exception {
    recorder.room(false);
    Pid me =
        stage.run(self -> {
          self.sendAfter(Duration.ZERO, PEER, 1);
          self.exitAfter(Duration.ofMillis(1), PEER, BOOM);
          return self.pid();
        });
    assertThat(recorder.take(1)).containsExactly(new Signal.ExitRequest(me, PEER, BOOM));
    Stage.await(() -> timers() == 1);
    recorder.room(true);
    assertThat(recorder.take(1)).containsExactly(new Signal.Send(me, PEER, Encoded.of(Int.of(1))));
    Stage.await(() -> timers() == 0);
  }

  @Test
  void aTimerThatFailsDoesNotStopTheOthers() {
    Timers timers = new Timers("timers that fail", 2, Time.REAL);
    var fired = new AtomicBoolean();
    Timer failing =
        timers.set(
            Duration.ZERO,
            null,
            () -> {
              throw new LinkageError("on purpose");
            });
    timers.set(
        SOON,
        null,
        () -> {
          fired.set(true);
          return true;
        });
    Stage.await(fired::get);
    assertThat(failing.cancel()).isEmpty();
    timers.close();
  }

  @Test
  void anEarlierTimerIsNotKeptWaitingByALaterOne() {
    Timers timers = new Timers("timers in a hurry", 10_000, Time.REAL);
    for (int i = 0; i < 2_000; i++) {
      var fired = new AtomicBoolean();
      Timer late = timers.set(LATE, null, () -> true);
      timers.set(
          Duration.ofNanos(i * 50L),
          null,
          () -> {
            fired.set(true);
            return true;
          });
      Stage.await(fired::get);
      assertThat(late.cancel()).as("round %d", i).isPresent();
    }
    timers.close();
  }

  @Test
  void thereAreOnlySoMany() throws Exception {
    stage.run(self -> {
      List<Timer> all = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        all.add(self.sendAfter(LATE, self.pid(), i));
      }
      assertThat(timers()).isEqualTo(100);
      assertThatExceptionOfType(SystemLimitException.class)
          .isThrownBy(() -> self.sendAfter(LATE, self.pid(), 1));
      assertThat(all.getFirst().cancel()).isPresent();
      assertThat(self.sendAfter(LATE, self.pid(), 1).left()).isPresent();
      return "limited";
    });
    Stage.await(() -> timers() == 0);
  }

  @Test
  void refusesThePastAndHoldsForEver() throws Exception {
    stage.run(self -> {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> self.sendAfter(Duration.ofNanos(-1), self.pid(), 1));
      Timer timer = self.sendAfter(Duration.ofSeconds(Long.MAX_VALUE), self.pid(), 1);
      assertThat(timer.cancel().map(left -> left.compareTo(Duration.ofDays(36_500)) > 0))
          .isEqualTo(Optional.of(true));
      return "refused";
    });
  }

  @Test
  void theirThreadEndsWhenTheNodeIsClosed() throws Exception {
    List<Thread> threads = new ArrayList<>();
    stage.run(self -> {
      for (int i = 0; i < 50; i++) {
        self.sendAfter(LATE, self.pid(), i);
      }
      Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> thread.getName().equals("timers of " + Stage.NODE))
          .filter(Thread::isAlive)
          .forEach(threads::add);
      return "set";
    });
    assertThat(threads).isNotEmpty();
    stage.processes.close();
    Stage.await(() -> threads.stream().noneMatch(Thread::isAlive));
  }

  @Test
  void closingStopsThemAll() {
    Timer timer = stage.processes.sendAfter(LATE, "anybody", 1);
    stage.processes.close();
    assertThat(timer.cancel()).isEmpty();
    assertThat(timers()).isZero();
    assertThatIllegalStateException()
        .isThrownBy(() -> stage.processes.sendAfter(LATE, "anybody", 1));
  }
}
