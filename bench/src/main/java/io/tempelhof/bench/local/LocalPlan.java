package io.tempelhof.bench.local;

import io.tempelhof.bench.ends.Place;

/// How {@link LocalContest} is configured.
///
/// @param rounds runs of each workload
/// @param seconds how long one takes
/// @param place on which cores: all, or the first
public record LocalPlan(int rounds, double seconds, Place place) {
  /// @throws IllegalArgumentException if a number is out of range
  public LocalPlan {
    if (rounds < 1 || !(seconds > 0 && seconds <= 60)) {
      throw new IllegalArgumentException(
          "there must be at least one round, and up to 60 seconds for each workload");
    }
  }
}
