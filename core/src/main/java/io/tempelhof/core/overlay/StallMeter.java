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

  /// Whoever stood still for so long may be reading what was sent long ago, as if it were new.
  static final long ASLEEP_NANOS = 2_000_000_000L;

  /// It takes so long to read all of it.
  static final long WAKING_NANOS = 1_000_000_000L;

  private long lateUntil = Long.MIN_VALUE;
  private long wakingUntil = Long.MIN_VALUE;
  private long stalls;

  /// A timer due at {@code deadline} has come, or should have.
  void observe(long deadline, long now) {
    if (now - deadline > ASLEEP_NANOS) {
      wakingUntil = now + WAKING_NANOS;
    }
    if (now - deadline > LATE_NANOS) {
      stalls += late(now) ? 0 : 1;
      lateUntil = now + MEMORY_NANOS;
    }
  }

  boolean late(long now) {
    return now < lateUntil;
  }

  /// Whether we have just stood still: nobody knows how old what we read is.
  boolean waking(long now) {
    return now < wakingUntil;
  }

  /// How often a time of being late has begun.
  long stalls() {
    return stalls;
  }
}
