package io.tempelhof.bench.codec;

import io.tempelhof.bench.ends.Place;

/// How {@link CodecContest} is configured.
///
/// @param rounds runs of each
/// @param seconds how long each part of a run takes
/// @param place on which cores
public record CodecPlan(int rounds, double seconds, Place place) {
  /// @throws IllegalArgumentException if a number is out of range
  public CodecPlan {
    if (rounds < 1 || !(seconds > 0 && seconds <= 60)) {
      throw new IllegalArgumentException(
          "there must be at least one round, and up to 60 seconds for each part");
    }
  }
}
