package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.node.DialFailure;
import io.tempelhof.core.node.NodeEvent;
import io.tempelhof.core.node.Seed;
import io.tempelhof.core.overlay.Address;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Two nodes of one name on two hosts, which is what two EPMDs on one host amount to.
class TwinTest {
  private final TestCluster here = new TestCluster();
  private final TestCluster there = new TestCluster();

  @AfterEach
  void close() {
    there.close();
    here.close();
  }

  @Test
  void isKeptOutWhileTheFirstLivesAndLetInWhenItIsGone() throws Exception {
    Node seed = here.start("seed");
    List<Seed> seeds = List.of(new Seed(seed.name(), seed.address()));
    Node first = here.start("twin");
    Node second = there.start("twin");
    if (first.creation() > second.creation()) {
      // Of two that have just started the lesser creation counts.
      Node other = first;
      first = second;
      second = other;
    }
    check(seed, first, second, seeds);
  }

  private static void check(Node seed, Node first, Node second, List<Seed> seeds) throws Exception {
    first.join(seeds);
    TestCluster.await("the first has joined", () -> seed.nodes().equals(List.of(first.name())));
    Queue<NodeEvent> events = new ConcurrentLinkedQueue<>();
    second.onEvent(events::add);
    second.join(seeds);
    NodeEvent refused = new NodeEvent.SeedUnreachable(seed.name(), DialFailure.NAME_TAKEN);
    TestCluster.await("the second is refused", () -> events.contains(refused));
    assertThat(second.nodes()).isEmpty();
    assertThat(first.ping(seed.name()).get(20, TimeUnit.SECONDS).pong()).isTrue();
    assertThat(addressAt(seed, first)).isEqualTo(first.address());
    first.close();
    TestCluster.await("the second is let in", () -> second.nodes().equals(List.of(seed.name())));
    assertThat(events).noneMatch(NodeEvent.NameTaken.class::isInstance);
  }

  /// Where the seed believes that name to be.
  private static Address addressAt(Node seed, Node twin) throws Exception {
    return seed.members().get(20, TimeUnit.SECONDS).nodes().stream()
        .filter(node -> node.name().equals(twin.name()))
        .findFirst()
        .orElseThrow()
        .address();
  }
}
