package io.tempelhof.net;

/// The time all machines of this JVM are driven by.
final class Clock {
  private static final long START = System.nanoTime();

  private Clock() {}

  /// Nanoseconds since shortly before the first call; positive and never decreasing.
  static long now() {
    return System.nanoTime() - START + 1;
  }
}
