package io.tempelhof.core.supervise;

/// Whether a supervisor ends by itself when its significant children have ended and are not
/// restarted (OTP {@code supervisor}, since OTP 24).
public enum AutoShutdown {
  /// No; then no child may be significant.
  NEVER,

  /// When any of them has.
  ANY_SIGNIFICANT,

  /// When the last of them has.
  ALL_SIGNIFICANT
}
