package io.tempelhof.testkit;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for what is to become so. Looks at once and then every few milliseconds of real time, and
/// fails with an {@link AssertionError} that says what was seen last. A failure of the look itself
/// is thrown at once.
public final class Eventually {
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
  private static final long PAUSE_MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private Eventually() {}

  /// Waits until a condition holds.
  ///
  /// @param what the condition in words: "the till is open"
  public static void holds(String what, BooleanSupplier condition) {
    holds(what, Patience.DEFAULT, condition);
  }

  /// The same, for at most this long.
  public static void holds(String what, Duration patience, BooleanSupplier condition) {
    holds(() -> what, patience, condition);
  }

  /// The same; what is waited for, and what is seen instead, is only put into words in the end.
  public static void holds(Supplier<String> what, Duration patience, BooleanSupplier condition) {
    boolean _ =
        poll(patience, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty(), what);
  }

  /// Waits until a value is what it should be.
  ///
  /// @param what the value in words: "members of the group"
  public static <T> void equal(String what, T expected, Supplier<? extends T> value) {
    equal(what, Patience.DEFAULT, expected, value);
  }

  /// The same, for at most this long.
  public static <T> void equal(
      String what, Duration patience, T expected, Supplier<? extends T> value) {
    Object[] seen = new Object[1];
    boolean _ =
        poll(
            patience,
            () -> {
              seen[0] = value.get();
              return Objects.equals(seen[0], expected) ? Optional.of(true) : Optional.empty();
            },
            () -> what + ": expected " + expected + ", but seen last was " + seen[0]);
  }

  /// Waits until there is a value, and gives it.
  ///
  /// @param what the value in words: "the pid of the till"
  public static <T> T present(String what, Supplier<Optional<T>> value) {
    return present(what, Patience.DEFAULT, value);
  }

  /// The same, for at most this long.
  public static <T> T present(String what, Duration patience, Supplier<Optional<T>> value) {
    return poll(patience, value, () -> what);
  }

  private static <T> T poll(Duration patience, Supplier<Optional<T>> look, Supplier<String> what) {
    long start = System.nanoTime();
    long looks = 0;
    while (true) {
      looks++;
      Optional<T> found = look.get();
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() - start > patience.toNanos()) {
        throw new AssertionError(
            "not within "
                + Patience.text(patience)
                + ": "
                + what.get()
                + " (looked "
                + looks
                + " times)");
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new AssertionError("interrupted while waiting for: " + what.get());
      }
      LockSupport.parkNanos(Math.min(PAUSE_MAX_NANOS, FIRST_PAUSE_NANOS * looks));
    }
  }
}
