package io.tempelhof.cli.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.handshake.Cookie;
import io.tempelhof.core.node.Seed;
import io.tempelhof.net.Counter;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeOptions;
import io.tempelhof.net.NodeStartException;
import io.tempelhof.net.NodeStatus;
import io.tempelhof.net.epmd.PrivatePort;
import io.tempelhof.ops.agent.Agent;
import io.tempelhof.ops.cluster.Collector;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Looking at a real cluster changes nothing in it.
class WatchingTest {
  private static final int SIZE = 24;
  private static final List<Node> NODES = new ArrayList<>();
  private static final List<Agent> AGENTS = new ArrayList<>();

  @BeforeAll
  static void start() throws NodeStartException, IOException {
    int epmdPort = PrivatePort.choose();
    for (int i = 1; i <= SIZE; i++) {
      Node node =
          Node.start(
              NodeOptions.of("w" + i + "@127.0.0.1")
                  .withCookie(new Cookie("watching"))
                  .withEpmdPort(epmdPort)
                  .withIdleTimeout(Duration.ofSeconds(2)));
      NODES.add(node);
      AGENTS.add(Agent.start(new Observed(node, i == 1, () -> {})));
      if (i > 1) {
        node.join(new Seed(NODES.getFirst().name(), NODES.getFirst().address()));
      }
    }
  }

  @AfterAll
  static void stop() {
    NODES.forEach(Node::close);
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      LockSupport.parkNanos(50_000_000);
    }
  }

  private static long opened() {
    return NODES.stream().map(Node::status).mapToLong(s -> s.count(Counter.OPENED)).sum();
  }

  private static long connections(NodeStatus.Kind kind) {
    return NODES.stream().map(Node::status).mapToLong(status -> status.count(kind)).sum();
  }

  @Test
  void watchingOpensNoConnectionAndSeesAllThereAre() throws InterruptedException {
    AGENTS.forEach(agent -> assertThat(agent.idle()).as("nothing runs").isTrue());
    long[] calm = {opened(), System.nanoTime()};
    await(
        "the overlay has settled: nothing opened for 5 s, direct ones collected",
        () -> {
          long now = opened();
          if (now != calm[0]) {
            calm[0] = now;
            calm[1] = System.nanoTime();
          }
          return System.nanoTime() - calm[1] > 5_000_000_000L
              && connections(NodeStatus.Kind.DIRECT) == 0;
        });
    long before = opened();
    long peers = connections(NodeStatus.Kind.PEER);

    Collector collector =
        new Collector(AGENTS.getFirst(), NODES.getFirst().status().cluster(), true);
    collector.enter();
    await("five rounds", () -> collector.view().round() >= 5);
    await("all have reported", () -> collector.view().totals().reports() == SIZE);

    assertThat(opened()).as("connections opened").isEqualTo(before);
    assertThat(connections(NodeStatus.Kind.PEER)).isEqualTo(peers);
    assertThat(connections(NodeStatus.Kind.DIRECT)).isZero();
    assertThat(collector.view().picture().edges()).as("each seen once").hasSize((int) peers / 2);
    assertThat(collector.view().missing()).isEmpty();
    assertThat(collector.view().totals().connectionsMean() * SIZE)
        .isBetween(peers - 1.0, peers + 1.0);

    collector.leave();
    await("nothing runs any more", () -> AGENTS.stream().allMatch(Agent::idle));
  }
}
