package io.tempelhof.runtime.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.Dropped;
import io.tempelhof.runtime.Exited;
import io.tempelhof.runtime.Pattern;
import io.tempelhof.runtime.Stage;
import io.tempelhof.runtime.behaviour.UnhandledException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Event managers, with messages by reference and through the codec.
@ParameterizedClass
@ValueSource(booleans = {false, true})
class EventServerTest {
  private static final Atom OK = Atom.of("ok");
  private static final Atom LOGGER = Atom.of("logger");
  private static final EventServerRef<Alarm> ALARMS = EventServerRef.to(Alarm.class, "alarms");

  private final Stage stage;
  private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
  private Pid manager;

  EventServerTest(boolean encodeLocal) {
    stage = new Stage(encodeLocal);
  }

  record Alarm(String what) {}

  private final class Logger implements EventHandler<Alarm> {
    private final Context context;
    private final Term arguments;

    Logger(Context context, Term arguments) {
      if (arguments.equals(Atom.of("bad"))) {
        throw new IllegalStateException("no disk");
      }
      this.context = context;
      this.arguments = arguments;
    }

    @Override
    public void handleEvent(Alarm alarm) {
      switch (alarm.what()) {
        case "crash" -> throw new IllegalStateException("disk full");
        case "enough" -> context.remove();
        case "unknown" -> throw new UnhandledException();
        default -> seen.add(Tuple.of(arguments, Atom.of(alarm.what())));
      }
    }

    @Override
    public Object handleCall(Term request) {
      if (request.equals(Atom.of("crash"))) {
        throw new IllegalStateException("disk full");
      }
      return Tuple.of(arguments, request);
    }

    @Override
    public void handleInfo(Term message) {
      seen.add(message);
    }

    @Override
    public Object terminate(Term why) {
      seen.add(Tuple.of(Atom.of("end"), arguments, why));
      return Tuple.of(Atom.of("was"), arguments);
    }

    @Override
    public Object state() {
      return arguments;
    }
  }

  @BeforeEach
  void start() throws Exception {
    manager =
        EventServer.of(Alarm.class)
            .offering("logger", Logger::new)
            .startable()
            .named("alarms")
            .start(stage.processes);
  }

  @AfterEach
  void end() {
    stage.close();
  }

