package io.tempelhof.runtime.supervise;

import io.tempelhof.core.term.Term;

/// A supervisor has not done what it was asked for.
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Term reason;

  RefusedException(Term reason) {
    super("refused: " + reason);
    this.reason = reason;
  }

  /// Why, as OTP says it: {@code not_found}, {@code running}, {@code {already_started, Pid}}, why a
  /// child did not start.
  public Term reason() {
    return reason;
  }
}
