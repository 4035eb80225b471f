package io.tempelhof.core.supervise;

import java.time.Duration;

/// How often a supervisor restarts children before it gives up: with more than so many restarts
/// within that period, both ends included, it ends its children and itself. A start that fails
/// during a restart counts as one more.
///
/// OTP counts in whole seconds of its clock, so that a restart may count there for up to a second
/// longer.
///
/// @param restarts 0 for none at all
/// @param period positive
public record Intensity(int restarts, Duration period) {
  /// OTP's default.
  public static final Intensity DEFAULT = new Intensity(1, Duration.ofSeconds(5));

  public Intensity {
    if (restarts < 0 || !period.isPositive()) {
      throw new IllegalArgumentException(
          "an intensity is 0 or more restarts within a positive period");
    }
  }

  /// So many restarts within that period.
  public static Intensity of(int restarts, Duration period) {
    return new Intensity(restarts, period);
  }
}