  private Object next() throws InterruptedException {
    return seen.poll(Stage.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static Tuple logger(String id) {
    return Tuple.of(LOGGER, Atom.of(id));
  }

  private static Tuple ended(Term arguments, Term why) {
    return Tuple.of(Atom.of("end"), arguments, why);
  }

  @Test
  void tellsAllHandlersTheOneAddedLastFirst() throws Exception {
    stage.run(self -> {
      assertThat(ALARMS.addHandler(self, LOGGER, 1)).isEqualTo(OK);
      assertThat(ALARMS.addHandler(self, logger("b"), 2)).isEqualTo(OK);
      assertThat(ALARMS.whichHandlers(self)).containsExactly(logger("b"), LOGGER);
      ALARMS.syncNotify(self, new Alarm("fire"));
      assertThat(seen)
          .containsExactly(
              Tuple.of(Int.of(2), Atom.of("fire")), Tuple.of(Int.of(1), Atom.of("fire")));
      seen.clear();
      ALARMS.notify(self, new Alarm("water"));
      return true;
    });
    assertThat(next()).isEqualTo(Tuple.of(Int.of(2), Atom.of("water")));
    assertThat(next()).isEqualTo(Tuple.of(Int.of(1), Atom.of("water")));
  }

  @Test
  void asksOneHandler() throws Exception {
    stage.run(self -> {
      ALARMS.addHandler(self, LOGGER, 1);
      assertThat(ALARMS.call(self, LOGGER, "how")).hasToString("{1,<<\"how\">>}");
      assertThat(ALARMS.call(self, logger("b"), "how")).hasToString("{error,bad_module}");
      return true;
    });
  }

  @Test
  void removesAHandlerThatFailsAndGoesOn() throws Exception {
    stage.run(self -> {
      ALARMS.addHandler(self, LOGGER, 1);
      ALARMS.addSupHandler(self, logger("b"), 2);
      ALARMS.syncNotify(self, new Alarm("crash"));
      assertThat(ALARMS.whichHandlers(self)).isEmpty();
      Tuple told = (Tuple) self.receive(Pattern.term(t -> t instanceof Tuple));
      assertThat(told.at(0)).isEqualTo(Atom.of("gen_event_EXIT"));
      assertThat(told.at(1)).isEqualTo(logger("b"));
      assertThat(told.at(2).toString()).startsWith("{'EXIT',").contains("disk full");
      ALARMS.addHandler(self, LOGGER, 3);
      assertThat(ALARMS.call(self, LOGGER, Atom.of("crash")).toString())
          .startsWith("{error,{'EXIT',")
          .contains("disk full");
      assertThat(ALARMS.whichHandlers(self)).isEmpty();
      return true;
    });
    assertThat(next().toString()).contains("2,{error,{'EXIT',");
  }

  @Test
  void removesAHandlerThatWantsIt() throws Exception {
    stage.run(self -> {
      ALARMS.addHandler(self, LOGGER, 1);
      ALARMS.syncNotify(self, new Alarm("enough"));
      assertThat(ALARMS.whichHandlers(self)).isEmpty();
      return true;
    });
    assertThat(next()).isEqualTo(ended(Int.of(1), Atom.of("remove_handler")));
  }

  @Test
  void saysWhyAHandlerWasNotAdded() throws Exception {
    stage.run(self -> {
      assertThat(ALARMS.addHandler(self, Atom.of("nobody"), 1).toString())
          .startsWith("{'EXIT',{undef,[{nobody,init,");
      assertThat(ALARMS.addHandler(self, LOGGER, Atom.of("bad")).toString())
          .startsWith("{'EXIT',")
          .contains("no disk");
      assertThat(ALARMS.whichHandlers(self)).isEmpty();
      return true;
    });
  }

  @Test
  void deletesAHandlerAndGivesItsResult() throws Exception {
    stage.run(self -> {
      ALARMS.addHandler(self, LOGGER, 1);
      assertThat(ALARMS.deleteHandler(self, LOGGER, "why")).hasToString("{was,1}");
      assertThat(ALARMS.deleteHandler(self, LOGGER, "why")).hasToString("{error,module_not_found}");
      return true;
    });
  }

  @Test
  void removesTheHandlersOfAProcessThatEnds() throws Exception {
    stage.processes.spawn(self -> {
      ALARMS.addSupHandler(self, LOGGER, 1);
      throw self.exit(Atom.of("gone"));
    });
    assertThat(next()).isEqualTo(ended(Int.of(1), Tuple.of(Atom.of("stop"), Atom.of("gone"))));
    assertThat(stage.<List<Term>>run(ALARMS::whichHandlers)).isEmpty();
  }

  @Test
  void countsEventsThatAreNoneAndWhatNoHandlerUnderstands() throws Exception {
    stage.run(self -> {
      ALARMS.addHandler(self, LOGGER, 1);
      ALARMS.syncNotify(self, new Alarm("unknown"));
      EventServerRef.to(Term.class, "alarms").syncNotify(self, Atom.of("nonsense"));
      return true;
    });
    assertThat(stage.dropped(Dropped.UNHANDLED)).isEqualTo(2);
    stage.processes.send(manager, Atom.of("message"));
    assertThat(next()).isEqualTo(Atom.of("message"));
  }

  @Test
  void endsWithAllItsHandlersAndLeavesTheirProcessesAlive() throws Exception {
    stage.run(self -> {
      self.trapExits(true);
      ALARMS.addSupHandler(self, LOGGER, 1);
      ALARMS.stop(self, ExitReason.NORMAL);
      assertThat(self.receive(Pattern.of(Exited.class), Duration.ZERO)).isEmpty();
      return true;
    });
    assertThat(next()).isEqualTo(ended(Int.of(1), Atom.of("stop")));
    assertThat(List.copyOf(seen)).isEmpty();
  }
}
