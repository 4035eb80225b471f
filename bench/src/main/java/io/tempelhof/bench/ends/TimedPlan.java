package io.tempelhof.bench.ends;

/// How a contest is configured whose runs take a given time.
///
/// @param rounds runs of each that count
/// @param seconds how long one takes, or each part of it
/// @param place on which cores: all, or the first
public record TimedPlan(int rounds, double seconds, Place place) {
  /// @throws IllegalArgumentException if a number is out of range
  public TimedPlan {
    if (rounds < 1 || !(seconds > 0 && seconds <= 60)) {
      throw new IllegalArgumentException("there must be at least one round, and up to 60 seconds");
    }
  }
}
