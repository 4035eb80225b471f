package io.tempelhof.interop;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits on a condition with a deadline.
final class Eventually {
  private static final long DEADLINE_NANOS = 20_000_000_000L;
  private static final long LOOK_NANOS = 20_000_000L;

  private Eventually() {}

  /// Returns once the condition holds.
  ///
  /// @throws AssertionError if it does not within 20 s
  static void is(String claim, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > DEADLINE_NANOS) {
        throw new AssertionError("not within 20 s: " + claim);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
