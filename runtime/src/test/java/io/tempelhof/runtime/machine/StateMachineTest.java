package io.tempelhof.runtime.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.Dropped;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.Stage;
import io.tempelhof.runtime.behaviour.StartException;
import io.tempelhof.runtime.behaviour.UnhandledException;
import io.tempelhof.runtime.server.Call;
import io.tempelhof.runtime.server.CallException;
import io.tempelhof.runtime.server.PendingCall;
import io.tempelhof.runtime.server.ServerRef;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// A door with a code, as OTP's own example of a state machine.
@ParameterizedClass
@ValueSource(booleans = {false, true})
class StateMachineTest {
  private final Stage stage;
  private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

  StateMachineTest(boolean encodeLocal) {
    stage = new Stage(encodeLocal);
  }

  @AfterEach
  void end() {
    stage.close();
  }

  private enum Door {
    LOCKED,
    OPEN
  }

  sealed interface Command {}

  record Code(String code) implements Command, Call<Boolean> {}

  /// Answered only when the door is open.
  record Enter() implements Command, Call<String> {}

  record Break(String how) implements Command, Call<Atom> {}

  private class Lock implements StateMachine<Door, Command> {
    private final Duration openFor;

    Lock(Duration openFor) {
      this.openFor = openFor;
    }

    @Override
    public Door initialState() {
      return Door.LOCKED;
    }

    @Override
    public void enter(Door previous, Door state, Transition<Door, Command> then) {
      seen.add(previous + ">" + state);
      if (state == Door.OPEN) {
        then.stateTimeout(openFor, "lock");
      }
    }

    @Override
    public void handle(Door state, Event<Command> event, Transition<Door, Command> then) {
      switch (event) {
        case Event.Call<Command>(var from, Code(String code)) -> {
          boolean right = code.equals("1234");
          then.reply(from, right);
          if (right) {
            then.to(Door.OPEN);
          }
        }
        case Event.Call<Command>(var from, Enter()) -> {
          if (state == Door.LOCKED) {
            then.postpone();
          } else {
            then.reply(from, "welcome");
          }
        }
        case Event.Call<Command>(var from, Break(String how)) -> {
          switch (how) {
            case "crash" -> throw new IllegalStateException("broken");
            case "stop" -> {
              then.reply(from, Atom.of("ok"));
              then.stop(Atom.of("removed"));
            }
            default -> throw new UnhandledException();
          }
        }
        case Event.StateTimeout<Command> _ -> then.to(Door.LOCKED);
        case Event.Message<Command>(Term message) -> seen.add(message);
        case Event.Cast<Command> _ -> throw new UnhandledException();
        case Event.Internal<Command> _, Event.EventTimeout<Command> _, Event.Timeout<Command> _ ->
            throw new IllegalStateException("never asked for " + event);
      }
    }

    @Override
    public void terminate(Term reason, Door state) {
      seen.add(Tuple.of(reason, Atom.of(state.name())));
    }

    @Override
    public Object data() {
      return "data";
    }
  }

  private static final ServerRef<Command> LOCK = ServerRef.to(Command.class, "lock");

  private Pid start(Duration openFor) throws Exception {
    Pid pid =
        StateMachine.of(Command.class, self -> new Lock(openFor))
            .named("lock")
            .start(stage.processes);
    assertThat(next()).isEqualTo("LOCKED>LOCKED");
    return pid;
  }

