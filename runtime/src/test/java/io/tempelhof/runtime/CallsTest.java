package io.tempelhof.runtime;

import static io.tempelhof.core.signal.ExitReason.KILLED;
import static io.tempelhof.core.signal.ExitReason.NOCONNECTION;
import static io.tempelhof.core.signal.ExitReason.NOPROC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.signal.MonitorTable;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Decoded;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.core.term.mapping.UnmappableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Calls as {@code gen_server:call} makes them, to servers here and elsewhere.
class CallsTest {
  private static final NodeName NODE = Stage.NODE;
  private static final NodeName THERE = NodeName.of("there@localhost");
  private static final Pid PEER = new Pid(THERE.atom(), 5, 0, 3);
  private static final Duration SOON = Duration.ofMillis(30);

  private final Recorder recorder = new Recorder();
  private final Stage stage = new Stage(recorder, Options.DEFAULT);

  @AfterEach
  void end() {
    stage.close();
  }

  private static void echo(Self self) {
    while (true) {
      asked(self.receive()).from().reply(self, "yes");
    }
  }

  @Test
  void areAnsweredByPidAndByName() throws Exception {
    Pid server = stage.processes.spawn("echo", CallsTest::echo);
    List<Question.Outcome> outcomes =
        stage.run(self ->
            List.of(
                call(self, server, NODE, 1, Stage.PATIENCE),
                call(self, Atom.of("echo"), NODE, 2, Stage.PATIENCE),
                call(self, Atom.of("echo"), self.node(), 3, Stage.PATIENCE)));
    assertThat(outcomes)
        .containsExactly(
            new Question.Answered("yes"),
            new Question.Answered("yes"),
            new Question.Answered("yes"));
    assertThat(stage.processes.info(server).orElseThrow().monitoredBy()).isEmpty();
  }

  @Test
  void sayWhoIsNotThere() throws Exception {
    Question.Outcome outcome =
        stage.run(self -> call(self, Atom.of("nobody"), NODE, 1, Stage.PATIENCE));
    assertThat(outcome).isEqualTo(new Question.Gone(NOPROC));
  }

  @Test
  void endWithTheServer() throws Exception {
    stage.processes.spawn(
        "mortal",
        self -> {
          self.receive();
          self.exit(self.pid(), ExitReason.KILL);
        });
    Question.Outcome outcome =
        stage.run(self -> call(self, Atom.of("mortal"), NODE, 1, Stage.PATIENCE));
    assertThat(outcome).isEqualTo(new Question.Gone(KILLED));
  }

  @Test
  void leaveNothingBehindWhenTheyTakeTooLong() throws Exception {
    var asked = new CompletableFuture<From>();
    Pid server =
        stage.processes.spawn(self -> {
          asked.complete(asked(self.receive()).from());
          self.receive(Pattern.term(Atom.of("answer")::equals));
          Stage.get(asked).reply(self, "late");
          self.receive(Pattern.term(Atom.of("end")::equals));
        });
    stage.run(self -> {
      assertThat(call(self, server, NODE, 1, SOON)).isEqualTo(new Question.TimedOut());
      Stage.get(asked);
      self.send(server, Atom.of("answer"));
      Stage.await(() -> stage.dropped(Dropped.NO_ALIAS) == 1);
      self.send(server, Atom.of("end"));
      Stage.await(() -> stage.processes.info(server).isEmpty());
      assertThat(self.receive(Duration.ZERO)).as("neither a late answer nor the end").isEmpty();
      return "nothing";
    });
  }

  private void deliver(Signal signal) {
    stage.processes.deliver(
        signal,
        malformed -> {
          throw new IllegalStateException(malformed.toString());
        });
  }

  private static GenMessage.Call read(Encoded message) {
    return asked(((Decoded.Ok) message.decode()).term());
  }

  private static GenMessage.Call asked(Term message) {
    return (GenMessage.Call) GenMessage.of(message);
  }

  /// Asks by pid or name, and waits so long.
  private static Question.Outcome call(
      Self self, Term server, NodeName node, Object request, Duration timeout) {
    return Question.call(self, new MonitorTable.Target(server, node.atom()), request)
        .await(timeout);
  }

