package io.tempelhof.net;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.From;
import io.tempelhof.runtime.GenMessage;
import io.tempelhof.runtime.Processes;
import io.tempelhof.runtime.RaisedException;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.rpc.Exports;
import io.tempelhof.runtime.server.CallException;
import io.tempelhof.runtime.server.ServerRef;
import java.time.Duration;
import java.util.Optional;

/// The process every node has under this name, and the question it answers: {@code {is_auth,
/// Node}}, which Erlang's {@code net_adm:ping/1} asks.
final class NetKernel {
  static final String NAME = "net_kernel";

  private static final Atom YES = Atom.of("yes");
  private static final Term NOTSUP = Tuple.of(Atom.of("error"), Atom.of("notsup"));
  private static final Atom PONG = Atom.of("pong");
  private static final Atom PANG = Atom.of("pang");
  private static final Atom IS_AUTH = Atom.of("is_auth");

  /// How long a ping waits: a dial's deadline and as long again for the answer.
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private NetKernel() {}

  /// Starts it.
  static void start(Processes processes) {
    processes.spawn(NAME, NetKernel::serve);
  }

  /// Lets other nodes have this one ping a third: {@code net_adm:ping/1}.
  static void export(Exports exports) {
    exports.raw("net_adm", "ping", 1, (self, call) -> ping(self, call.arguments().getFirst()));
  }

  private static Atom ping(Self self, Term target) {
    if (!(target instanceof Atom name)) {
      throw RaisedException.error(Atom.of("badarg"));
    }
    try {
      return ask(self, NodeName.of(name.text())).isEmpty() ? PONG : PANG;
    } catch (IllegalArgumentException noName) {
      return PANG;
    }
  }

  private static void serve(Self self) {
    self.trapExits(true); // nobody restarts it, and anybody may link to it
    while (true) {
      if (GenMessage.of(self.receive()) instanceof GenMessage.Call(From from, Object request)) {
        from.reply(self, isAuth(request) ? YES : NOTSUP);
      }
    }
  }

  private static boolean isAuth(Object request) {
    return request instanceof Tuple asked && asked.arity() == 2 && asked.at(0).equals(IS_AUTH);
  }

  /// Asks the one of that node, in the manner of a {@code gen_server:call}.
  ///
  /// @return nothing for yes, otherwise why there is no such answer
  static Optional<String> ask(Self self, NodeName node) {
    Term request = Tuple.of(IS_AUTH, self.node().atom());
    try {
      Term answer = ServerRef.to(Term.class, NAME, node).within(PATIENCE).ask(self, request);
      return answer.equals(YES) ? Optional.empty() : Optional.of("it answered " + answer);
    } catch (CallException failed) {
      return Optional.of(
          failed.kind() == CallException.Kind.TIMEOUT
              ? "no answer within " + PATIENCE.toSeconds() + " s"
              : failed.reason().toString());
    }
  }
}
