package io.tempelhof.interop.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.interop.faults.Report.NodeSeen;
import java.time.Duration;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// Connections of real nodes that are closed and made again all the time: the last test, when those
/// that run at the same time are over.
@Order(Integer.MAX_VALUE)
class ManyClosesTest {
  /// How many; {@code -Dtempelhof.closes.real=N} for more.
  private static final long CLOSES = Long.getLong("tempelhof.closes.real", 5_000);

  /// The overlay's own messages are not kept for a connection that is being closed.
  private static final Set<String> OVERLAY_ONLY = Set.of("overlay message without connection");

  private static final int IDLE_MILLIS = 100;
  private static final long SEED = 20261126;

  @Test
  void nothingIsLostOrReorderedHoweverOftenConnectionsClose() throws Exception {
    try (Cluster cluster = Cluster.start(Loopback.of("a", "b"), 20, IDLE_MILLIS)) {
      cluster.watchAll();
      cluster.order(new io.tempelhof.interop.faults.Order.Talk(cluster.all(), 3, 2_000, 10, SEED));
      cluster.await(
          CLOSES + " connections are closed",
          Duration.ofMillis(60_000 + 10 * CLOSES),
          () -> closes(cluster) >= CLOSES);
      cluster.order(new io.tempelhof.interop.faults.Order.Hush());
      cluster.await(
          "all that was sent has come, seed " + SEED,
          Duration.ofSeconds(60),
          () -> sum(cluster, NodeSeen::sent) == sum(cluster, NodeSeen::received));
      assertThat(sum(cluster, NodeSeen::disorder)).as("seed %d: %s", SEED, cluster).isZero();
      assertThat(sum(cluster, NodeSeen::closedBroken)).as("seed %d: %s", SEED, cluster).isZero();
      assertThat(cluster.seen())
          .as("of signals, nothing is dropped, seed %d: %s", SEED, cluster)
          .allMatch(node -> OVERLAY_ONLY.containsAll(node.dropped().keySet()));
      assertThat(cluster.fired()).as("seed %d: %s", SEED, cluster).isEmpty();
      assertThat(cluster.toldDown()).as("seed %d: %s", SEED, cluster).isZero();
    }
  }

  private static long closes(Cluster cluster) {
    return sum(cluster, NodeSeen::closedIdle) / 2;
  }

  private static long sum(Cluster cluster, ToLongFunction<NodeSeen> figure) {
    return cluster.seen().stream().mapToLong(figure).sum();
  }
}