  @Test
  void goElsewhereWithAnAliasAndGiveTheMonitorUpWithTheAnswer() throws Exception {
    var outcome = stage.start(self -> call(self, Atom.of("till"), THERE, 7, Stage.PATIENCE));
    List<Signal> said = recorder.take(2);
    var monitor = (Signal.Monitor) said.get(0);
    var question = (Signal.SendName) said.get(1);
    GenMessage.Call call = read(question.message());
    assertThat(call.request()).isEqualTo(Int.of(7));
    assertThat(call.from().pid()).isEqualTo(monitor.from());
    assertThat(call.from().alias()).contains(monitor.ref());
    Term answer = Tuple.of(call.from().tag(), Int.of(8));
    deliver(new Signal.SendAlias(PEER, monitor.ref(), Encoded.of(answer)));
    deliver(new Signal.SendAlias(PEER, monitor.ref(), Encoded.of(answer)));
    assertThat(Stage.get(outcome)).isEqualTo(new Question.Answered(Int.of(8)));
    assertThat(recorder.take(1))
        .containsExactly(new Signal.Demonitor(monitor.from(), monitor.target(), monitor.ref()));
    assertThat(stage.dropped(Dropped.NO_ALIAS)).as("the second answer").isEqualTo(1);
  }

  @Test
  void takeAnAnswerToThePidToo() throws Exception {
    var outcome = stage.start(self -> call(self, PEER, THERE, 7, Stage.PATIENCE));
    var question = (Signal.Send) recorder.take(2).get(1);
    GenMessage.Call call = read(question.message());
    deliver(
        new Signal.Send(
            PEER, call.from().pid(), Encoded.of(Tuple.of(call.from().tag(), Int.of(8)))));
    assertThat(Stage.get(outcome)).isEqualTo(new Question.Answered(Int.of(8)));
  }

  @Test
  void leaveNothingBehindWhenTheAnswerIsToThePid() throws Exception {
    Pid server =
        stage.processes.spawn(self -> {
          From from = asked(self.receive()).from();
          self.send(from.pid(), new From.Answer(from.tag(), Int.of(8)));
          self.receive(Pattern.term(Atom.of("end")::equals));
        });
    stage.run(self -> {
      assertThat(call(self, server, NODE, 7, Stage.PATIENCE))
          .isEqualTo(new Question.Answered(Int.of(8)));
      ProcessInfo me = stage.processes.info(self.pid()).orElseThrow();
      assertThat(me.monitors()).isEmpty();
      assertThat(me.aliases()).isEmpty();
      assertThat(stage.processes.info(server).orElseThrow().monitoredBy()).isEmpty();
      self.send(server, Atom.of("end"));
      Stage.await(() -> stage.processes.info(server).isEmpty());
      assertThat(self.receive(Duration.ZERO)).as("the end").isEmpty();
      return "nothing";
    });
  }

  @Test
  void leaveNothingBehindWhenTheServerEndsRightAfterItsAnswerToThePid() throws Exception {
    Pid server =
        stage.processes.spawn(self -> {
          From from = asked(self.receive()).from();
          self.send(from.pid(), new From.Answer(from.tag(), Int.of(8)));
        });
    stage.run(self -> {
      assertThat(call(self, server, NODE, 7, Stage.PATIENCE))
          .isEqualTo(new Question.Answered(Int.of(8)));
      Stage.await(() -> stage.processes.info(server).isEmpty());
      assertThat(self.receive(Duration.ZERO)).as("the end").isEmpty();
      return "nothing";
    });
  }

  @Test
  void endWithTheConnection() throws Exception {
    var outcome = stage.start(self -> call(self, Atom.of("till"), THERE, 7, Stage.PATIENCE));
    var monitor = (Signal.Monitor) recorder.take(2).get(0);
    deliver(new Signal.Down(monitor.target(), monitor.from(), monitor.ref(), NOCONNECTION));
    assertThat(Stage.get(outcome)).isEqualTo(new Question.Gone(NOCONNECTION));
  }

  @Test
  void leaveNothingBehindWhenTheRequestHasNoTermForm() throws Exception {
    stage.run(self -> {
      var target = new MonitorTable.Target(self.pid(), NODE.atom());
      assertThatThrownBy(() -> Question.ask(self, target, Atom.of("label"), new Object()))
          .isInstanceOf(UnmappableException.class);
      assertThatThrownBy(() -> Question.call(self, target, new Object()))
          .isInstanceOf(UnmappableException.class);
      ProcessInfo me = stage.processes.info(self.pid()).orElseThrow();
      assertThat(me.monitors()).isEmpty();
      assertThat(me.aliases()).isEmpty();
      return "nothing";
    });
  }
}
