package io.tempelhof.runtime.behaviour;

import io.tempelhof.core.term.Term;

/// A process did not come up. By then it has ended.
public class StartException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Term reason;

  /// @param reason why, as Erlang says it: the exit reason of the process, {@code {already_started,
  ///   Pid}} when its name has an owner, {@code timeout}
  public StartException(Term reason) {
    super("not started: " + reason);
    this.reason = reason;
  }

  /// Why it did not come up.
  public Term reason() {
    return reason;
  }

  /// The same, with the stack of whoever throws it now.
  StartException again() {
    return new StartException(reason);
  }
}
