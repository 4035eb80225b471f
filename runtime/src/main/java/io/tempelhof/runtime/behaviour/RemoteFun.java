package io.tempelhof.runtime.behaviour;

import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Term;
import io.tempelhof.runtime.Self;

/// A function of a program elsewhere, which only its own node can run.
final class RemoteFun {
  private RemoteFun() {}

  /// What it gives.
  ///
  /// @throws Exception if it raises, or cannot be run
  static Term apply(Self self, NodeName home, Term fun, Term argument) throws Exception {
    if (self.node().equals(home)) {
      throw new UnsupportedOperationException("no node of ours makes functions");
    }
    throw new UnsupportedOperationException(fun + " cannot be run on " + home);
  }
}
