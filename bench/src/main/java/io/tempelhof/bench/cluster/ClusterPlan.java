package io.tempelhof.bench.cluster;

/// How the contest is configured.
///
/// @param rounds runs of each that count
/// @param nodes how many, where each is a process and where they call
/// @param many how many in one JVM; a ninth of them are few
/// @param seconds how long an idle cluster is looked at, and how long nodes call
public record ClusterPlan(int rounds, int nodes, int many, double seconds) {
  private static final int NODES_MAX = 1_000;

  /// Whom each node calls.
  static final int PARTNERS = 10;

  /// How often each node calls in a second.
  static final int CALLS = 100;

  /// @throws IllegalArgumentException if a number is out of range
  public ClusterPlan {
    if (rounds < 1 || !(seconds > 0 && seconds <= 300)) {
      throw new IllegalArgumentException("there must be at least one round, and up to 300 seconds");
    }
    if (nodes < 3 || nodes > NODES_MAX || many < 18 || many > NODES_MAX) {
      throw new IllegalArgumentException(
          "--nodes must be 3 to %,d, --many 18 to %,d".formatted(NODES_MAX, NODES_MAX));
    }
  }

  /// How long a cluster is left alone before it counts as idle: for a minute its nodes tell each
  /// other who has come. Shorter where a short look is wanted.
  double restSeconds() {
    return Math.min(75, 2.5 * seconds);
  }

  /// How many nodes are few.
  int few() {
    return many / 9;
  }

  /// How many others each node asks first.
  int some() {
    return Math.min(5, nodes - 1);
  }
}
