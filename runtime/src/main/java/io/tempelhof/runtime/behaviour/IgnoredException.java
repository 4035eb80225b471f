package io.tempelhof.runtime.behaviour;

import io.tempelhof.core.term.Atom;

/// A process is not needed, says its own init: it ended {@code normal}, and that is no failure
/// (OTP's {@code ignore}).
public final class IgnoredException extends StartException {
  private static final long serialVersionUID = 1;

  /// To be thrown by an init that is not needed.
  public IgnoredException() {
    super(Atom.of("ignore"));
  }

  @Override
  IgnoredException again() {
    return new IgnoredException();
  }
}
