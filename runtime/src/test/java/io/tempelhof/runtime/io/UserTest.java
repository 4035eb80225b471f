package io.tempelhof.runtime.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.ListTerm;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What must not end, hold up or misuse the process that all others print by.
class UserTest {
  private static final Pid PEER = new Pid(Atom.of("there@localhost"), 5, 0, 3);
  private static final Atom PUT_CHARS = Atom.of("put_chars");
  private static final Atom UNICODE = Atom.of("unicode");
  private static final Atom IO_LIB = Atom.of("io_lib");
  private static final Term ARGUMENTS =
      ListTerm.of(ListTerm.ofLatin1("~p"), ListTerm.of(Atom.of("x")));
  private static final Atom OK = Atom.of("ok");

  private final Recorder recorder = new Recorder();
  private Stage stage = new Stage(recorder, Options.DEFAULT);

  @AfterEach
  void end() {
    stage.close();
  }

  private static Tuple request(Pid from, Term request) {
    return Tuple.of(Atom.of("io_request"), from, Atom.of("mine"), request);
  }

  private static Term unformatted(String function) {
    return Tuple.of(PUT_CHARS, UNICODE, IO_LIB, Atom.of(function), ARGUMENTS);
  }

  private static Term ask(Self self, Term request) {
    self.send("user", request(self.pid(), request));
    return ((Tuple) self.receive()).at(2);
  }

  /// What a process on another node asks.
  private void askFromThere(Pid user, Term request) {
    var signal = new Signal.Send(PEER, user, Encoded.of(request(PEER, request)));
    stage.processes.deliver(signal, _ -> {});
  }

  private Pid open() {
    User.start(stage.processes).sink((_, _) -> {});
    return stage.processes.whereis("user").orElseThrow();
  }

  @Test
  void requestsOfNoFormAreRefusedAndEndNobody() throws Exception {
    open();
    List<Term> requests =
        List.of(
            Tuple.of(),
            Tuple.of(PUT_CHARS),
            Tuple.of(PUT_CHARS, UNICODE, IO_LIB, OK, ARGUMENTS, OK),
            Tuple.of(Atom.of("requests")),
            Tuple.of(Atom.of("requests"), ListTerm.of(Tuple.of(PUT_CHARS))),
            Tuple.of(Atom.of("setopts")),
            Atom.of("nonsense"));
    for (Term request : requests) {
      assertThat(stage.<Term>run(self -> ask(self, request)))
          .as("%s", request)
          .hasToString("{error,request}");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"get_until", "collect_line", "module_info"})
  void nothingButFormattingIsAskedOfWhoeverIsNamed(String function) {
    askFromThere(open(), unformatted(function));
    assertThat(recorder.take(1).getFirst()).isInstanceOf(Signal.Send.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"format", "fwrite", "write"})
  void textIsFormattedWhereItComesFrom(String function) {
    askFromThere(open(), unformatted(function));
    assertThat(recorder.take(1).getFirst()).isInstanceOf(Signal.SpawnRequest.class);
  }

  @Test
  void whoDoesNotReadKeepsNobodyWaiting() throws Exception {
    Pid user = open();
    recorder.room(false);
    for (int i = 0; i < 3; i++) {
      askFromThere(user, Atom.of("getopts"));
    }
    Term answer = stage.run(self -> ask(self, Tuple.of(PUT_CHARS, UNICODE, ListTerm.of())));
    assertThat(answer).isEqualTo(OK);
    assertThat(recorder.signals()).isEmpty();
    recorder.room(true);
    assertThat(recorder.take(3)).allMatch(Signal.Send.class::isInstance);
  }

  @Test
  void aNodeFullOfProcessesStillPrints() throws Exception {
    stage.close();
    stage = new Stage(recorder, Options.DEFAULT.withProcessesMax(2));
    open();
    List<Term> answers =
        stage.run(self ->
            List.of(
                ask(self, unformatted("format")),
                ask(self, Tuple.of(PUT_CHARS, UNICODE, ListTerm.of()))));
    assertThat(answers).hasToString("[{error,system_limit}, ok]");
  }
}
