package io.tempelhof.bench.latency;

import java.util.List;

/// How {@link Contest} is configured.
///
/// @param megabytes the size of each large message, in MiB
/// @param transfers large messages each way in one run
/// @param rounds runs of each pairing
/// @param place on which cores the two ends run
public record LatencyPlan(int megabytes, int transfers, int rounds, Place place) {
  /// Where the two ends of a pairing run. A wake-up from one core to another can cost more than a
  /// round trip; free ends fall in either way and stay there.
  public enum Place {
    /// Wherever the system puts them.
    FREE,
    /// Both on the first core.
    SAME,
    /// One on the first core, one on the second.
    SPLIT;

    /// Whether this machine can do that.
    public boolean isPossible() {
      int cores = Runtime.getRuntime().availableProcessors();
      return this == FREE || (Member.isOnPath("taskset") && (this == SAME || cores > 1));
    }

    /// What goes before the command of an end to keep it there.
    List<String> prefix(boolean first) {
      return switch (this) {
        case FREE -> List.of();
        case SAME -> List.of("taskset", "-c", "0");
        case SPLIT -> List.of("taskset", "-c", first ? "0" : "1");
      };
    }
  }

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
