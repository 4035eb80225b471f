package io.tempelhof.bench.latency;

import io.tempelhof.bench.ends.Place;

/// How {@link Contest} is configured.
///
/// @param megabytes the size of each large message, in MiB
/// @param transfers large messages each way in one run
/// @param rounds runs of each pairing
/// @param place on which cores the two ends run
public record LatencyPlan(int megabytes, int transfers, int rounds, Place place) {
  /// The largest message both Erlang and we carry.
  public static final int MEGABYTES_MAX = 511;

  /// @throws IllegalArgumentException if a number is out of range
  public LatencyPlan {
    if (megabytes < 1 || megabytes > MEGABYTES_MAX) {
      throw new IllegalArgumentException(
          "a message of " + megabytes + " MiB: must be 1 to " + MEGABYTES_MAX);
    }
    if (transfers < 1 || rounds < 1) {
      throw new IllegalArgumentException("there must be at least one transfer and one round");
    }
  }
}
