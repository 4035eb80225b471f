package io.tempelhof.sim.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.sim.cluster.Cluster;
import io.tempelhof.sim.cluster.SimNode;
import io.tempelhof.sim.engine.World;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TruthTest {
  private static final int NODES = 200;
  private static final int NEIGHBOURS = 5;

  private final Cluster cluster = Clusters.in(new World(3));
  private final List<SimNode> nodes =
      IntStream.range(0, NODES).mapToObj(_ -> cluster.start()).toList();
  private final Truth truth = new Truth(nodes, NEIGHBOURS);

  @Test
  void aBucketIsNonEmptyWhereAnyNodeBelongsToIt() {
    for (SimNode node : nodes) {
      long expected = 0;
      for (SimNode other : nodes) {
        expected |= other == node ? 0 : 1L << node.id().commonPrefix(other.id());
      }
      assertThat(truth.nonEmptyBuckets(node)).as("%s", node).isEqualTo(expected);
    }
  }

  @Test
  void theClosestAreThoseOfTheLeastDistance() {
    for (SimNode node : nodes) {
      List<SimNode> expected =
          nodes.stream()
              .filter(other -> other != node)
              .sorted(distanceTo(node))
              .limit(NEIGHBOURS)
              .toList();
      assertThat(truth.closest(node)).as("%s", node).isEqualTo(expected);
    }
  }

  @Test
  void twoNodesAreEachOthersNeighbourhood() {
    Truth ofTwo = new Truth(nodes.subList(0, 2), NEIGHBOURS);
    assertThat(ofTwo.closest(nodes.get(0))).containsExactly(nodes.get(1));
    assertThat(new Truth(nodes.subList(0, 1), NEIGHBOURS).closest(nodes.get(0))).isEmpty();
  }

  private static Comparator<SimNode> distanceTo(SimNode node) {
    return (a, b) -> node.id().compareDistance(a.id(), b.id());
  }
}
