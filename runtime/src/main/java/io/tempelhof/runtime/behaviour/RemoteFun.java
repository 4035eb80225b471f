package io.tempelhof.runtime.behaviour;

import io.tempelhof.core.term.Export;
import io.tempelhof.core.term.Fun;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Term;
import io.tempelhof.runtime.Mfa;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.rpc.Rpc;
import io.tempelhof.runtime.rpc.RpcException;
import java.time.Duration;

/// A function of a program elsewhere. Only its own node has its code, so that is asked to run it.
final class RemoteFun {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private RemoteFun() {}

  /// What it gives.
  ///
  /// @param sender the node it came from, which runs it if it does not say itself where it was made
  /// @throws RpcException if it raises, takes longer than 5 s, or its node cannot be reached
  /// @throws IllegalArgumentException if it is no function
  static Term apply(Self self, NodeName sender, Term fun, Term argument) throws RpcException {
    NodeName home =
        switch (fun) {
          case Fun made -> NodeName.of(made.creator().node().text());
          case Export _ -> sender;
          default -> throw new IllegalArgumentException(fun + " is no function");
        };
    Mfa apply = Mfa.of("erlang", "apply", fun, ListTerm.of(argument));
    return Rpc.call(self, home, apply, PATIENCE);
  }
}
