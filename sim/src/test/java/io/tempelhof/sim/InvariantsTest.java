package io.tempelhof.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.association.AssociationInput;
import io.tempelhof.core.association.Role;
import io.tempelhof.core.term.NodeName;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Every rule is broken once, so that silence means something.
class InvariantsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Bars LAX = new Bars(100, 100, 100, 100, 100, 100);

  private final World world = new World(12);
  private final Cluster cluster = new Cluster(world, NetworkOptions.DATA_CENTRE, false);
  private final Invariants invariants = new Invariants(cluster, LAX);

  InvariantsTest() {
    List<SimNode> nodes = IntStream.range(0, 40).mapToObj(_ -> cluster.start()).toList();
    var seeds = nodes.subList(0, 3).stream().map(Cluster::seed).toList();
    nodes.forEach(node -> node.join(seeds));
    world.run(20 * SECOND);
  }

  private Coverage coverage() {
    return Coverage.of(cluster.live(), new Truth(cluster.live(), 5));
  }

  private void broken(String rule) {
    assertThat(invariants.violations()).extracting(Violation::rule).containsOnly(rule);
  }

  @Test
  void aWholeClusterBreaksNone() {
    invariants.whole(coverage());
    invariants.symmetric(cluster.live());
    world.run(world.now() + SECOND);
    invariants.symmetric(cluster.live());
    invariants.degree(Degree.peers(cluster.live()));
    invariants.talk(cluster.talk());
    invariants.complaints();
    assertThat(invariants.violations()).isEmpty();
  }

  @Test
  void aNodeThatHasJustStartedLacksItsPeers() {
    cluster.start();
    invariants.whole(coverage());
    broken("coverage");
    assertThat(invariants.violations().getFirst().detail()).contains("n00040");
  }

  @Test
  void aPeerToOneEndOnlyIsNoPeer() {
    SimAssociation association = cluster.nodes().getFirst().associations().iterator().next();
    assertThat(association.isPeer()).isTrue();
    association.step(new AssociationInput.Assigned(Role.DIRECT));
    invariants.symmetric(cluster.live());
    assertThat(invariants.violations()).isEmpty();
    world.run(world.now() + SECOND);
    invariants.symmetric(cluster.live());
    broken("symmetry");
  }

  @Test
  void aMissedBarIsNamedWithItsFigures() {
    Invariants strict = new Invariants(cluster, new Bars(1, 2, 0.5, 1, 3, 4));
    Degree peers = Degree.peers(cluster.live());
    strict.degree(peers);
    strict.frames(3.5);
    strict.joined(4.25);
    strict.joined(Double.NaN);
    cluster.lookups().ask(cluster.nodes().get(5), cluster.nodes().get(30).name());
    world.run(world.now() + SECOND);
    strict.lookups(cluster.lookups());
    assertThat(strict.violations())
        .extracting(Violation::rule)
        .containsExactly("degree", "frames", "join", "join", "hops");
    assertThat(strict.violations().getFirst().detail())
        .isEqualTo("peers mean / max " + peers + ", to be within 1 / 2");
  }

  @Test
  void aLookupThatFindsNobodyHasFailed() {
    cluster.lookups().ask(cluster.nodes().get(5), NodeName.of("nobody@sim"));
    cluster.lookups().ask(cluster.nodes().get(6), cluster.nodes().get(7).name());
    invariants.lookups(cluster.lookups());
    assertThat(invariants.violations().getFirst().detail()).contains("2 got no answer");
    world.run(world.now() + 6 * SECOND);
    invariants.lookups(cluster.lookups());
    broken("lookup");
    assertThat(invariants.violations().getLast().detail()).contains("1 of 2 failed", "nobody");
  }

  @Test
  void aSignalToADeadNodeIsLost() {
    cluster.talk().say(cluster.nodes().get(8), cluster.nodes().get(9));
    cluster.nodes().get(9).kill(false);
    world.run(world.now() + 10 * SECOND);
    invariants.talk(cluster.talk());
    broken("loss");
  }

  @Test
  void aConnectionUsedAMomentAgoHasNotFallenBack() {
    world.run(world.now() + 150 * SECOND);
    invariants.fallenBack(cluster.live());
    assertThat(invariants.violations()).isEmpty();
    SimNode one = cluster.nodes().get(8);
    SimNode stranger =
        cluster.nodes().stream()
            .filter(node -> node != one)
            .filter(node -> one.find(node.name()) == null)
            .findFirst()
            .orElseThrow();
    cluster.talk().say(one, stranger);
    world.run(world.now() + SECOND);
    invariants.fallenBack(cluster.live());
    broken("collection");
  }
}
