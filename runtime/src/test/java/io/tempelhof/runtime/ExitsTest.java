package io.tempelhof.runtime;

import static io.tempelhof.core.signal.ExitReason.KILL;
import static io.tempelhof.core.signal.ExitReason.KILLED;
import static io.tempelhof.core.signal.ExitReason.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// How processes end, by themselves and at the wish of others.
@ParameterizedClass(name = "encodeLocal {0}")
@ValueSource(booleans = {false, true})
class ExitsTest {
  private static final Atom BOOM = Atom.of("boom");

  private final Stage stage;

  ExitsTest(boolean encodeLocal) {
    this.stage = new Stage(encodeLocal);
  }

  @AfterEach
  void end() {
    stage.close();
  }

  /// The reason with which a process ends that waits to be told to go.
  private Term ending(Body body) throws Exception {
    Pid pid =
        stage.processes.spawn(self -> {
          self.receive(Pattern.term(Atom.of("go")::equals));
          body.run(self);
        });
    return stage.run(self -> {
      self.monitor(pid);
      self.send(pid, Atom.of("go"));
      return self.receive(Down.class).reason();
    });
  }

  /// The reason with which a process ends that was asked to exit while it waited.
  private Term endingAsked(boolean trapping, Term reason) throws Exception {
    return stage.run(self -> {
      Pid me = self.pid();
      Pid pid =
          self.spawn(other -> {
            other.trapExits(trapping);
            other.send(me, "ready");
            Exited exited = other.receive(Exited.class);
            other.exit(Tuple.of(Atom.of("trapped"), exited.reason()));
          });
      self.receive(String.class);
      self.monitor(pid);
      self.exit(pid, reason);
      if (reason.equals(NORMAL) && !trapping) {
        assertThat(self.receive(Down.class, Duration.ofMillis(50))).isEmpty();
        self.exit(pid, KILL);
      }
      return self.receive(Down.class).reason();
    });
  }

  @Test
  void aBodyThatReturnsEndsNormally() throws Exception {
    assertThat(ending(_ -> {})).isEqualTo(NORMAL);
  }

  @Test
  void anExitReasonIsAnyTerm() throws Exception {
    assertThat(ending(self -> self.exit(List.of(1L, "two")))).hasToString("[1,<<\"two\">>]");
  }

  @Test
  void anOwnExitCanBeCaughtLikeInErlang() throws Exception {
    assertThat(
            ending(self -> {
              try {
                self.exit(BOOM);
              } catch (ProcessExit exit) {
                self.exit(Tuple.of(Atom.of("caught"), exit.reason()));
              }
            }))
        .hasToString("{caught,boom}");
  }

  @Test
  void aProcessAskedToExitDoes() throws Exception {
    assertThat(endingAsked(false, BOOM)).isEqualTo(BOOM);
  }

  @Test
  void aTrappingProcessIsOnlyTold() throws Exception {
    assertThat(endingAsked(true, BOOM)).hasToString("{trapped,boom}");
    assertThat(endingAsked(true, NORMAL)).hasToString("{trapped,normal}");
  }

  @Test
  void killCannotBeTrapped() throws Exception {
    assertThat(endingAsked(true, KILL)).isEqualTo(KILLED);
    assertThat(endingAsked(false, KILL)).isEqualTo(KILLED);
  }

  @Test
  void anotherProcessCannotAskForANormalExit() throws Exception {
    assertThat(endingAsked(false, NORMAL)).isEqualTo(KILLED);
  }

  @Test
  void aProcessMayAskItself() throws Exception {
    assertThat(ending(self -> self.exit(self.pid(), NORMAL))).isEqualTo(NORMAL);
    assertThat(ending(self -> self.exit(self.pid(), BOOM))).isEqualTo(BOOM);
    assertThat(ending(self -> self.exit(self.pid(), KILL))).isEqualTo(KILLED);
  }

  @Test
  void aTrappingProcessThatAsksItselfIsOnlyTold() throws Exception {
    stage.run(self -> {
      self.trapExits(true);
      for (Atom reason : List.of(NORMAL, BOOM)) {
        self.exit(self.pid(), reason);
        assertThat(self.receive(Exited.class)).isEqualTo(new Exited(self.pid(), reason));
      }
      return "told";
    });
    assertThat(
            ending(self -> {
              self.trapExits(true);
              self.exit(self.pid(), KILL);
            }))
        .isEqualTo(KILLED);
  }

  @Test
  void noMessageIsReceivedThatCameAfterTheExitSignal() throws Exception {
    var looking = new CountDownLatch(1);
    var mayGoOn = new CountDownLatch(1);
    var received = new CompletableFuture<Term>();
    Pid pid =
        stage.processes.spawn(self ->
            received.complete(
                self.receive(
                    Pattern.term(message -> {
                      looking.countDown();
                      Stage.heedless(mayGoOn);
                      return message.equals(Atom.of("after"));
                    }))));
    Term reason =
        stage.run(self -> {
          self.monitor(pid);
          self.send(pid, Atom.of("before"));
          looking.await();
          self.exit(pid, BOOM);
          self.send(pid, Atom.of("after"));
          mayGoOn.countDown();
          return self.receive(Down.class).reason();
        });
    assertThat(reason).isEqualTo(BOOM);
    assertThat(received).isNotDone();
    assertThat(stage.dropped(Dropped.NEVER_RECEIVED)).isEqualTo(2);
  }

