package io.tempelhof.bench.remote;

import io.tempelhof.bench.ends.Place;

/// How {@link RemoteContest} is configured.
///
/// @param rounds runs of each pairing
/// @param seconds how long each part of a run takes
/// @param senders processes that send, where there are several
/// @param place on which cores the two ends run
public record RemotePlan(int rounds, double seconds, int senders, Place place) {
  /// @throws IllegalArgumentException if a number is out of range
  public RemotePlan {
    if (rounds < 1 || senders < 1 || senders > 1_000 || !(seconds > 0 && seconds <= 60)) {
      throw new IllegalArgumentException(
          "there must be at least one round, 1 to 1,000 senders, and up to 60 seconds");
    }
  }
}
