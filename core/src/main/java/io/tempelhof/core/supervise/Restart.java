package io.tempelhof.core.supervise;

/// Whether a child is started again when it has ended by itself (OTP {@code supervisor}, "restart
/// type").
public enum Restart {
  /// Always.
  PERMANENT,

  /// Only if it ended with another reason than {@code normal}, {@code shutdown} and {@code
  /// {shutdown, Term}}.
  TRANSIENT,

  /// Never; it is forgotten.
  TEMPORARY
}