  @Test
  void anUncaughtExceptionIsAReasonErlangCanPrint() throws Exception {
    Term reason =
        ending(_ -> {
          throw new IllegalStateException("the till is closed");
        });
    assertThat(reason).isInstanceOf(Tuple.class);
    Tuple crash = (Tuple) reason;
    assertThat(crash.at(0))
        .isEqualTo(
            Tuple.of(Atom.of("java.lang.IllegalStateException"), Binary.of("the till is closed")));
    assertThat(crash.at(1).toString())
        .contains("{file,\"ExitsTest.java\"},{line,")
        .contains("io.tempelhof.runtime.ExitsTest");
    assertThat(stage.processes.snapshot().crashed()).isEqualTo(1);
  }

  @Test
  void anExceptionThatCannotSpeakStillEndsTheProcess() throws Exception {
    Term reason =
        ending(_ -> {
          throw new RuntimeException() {
            @Override
            public String getMessage() {
              throw new IllegalStateException("not even this");
            }
          };
        });
    assertThat(((Tuple) ((Tuple) reason).at(0)).at(1)).isEqualTo(Atom.UNDEFINED);
  }

  @Test
  void aBlockingCallIsInterruptedAtOnce() throws Exception {
    var blocked = new CompletableFuture<Thread>();
    Pid pid =
        stage.processes.spawn(_ -> {
          blocked.complete(Thread.currentThread());
          new CountDownLatch(1).await();
        });
    Stage.awaitBlocked(Stage.get(blocked));
    Term reason =
        stage.run(self -> {
          self.monitor(pid);
          self.exit(pid, BOOM);
          return self.receive(Down.class).reason();
        });
    assertThat(reason).as("not a crash by InterruptedException").isEqualTo(BOOM);
    assertThat(stage.processes.snapshot().crashed()).isZero();
  }

  @Test
  void aTrappingProcessIsNotInterrupted() throws Exception {
    var blocked = new CompletableFuture<Thread>();
    var go = new CountDownLatch(1);
    var told =
        stage.start(self -> {
          self.trapExits(true);
          self.register("trapping");
          blocked.complete(Thread.currentThread());
          go.await();
          return self.receive(Exited.class).reason();
        });
    Stage.awaitBlocked(Stage.get(blocked));
    stage.run(self -> {
      self.exit(self.whereis("trapping").orElseThrow(), BOOM);
      return "asked";
    });
    go.countDown();
    assertThat(Stage.get(told)).isEqualTo(BOOM);
  }

  @Test
  void anExitTakesEffectAtTheNextCallAndNobodyHearsOfItBefore() throws Exception {
    var computing = new CompletableFuture<Pid>();
    var mayStop = new CountDownLatch(1);
    Pid busy =
        stage.processes.spawn(self -> {
          computing.complete(self.pid());
          Stage.heedless(mayStop);
          self.send("nobody", "unreachable");
        });
    stage.processes.register("busy", busy);
    Stage.get(computing);
    Term reason =
        stage.run(self -> {
          self.monitor(busy);
          self.exit(busy, KILL);
          assertThat(self.receive(Down.class, Duration.ofMillis(50))).isEmpty();
          assertThat(self.whereis("busy")).as("its name is not free yet").contains(busy);
          mayStop.countDown();
          Down down = self.receive(Down.class);
          assertThat(self.whereis("busy")).isEmpty();
          return down.reason();
        });
    assertThat(reason).isEqualTo(KILLED);
    assertThat(stage.dropped(Dropped.NO_NAME)).as("it sent nothing any more").isZero();
  }

  @Test
  void codeThatCatchesEverythingOnlyDelaysTheEnd() throws Exception {
    Term reason =
        stage.run(self -> {
          Pid me = self.pid();
          Pid pid =
              self.spawn(stubborn -> {
                for (int i = 0; i < 3; i++) {
                  try {
                    stubborn.send(me, "caught " + i);
                    stubborn.receive();
                  } catch (ProcessExit _) {
                    // Goes on regardless.
                  }
                }
              });
          assertThat(self.receive(String.class)).isEqualTo("caught 0");
          self.monitor(pid);
          self.exit(pid, BOOM);
          Down down = self.receive(Down.class);
          assertThat(self.receive(String.class, Duration.ZERO)).isEmpty();
          return down.reason();
        });
    assertThat(reason).isEqualTo(BOOM);
  }

  @Test
  void theFirstReasonCounts() throws Exception {
    var computing = new CompletableFuture<Pid>();
    var mayStop = new CountDownLatch(1);
    stage.processes.spawn(self -> {
      computing.complete(self.pid());
      Stage.heedless(mayStop);
    });
    Pid pid = Stage.get(computing);
    Term reason =
        stage.run(self -> {
          self.monitor(pid);
          self.exit(pid, BOOM);
          self.exit(pid, KILL);
          mayStop.countDown();
          return self.receive(Down.class).reason();
        });
    assertThat(reason).isEqualTo(BOOM);
  }

  @Test
  void nothingStartsAfterClosing() {
    stage.processes.close();
    assertThatIllegalStateException().isThrownBy(() -> stage.processes.spawn(_ -> {}));
    assertThat(stage.processes.snapshot().spawned()).isZero();
  }

  @Test
  void closingEndsEverybody() {
    for (int i = 0; i < 100; i++) {
      stage.processes.spawn(self -> {
        self.trapExits(true);
        Stage.idle(self);
      });
    }
    stage.processes.close();
    Stage.await(() -> stage.processes.snapshot().processes() == 0);
  }
}
