package io.tempelhof.net;

/// The time all machines of this JVM are driven by.
final class Clock {
  private static final long START = System.nanoTime();

  /// What is due within the same slot of so many nanoseconds is done in one go.
  private static final long SLOT_NANOS = 50_000_000L;

  /// What is due sooner than this is done in time.
  private static final long SOON_NANOS = 500_000_000L;

  private Clock() {}

  /// Nanoseconds since shortly before the first call; positive and never decreasing.
  static long now() {
    return System.nanoTime() - START + 1;
  }

  /// How long to wait for a deadline, in nanoseconds. One that is not near is put off to the end of
  /// its slot, at most 50 ms, together with those of all other nodes of this machine: waking a
  /// thread costs more than what a tick has it do, on either side.
  static long untilSlotOf(long deadline) {
    long wait = deadline - now();
    return wait < SOON_NANOS ? Math.max(0, wait) : wait + endOfSlot(deadline) - deadline;
  }

  /// When the slot of a deadline ends.
  static long endOfSlot(long deadline) {
    return deadline + SLOT_NANOS - Math.floorMod(deadline + START, SLOT_NANOS);
  }
}
