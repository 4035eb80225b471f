package io.tempelhof.interop.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// JVMs of one machine that are stopped, or killed.
@Execution(ExecutionMode.CONCURRENT)
class JvmFaultsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Cluster cluster;

  @AfterEach
  void close() {
    if (cluster != null) {
      cluster.close();
    }
  }

  /// Every monitor of a living node on a dead one has fired once, and nothing else.
  private void assertFiredOnce(List<String> living, List<String> dead) {
    assertThat(cluster.fired())
        .as("%s", cluster)
        .hasSize(living.size() * dead.size())
        .allMatch(fired -> living.contains(fired.by()) && dead.contains(fired.of()))
        .allMatch(fired -> fired.reason().equals("noconnection") && !fired.again());
  }

  /// The others know that those are gone, and every monitor on them has fired.
  ///
  /// @return how many monitors that are
  private int awaitTold(List<String> others, List<String> gone) throws Exception {
    cluster.await("the others know it", PATIENCE, () -> cluster.know(others, others));
    int across = gone.size() * others.size();
    cluster.await("every monitor fires", PATIENCE, () -> cluster.fired(others, gone) == across);
    return across;
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void aStoppedJvmIsReportedDownAndItsNodesAreUpAgainWhenItGoesOn() throws Exception {
    cluster = Cluster.start(Loopback.of("a", "b", "c"), 4);
    List<String> stopped = cluster.nodes("b");
    List<String> others = cluster.nodes("a", "c");
    cluster.watchAll();
    cluster.stop("b");
    int across = awaitTold(others, stopped);
    assertFiredOnce(others, stopped);
    cluster.goOn("b");
    cluster.awaitWhole(cluster.all());
    cluster.await(
        "what the stopped ones monitored fires as well",
        PATIENCE,
        () -> cluster.fired(stopped, others) == across);
    assertThat(cluster.fired())
        .as("%s", cluster)
        .hasSize(2 * across)
        .allMatch(fired -> fired.reason().equals("noconnection") && !fired.again());
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void theEndOfTheJvmThatHoldsTheEpmdIsTheEndOfItsNodesOnly() throws Exception {
    cluster = Cluster.start(Loopback.of("holder", "b", "c"), 4);
    List<String> dead = cluster.nodes("holder");
    List<String> others = cluster.nodes("b", "c");
    cluster.watchAll();
    cluster.kill("holder");
    awaitTold(others, dead);
    assertThat(cluster.unanswered(others)).isEmpty();
    cluster.restart("holder");
    cluster.awaitWhole(cluster.all());
    assertFiredOnce(others, dead);
  }
}
