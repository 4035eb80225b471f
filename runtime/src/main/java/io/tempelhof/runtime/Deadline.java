package io.tempelhof.runtime;

import java.time.Duration;

/// Until when a process waits, for a wait that takes several steps. Of use to that process only.
public final class Deadline {
  private final Time time;
  private final long start;
  private final Duration timeout;

  private Deadline(Time time, Duration timeout) {
    this.time = time;
    this.start = time.now();
    this.timeout = timeout;
  }

  /// So long from now, by the time of this process.
  public static Deadline in(Self self, Duration timeout) {
    return new Deadline(Time.of(self), timeout);
  }

  /// How long to wait still; zero when it is over.
  public Duration left() {
    Duration left = timeout.minusNanos(time.now() - start);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
