package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.node.NodeEvent;
import io.tempelhof.core.node.Seed;
import io.tempelhof.core.overlay.MemberEvent;
import io.tempelhof.core.overlay.NodeRecord;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What real nodes learn of each other's lives.
class MembersTest {
  private static final int NODES = 12;

  private final TestCluster cluster = new TestCluster();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<NodeName, Set<MemberEvent>> heard = new ConcurrentHashMap<>();

  @AfterEach
  void close() {
    cluster.close();
  }

  private void grow() {
    List<Seed> seeds = List.of(new Seed(cluster.options("n0").name(), null));
    for (int i = 0; i < NODES; i++) {
      Node node = cluster.start("n" + i, o -> o.withSeeds(seeds));
      Set<MemberEvent> events = ConcurrentHashMap.newKeySet();
      heard.put(node.name(), events);
      node.onEvent(event -> {
        if (event instanceof NodeEvent.OfMember(MemberEvent change)) {
          events.add(change);
        }
      });
      nodes.add(node);
    }
    TestCluster.await(
        "all are peers of all closest",
        () -> nodes.stream().allMatch(node -> node.status().peers() >= 5));
    nodes.forEach(
        node -> TestCluster.await(node + " lists all", () -> names(node).size() == NODES));
  }

  private static Set<NodeName> names(Node node) {
    try {
      return node.members().get(20, TimeUnit.SECONDS).nodes().stream()
          .map(NodeRecord::name)
          .collect(Collectors.toSet());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isDown(MemberEvent event, Node node, boolean left) {
    return event instanceof MemberEvent.Down down
        && down.node().name().equals(node.name())
        && down.node().creation() == node.creation()
        && (down.cause() == MemberEvent.Down.Cause.LEFT) == left;
  }

  private void assertEverybodyLearns(Node gone, boolean left) {
    for (Node node : nodes) {
      if (node != gone) {
        TestCluster.await(
            node + " knows",
            () -> heard.get(node.name()).stream().anyMatch(event -> isDown(event, gone, left)));
        TestCluster.await(node + " no longer lists it", () -> !names(node).contains(gone.name()));
      }
    }
    heard.forEach((name, events) ->
        assertThat(events)
            .as("%s takes nobody else for dead", name)
            .noneMatch(event ->
                event instanceof MemberEvent.Down down && !down.node().name().equals(gone.name())));
  }

  @Test
  void everybodyLearnsThatANodeIsGone() {
    grow();
    Node gone = nodes.get(5);
    gone.close();
    assertEverybodyLearns(gone, false);
  }

  @Test
  void everybodyLearnsThatANodeHasLeft() {
    grow();
    Node gone = nodes.get(5);
    gone.leave().join();
    gone.close();
    assertEverybodyLearns(gone, true);
  }
}
