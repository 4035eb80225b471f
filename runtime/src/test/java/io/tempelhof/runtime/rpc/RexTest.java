package io.tempelhof.runtime.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.Nil;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.Options;
import io.tempelhof.runtime.Recorder;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.Stage;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What must neither end {@code rex} nor hold it up. (What it answers genuine nodes is tested with
/// them.)
class RexTest {
  private static final Pid PEER = new Pid(Atom.of("there@localhost"), 5, 0, 3);
  private static final Atom FEATURES = Atom.of("features_request");

  private final Recorder recorder = new Recorder();
  private Stage stage = new Stage(recorder, Options.DEFAULT);

  @AfterEach
  void end() {
    stage.close();
  }

  private Pid open() {
    Rex.start(stage.processes, Exports.of(stage.processes));
    return stage.processes.whereis("rex").orElseThrow();
  }

  private static Term call(String kind) {
    return Tuple.of(
        Atom.of(kind), Atom.of("erlang"), Atom.of("node"), Nil.NIL, Atom.of("no_leader"));
  }

  /// What a process on another node asks.
  private void askFromThere(Pid rex, Term request) {
    stage.processes.deliver(new Signal.Send(PEER, rex, Encoded.of(request)), _ -> {});
  }

  private static Term ask(Self self, Term request) {
    self.send("rex", Tuple.of(self.pid(), request));
    return self.receive();
  }

  @Test
  void whoDoesNotReadKeepsNobodyWaiting() throws Exception {
    Pid rex = open();
    recorder.room(false);
    Term from = Tuple.of(PEER, Atom.of("tag"));
    askFromThere(rex, Tuple.of(PEER, FEATURES));
    askFromThere(rex, Tuple.of(PEER, call("call")));
    askFromThere(rex, Tuple.of(Atom.of("$gen_call"), from, call("call")));
    askFromThere(rex, Tuple.of(Atom.of("$gen_call"), from, call("block_call")));
    assertThat(stage.<Term>run(self -> ask(self, FEATURES)))
        .hasToString("{features_reply,here@localhost,[erpc]}");
    assertThat(recorder.signals()).isEmpty();
    recorder.room(true);
    assertThat(recorder.take(4)).allMatch(Signal.Send.class::isInstance);
  }

  @Test
  void aNodeFullOfProcessesAnswers() throws Exception {
    stage.close();
    stage = new Stage(recorder, Options.DEFAULT.withProcessesMax(2));
    open();
    List<Term> answers = stage.run(self -> List.of(ask(self, call("call")), ask(self, FEATURES)));
    assertThat(answers)
        .hasToString(
            "[{rex,{badrpc,{'EXIT',system_limit}}}, {features_reply,here@localhost,[erpc]}]");
  }
}
