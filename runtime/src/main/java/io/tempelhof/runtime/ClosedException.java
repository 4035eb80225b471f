package io.tempelhof.runtime;

import io.tempelhof.core.term.NodeName;

/// A process was to be started on a node that is closed.
public final class ClosedException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  ClosedException(NodeName node) {
    super("the processes of " + node + " are closed");
  }
}
