package io.tempelhof.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.cli.Echo;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/// One node of ours and one genuine node, which all tests of a class share. On ours live an {@link
/// Echo} and a {@link Puppet#MASTER}.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LiveTest {
  final Pair pair = new Pair();
  GenuineNode erl;

  @BeforeAll
  void startNodes() {
    erl = pair.erlang("genuine@127.0.0.1", options());
    pair.ours.spawn(Echo.NAME, new Echo());
    pair.ours.spawn(Puppet.MASTER, new Puppet());
  }

  /// What the genuine node is started with.
  String[] options() {
    return new String[0];
  }

  @AfterAll
  void stopNodes() {
    if (erl != null) {
      erl.close();
    }
    pair.close();
  }

  @BeforeEach
  void connect() {
    assertThat(erl.eval("net_adm:ping(" + ours() + ").")).isEqualTo("pong");
  }

  /// Our node's name as Erlang writes it.
  String ours() {
    return pair.atom();
  }

  /// Starts a process of that name which answers {@code {From, Term}} with {@code {Pid, answer}}.
  void answering(String name, UnaryOperator<Term> answer) {
    pair.ours.spawn(
        name,
        self -> {
          while (true) {
            Tuple asked = (Tuple) self.receive();
            self.send((Pid) asked.at(0), Tuple.of(self.pid(), answer.apply(asked.at(1))));
          }
        });
  }

  /// Lets {@code trials.erl} judge.
  ///
  /// @param call with {@code $} for our node's name
  void trial(String call) {
    String expression = "trials:" + call.replace("$", ours());
    assertThat(erl.eval(expression + ".")).as(expression).isEqualTo("ok");
  }
}
