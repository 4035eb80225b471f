package io.tempelhof.runtime.behaviour;

/// Thrown by a handler that does not understand the message it is given, as the handlers do that a
/// program has not written. Costs that message only: it is counted ({@link
/// io.tempelhof.runtime.Dropped#UNHANDLED}) and logged now and then; a call is answered {@code
/// {error, unknown_call}}, so that the asking process does not wait in vain.
public final class UnhandledException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// One that says nothing more: the message itself is named where it is counted.
  public UnhandledException() {
    super("the message is not understood", null, false, false);
  }
}
