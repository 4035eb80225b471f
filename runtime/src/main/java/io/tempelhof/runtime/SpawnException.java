package io.tempelhof.runtime;

import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Term;

/// No process was started on another node, or it is not known whether one was.
public final class SpawnException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Term reason;

  SpawnException(NodeName node, Mfa call, Term reason) {
    super("no process for " + call + " on " + node + ": " + reason);
    this.reason = reason;
  }

  /// Why: {@code noconnection}, {@code timeout} (in these two cases there may be a process), {@code
  /// notsup}, {@code badopt} or {@code system_limit}.
  public Term reason() {
    return reason;
  }
}
