package io.tempelhof.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.cli.demo.Coverage.Holes;
import io.tempelhof.cli.demo.Report.NodeSample;
import io.tempelhof.core.overlay.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CoverageTest {
  private static final List<Integer> ALIVE = IntStream.rangeClosed(1, 40).boxed().toList();
  private final Coverage coverage = new Coverage("demo", ALIVE);

  @Test
  void aMeshOfPeersIsWhole() {
    assertThat(coverage.check(mesh(ALIVE))).isEqualTo(new Holes(0, 0, 0, 0));
    assertThat(coverage.check(mesh(ALIVE)).whole()).isTrue();
  }

  @Test
  void aBucketWithoutPeerIsAHole() {
    List<NodeSample> nodes = mesh(ALIVE);
    List<Integer> near = others(1).stream().filter(n -> prefix(1, n) > 0).toList();
    List<Integer> far = others(1).stream().filter(n -> prefix(1, n) == 0).toList();
    nodes.set(0, Samples.node(1, near, far));
    assertThat(coverage.check(nodes)).isEqualTo(new Holes(0, 1, 0, 0));
  }

  @Test
  void aMissingNeighbourIsAHoleEvenWhereItsBucketHasAPeer() {
    NodeId self = id(1);
    List<Integer> byDistance = new ArrayList<>(others(1));
    byDistance.sort((a, b) -> self.compareDistance(id(a), id(b)));
    int fifth = byDistance.get(Coverage.NEIGHBOURS - 1);
    List<NodeSample> nodes = mesh(ALIVE);
    nodes.set(0, Samples.node(1, others(1).stream().filter(n -> n != fifth).toList(), List.of()));
    assertThat(coverage.check(nodes).strangers()).isEqualTo(1);
    nodes.set(
        0, Samples.node(1, others(1).stream().filter(n -> n != fifth).toList(), List.of(fifth)));
    assertThat(coverage.check(nodes).strangers()).isZero();
  }

  @Test
  void aConnectionToADeadNodeIsAGhost() {
    List<NodeSample> nodes = mesh(ALIVE);
    nodes.set(0, Samples.node(1, others(1), List.of(99)));
    assertThat(coverage.check(nodes)).isEqualTo(new Holes(0, 0, 0, 1));
  }

  @Test
  void aNodeThatDoesNotReportHasNotJoined() {
    assertThat(coverage.check(mesh(ALIVE).subList(0, 39)).notJoined()).isEqualTo(1);
  }

  @Test
  void aMeshLacksEveryNodeThatLacksAPair() {
    List<NodeSample> nodes = mesh(ALIVE);
    assertThat(coverage.checkMesh(nodes).whole()).isTrue();
    nodes.set(4, Samples.node(5, others(5).subList(1, 39), List.of()));
    assertThat(coverage.checkMesh(nodes)).isEqualTo(new Holes(1, 0, 0, 0));
  }

  private static List<NodeSample> mesh(List<Integer> all) {
    return new ArrayList<>(all.stream().map(n -> Samples.node(n, others(n), List.of())).toList());
  }

  private static List<Integer> others(int node) {
    return ALIVE.stream().filter(other -> other != node).toList();
  }

  private static int prefix(int a, int b) {
    return id(a).commonPrefix(id(b));
  }

  private static NodeId id(int node) {
    return NodeId.of("demo", DemoPlan.name(node));
  }
}
