package io.tempelhof.core.supervise;

import java.time.Duration;

/// Times in nanoseconds.
final class Nanos {
  /// Half of all there are: what is added to a time does not overflow.
  private static final Duration MAX = Duration.ofNanos(Long.MAX_VALUE / 2);

  private Nanos() {}

  /// A time of more than 146 years is as good as for ever.
  static long of(Duration time) {
    return time.compareTo(MAX) < 0 ? time.toNanos() : MAX.toNanos();
  }
}
