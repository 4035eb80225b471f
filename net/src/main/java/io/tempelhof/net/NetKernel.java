package io.tempelhof.net;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.GenCall;
import io.tempelhof.runtime.Pattern;
import io.tempelhof.runtime.Processes;
import io.tempelhof.runtime.Self;
import java.time.Duration;
import java.util.Optional;

/// The process every node has under this name, and the question it answers: {@code {is_auth,
/// Node}}, which Erlang's {@code net_adm:ping/1} asks.
final class NetKernel {
  static final String NAME = "net_kernel";

  private static final Atom YES = Atom.of("yes");
  private static final Term NOTSUP = Tuple.of(Atom.of("error"), Atom.of("notsup"));
  private static final Atom IS_AUTH = Atom.of("is_auth");
  private static final Atom GEN_CALL = Atom.of("$gen_call");

  /// How long a ping waits: a dial's deadline and as long again for the answer.
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private NetKernel() {}

  /// Starts it.
  static void start(Processes processes) {
    processes.spawn(NAME, NetKernel::serve);
  }

  private static void serve(Self self) {
    while (true) {
      GenCall.of(self.receive())
          .ifPresent(call -> self.reply(call.from(), isAuth(call.request()) ? YES : NOTSUP));
    }
  }

  private static boolean isAuth(Term request) {
    return request instanceof Tuple asked && asked.arity() == 2 && asked.at(0).equals(IS_AUTH);
  }

  /// Asks the one of that node, in the manner of a {@code gen_server:call}.
  ///
  /// @return nothing for yes, otherwise why there is no such answer
  static Optional<String> ask(Self self, NodeName node) {
    Ref ref = self.monitor(NAME, node);
    Term from = Tuple.of(self.pid(), ref);
    self.send(NAME, node, Tuple.of(GEN_CALL, from, Tuple.of(IS_AUTH, self.node().atom())));
    Optional<Term> answer = self.receive(Pattern.term(message -> isAnswer(message, ref)), PATIENCE);
    self.demonitorFlush(ref);
    return answer.isEmpty()
        ? Optional.of("no answer within " + PATIENCE.toSeconds() + " s")
        : answer
            .filter(term -> !term.equals(Tuple.of(ref, YES)))
            .map(term -> "it answered " + term);
  }

  private static boolean isAnswer(Term message, Ref ref) {
    return message instanceof Tuple tuple
        && ((tuple.arity() == 2 && tuple.at(0).equals(ref))
            || (tuple.arity() == 5 && tuple.at(1).equals(ref)));
  }
}
