package io.tempelhof.core.overlay;

/// Whether this JVM gets enough of the processor. Its own timers are the measure: while they come
/// late, the silence of others says nothing, and it abstains from finding anybody dead (Lifeguard,
/// arXiv 1707.00788).
final class StallMeter {
  /// A timer so much too late shows that this JVM gets too little of the processor for a dial, in
  /// which both ends have several turns, to be answered in time.
  static final long LATE_NANOS = 250_000_000L;

  /// We count as late for so long after.
  static final long MEMORY_NANOS = 5_000_000_000L;

  private long lateUntil = Long.MIN_VALUE;
  private long stalls;

  /// A timer due at {@code deadline} has come.
  void observe(long deadline, long now) {
    if (now - deadline > LATE_NANOS) {
      stalls += late(now) ? 0 : 1;
      lateUntil = now + MEMORY_NANOS;
    }
  }

  boolean late(long now) {
    return now < lateUntil;
  }

  /// How often a time of being late has begun.
  long stalls() {
    return stalls;
  }
}