  private Object next() throws InterruptedException {
    return seen.poll(Stage.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void opensByItsCodeAndLocksAfterItsTime() throws Exception {
    start(Duration.ofMillis(20));
    assertThat(LOCK.call(stage.processes, new Code("0000"))).isFalse();
    assertThat(LOCK.call(stage.processes, new Code("1234"))).isTrue();
    assertThat(next()).isEqualTo("LOCKED>OPEN");
    assertThat(next()).isEqualTo("OPEN>LOCKED");
  }

  @Test
  void answersThePostponedOnceItIsOpen() throws Exception {
    start(Stage.PATIENCE);
    String welcome =
        stage.run(self -> {
          PendingCall<String> early = LOCK.sendCall(self, new Enter());
          LOCK.call(self, new Code("0000"));
          assertThat(early.poll(Duration.ZERO)).isEmpty();
          LOCK.call(self, new Code("1234"));
          return early.await(Stage.PATIENCE);
        });
    assertThat(welcome).isEqualTo("welcome");
  }

  @Test
  void countsWhatItDoesNotUnderstand() throws Exception {
    Pid pid = start(Stage.PATIENCE);
    LOCK.cast(stage.processes, new Code("1234"));
    ServerRef<Term> raw = ServerRef.to(Term.class, pid);
    raw.cast(stage.processes, Atom.of("hello"));
    assertThat(raw.ask(stage.processes, Atom.of("hello")).toString()).contains("unknown_call");
    assertThat(LOCK.ask(stage.processes, new Break("not"))).hasToString("{error,unknown_call}");
    assertThat(stage.dropped(Dropped.UNHANDLED)).isEqualTo(4);
    stage.processes.send(pid, Atom.of("info"));
    assertThat(next()).isEqualTo(Atom.of("info"));
  }

  @Test
  void endsAsItWantsAndWhenItFails() throws Exception {
    start(Stage.PATIENCE);
    assertThat(LOCK.call(stage.processes, new Break("stop"))).isEqualTo(Atom.of("ok"));
    assertThat(next()).isEqualTo(Tuple.of(Atom.of("removed"), Atom.of("LOCKED")));
    Stage.await(() -> stage.processes.whereis("lock").isEmpty());
    start(Stage.PATIENCE);
    CallException failed =
        catchThrowableOfType(
            CallException.class, () -> LOCK.call(stage.processes, new Break("crash")));
    assertThat(failed.reason().toString()).contains("broken");
    assertThat(next()).isEqualTo(Tuple.of(failed.reason(), Atom.of("LOCKED")));
  }

  @Test
  void failsToStartWhenEnteringItsFirstStateFails() {
    var fails =
        StateMachine.of(
            Command.class,
            self ->
                new Lock(Duration.ZERO) {
                  @Override
                  public void enter(Door previous, Door state, Transition<Door, Command> then) {
                    then.postpone();
                  }
                });
    assertThat(catchThrowableOfType(StartException.class, () -> fails.start(stage.processes)))
        .hasMessageContaining("entering a state");
  }

  /// Sets a timeout and does not return before its time is up.
  private final class Busy implements StateMachine<Door, Term> {
    private final Self self;

    Busy(Self self) {
      this.self = self;
    }

    @Override
    public Door initialState() {
      return Door.LOCKED;
    }

    @Override
    public void handle(Door state, Event<Term> event, Transition<Door, Term> then) {
      if (event.equals(new Event.Message<Term>(Atom.of("begin")))) {
        then.timeout("t", Duration.ofMillis(1), "time");
        then.internal("busy");
      } else if (event instanceof Event.Internal<Term>) {
        self.send(self.pid(), Atom.of("before"));
        Stage.await(() -> stage.processes.info(self.pid()).orElseThrow().mailbox() == 2);
        self.send(self.pid(), Atom.of("after"));
      } else {
        seen.add(event);
      }
    }
  }

  @Test
  void handlesATimeoutAmongTheMessagesAsTheyCame() throws Exception {
    Pid pid = StateMachine.of(Term.class, Busy::new).start(stage.processes);
    stage.processes.send(pid, Atom.of("begin"));
    Object timeout = new Event.Timeout<Term>("t", "time");
    Object before = new Event.Message<Term>(Atom.of("before"));
    Object after = new Event.Message<Term>(Atom.of("after"));
    assertThat(List.of(next(), next(), next()))
        .as("the timeout may come first: it was set first")
        .isIn(List.of(before, timeout, after), List.of(timeout, before, after));
  }
}
