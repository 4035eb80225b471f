package io.tempelhof.runtime;

import io.tempelhof.core.term.Term;

/// Unwinds the stack of a process that ends, because it called {@link Self#exit} or an exit signal
/// reached it. An {@code Error}, so that code which catches exceptions lets it pass. A process's
/// own exit can be caught, as in Erlang. Catching one that a signal caused only delays the end:
/// every further call to the runtime throws it again.
public final class ProcessExit extends Error {
  private static final long serialVersionUID = 1;

  private final transient Term reason;
  private final boolean bySignal;

  ProcessExit(Term reason, boolean bySignal) {
    super("exit: " + reason, null, false, false);
    this.reason = reason;
    this.bySignal = bySignal;
  }

  /// Whether an exit signal wants the process to end; else it wants so itself.
  public boolean isBySignal() {
    return bySignal;
  }

  /// The exit reason.
  public Term reason() {
    return reason;
  }
}
