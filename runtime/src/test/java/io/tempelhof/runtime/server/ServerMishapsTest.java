package io.tempelhof.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tempelhof.core.signal.MonitorTable;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.runtime.From;
import io.tempelhof.runtime.Question;
import io.tempelhof.runtime.Stage;
import io.tempelhof.runtime.behaviour.Loop;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// What becomes of a server, and of who asks it, when its own code goes wrong.
class ServerMishapsTest {
  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(Loop.class);

  private final Stage stage = new Stage(false);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    LOGGER.addAppender(log);
    LOGGER.setAdditive(false);
  }

  @AfterEach
  void end() {
    LOGGER.detachAppender(log);
    LOGGER.setAdditive(true);
    stage.close();
  }

  private abstract static class Clumsy implements Server<Term> {
    @Override
    public Object handleCall(Term request, From from) throws Exception {
      return request;
    }
  }

  private ServerRef<Term> start(Server.Opening<Term> opening) throws Exception {
    return ServerRef.to(Term.class, Server.of(Term.class, opening).start(stage.processes));
  }

  @Test
  void aStateThatCannotBeShownCostsItsAnswerOnly() throws Exception {
    Pid pid =
        Server.of(
                Term.class,
                _ ->
                    new Clumsy() {
                      @Override
                      public Object state() {
                        throw new StackOverflowError("a state that contains itself");
                      }
                    })
            .start(stage.processes);
    stage.run(self -> {
      for (String question : List.of("get_state", "get_status")) {
        Question.Outcome outcome =
            Question.sys(self, new MonitorTable.Target(pid, pid.node()), Atom.of(question))
                .await(Stage.PATIENCE);
        assertThat(outcome).isInstanceOf(Question.Answered.class);
        assertThat(((Question.Answered) outcome).term().toString()).contains("callback_failed");
      }
      return true;
    });
    ServerRef<Term> ref = ServerRef.to(Term.class, pid);
    assertThat(ref.ask(stage.processes, Atom.of("still"))).isEqualTo(Atom.of("still"));
  }

  @Test
  @SuppressWarnings("NullAway") // the mishap
  void anAnswerThatIsNoneEndsTheServerAndWhoAsksIsTold() throws Exception {
    for (Object answer : new Object[] {null, new Object()}) {
      ServerRef<Term> ref =
          start(_ ->
              new Clumsy() {
                @Override
                public Object handleCall(Term request, From from) {
                  return answer;
                }
              });
      CallException failed =
          catchThrowableOfType(
              CallException.class, () -> ref.ask(stage.processes, Atom.of("anything")));
      assertThat(failed.kind()).as("%s", answer).isEqualTo(CallException.Kind.ENDED);
    }
  }

  @Test
  void endsWithItsMishapEvenIfTerminateThrowsTheSameOnce() throws Exception {
    IllegalStateException mishap = new IllegalStateException("the same");
    ServerRef<Term> ref =
        start(_ ->
            new Clumsy() {
              @Override
              public Object handleCall(Term request, From from) {
                throw mishap;
              }

              @Override
              public void terminate(Term reason) {
                throw mishap;
              }
            });
    CallException failed =
        catchThrowableOfType(
            CallException.class, () -> ref.ask(stage.processes, Atom.of("anything")));
    assertThat(failed.reason().toString()).contains("IllegalStateException");
  }

  @Test
  void anExitOfItsOwnIsLoggedUnlessItIsOrderly() throws Exception {
    for (String reason : List.of("shutdown", "normal", "boredom")) {
      ServerRef<Term> ref =
          start(context ->
              new Clumsy() {
                @Override
                public Object handleCall(Term request, From from) {
                  throw context.self().exit(request);
                }
              });
      assertThat(
              catchThrowableOfType(
                      CallException.class, () -> ref.ask(stage.processes, Atom.of(reason)))
                  .reason())
          .isEqualTo(Atom.of(reason));
    }
    assertThat(log.list)
        .singleElement()
        .satisfies(line -> assertThat(line.getFormattedMessage()).endsWith("ends: boredom"));
  }
}
