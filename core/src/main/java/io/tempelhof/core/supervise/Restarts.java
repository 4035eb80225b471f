package io.tempelhof.core.supervise;

import java.util.ArrayDeque;
import java.util.Deque;

/// The restarts of late.
final class Restarts {
  private final int max;
  private final long periodNanos;
  private final Deque<Long> times = new ArrayDeque<>();

  Restarts(Intensity intensity) {
    this.max = intensity.restarts();
    this.periodNanos = Nanos.of(intensity.period());
  }

  /// One more.
  ///
  /// @return false if that is one too many
  boolean add(long now) {
    while (!times.isEmpty() && now - times.peekFirst() > periodNanos) {
      times.removeFirst();
    }
    times.addLast(now);
    return times.size() <= max;
  }
}
