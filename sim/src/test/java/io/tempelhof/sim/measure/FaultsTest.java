package io.tempelhof.sim.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.sim.cluster.Cluster;
import io.tempelhof.sim.cluster.Programs.Count;
import io.tempelhof.sim.cluster.SimAssociation;
import io.tempelhof.sim.cluster.SimNode;
import io.tempelhof.sim.engine.World;
import io.tempelhof.sim.network.End;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int NODES = 150;

  private final World world = new World(11);
  private final Cluster cluster = Clusters.in(world);
  private final Random random = new Random(11);

  FaultsTest() {
    Clusters.join(cluster, NODES);
    world.run(20 * SECOND);
    assertThat(coverage().isWhole()).as("%s", coverage()).isTrue();
  }

  private Coverage coverage() {
    return Clusters.coverage(cluster);
  }

  private void untilWhole(int limit) {
    long begin = world.now();
    while (!coverage().isWhole() && world.now() < begin + limit * SECOND) {
      world.run(world.now() + SECOND / 10);
    }
    assertThat(coverage().isWhole()).as("after %d s: %s", limit, coverage()).isTrue();
  }

  private void everyLookupHits() {
    List<SimNode> live = cluster.live();
    Lookups lookups = new Lookups(cluster);
    for (SimNode node : live) {
      lookups.ask(node, live.get(random.nextInt(live.size())));
    }
    world.run(world.now() + 6 * SECOND);
    assertThat(lookups.success()).as("%s", lookups).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.3, 0.5})
  void theRestIsWholeSoonAfterManyCrashedAtOnce(double share) {
    List<SimNode> nodes = new ArrayList<>(cluster.nodes());
    Collections.shuffle(nodes, random);
    nodes.subList(0, (int) (share * NODES)).forEach(SimNode::crash);
    assertThat(coverage().isWhole()).isFalse();
    untilWhole(15);
    everyLookupHits();
  }

  @Test
  void theRestIsWholeOnceSilentHostsHaveBeenNoticed() {
    List<SimNode> nodes = new ArrayList<>(cluster.nodes());
    Collections.shuffle(nodes, random);
    nodes.subList(0, NODES / 10).forEach(cluster::silence);
    untilWhole(60);
    everyLookupHits();
  }

  @Test
  void connectionsThatBreakAreMadeAgain() {
    for (SimNode node : cluster.nodes()) {
      for (SimAssociation association : List.copyOf(node.associations())) {
        End end = association.upEnd();
        if (end != null && random.nextInt(4) == 0) {
          cluster.network().reset(end);
        }
      }
    }
    world.run(world.now() + SECOND / 100);
    assertThat(coverage().isWhole()).isFalse();
    untilWhole(10);
    everyLookupHits();
  }

  @Test
  void aSignalAcrossABreakArrivesOrIsLostButNeverOvertakes() {
    SimNode one = cluster.nodes().get(10);
    SimNode other = cluster.nodes().get(20);
    for (int i = 0; i < 2_000; i++) {
      long at = world.now() + i * SECOND / 100;
      world.at(at, () -> one.program().say(other));
      if (i % 400 == 200) {
        world.at(at, () -> breakBetween(one, other));
      }
    }
    world.run(world.now() + 40 * SECOND);
    Talk talk = Talk.of(cluster, false);
    assertThat(talk.received()).as("%s", talk).isBetween(1_500L, talk.sent() - 1);
    assertThat(talk.lost()).as("%s", talk).isEqualTo(talk.sent() - talk.received());
    assertThat(talk.disordered()).as(cluster.programs().firstDisorder()).isZero();
  }

  @Test
  void aLossAcrossABreakIsAccountedForByTheMonitorThatFires() {
    SimNode one = cluster.nodes().get(10);
    SimNode other = cluster.nodes().get(20);
    for (int i = 0; i < 2_000; i++) {
      long at = world.now() + i * SECOND / 100;
      world.at(at, () -> one.program().attach(other));
      world.at(at, () -> one.program().say(other));
      if (i % 400 == 200) {
        world.at(at, () -> breakBetween(one, other));
      }
    }
    world.run(world.now() + 40 * SECOND);
    other.program().endWorker();
    world.run(world.now() + SECOND);
    Talk talk = Talk.of(cluster, true);
    assertThat(talk.received()).as("%s", talk).isLessThan(talk.sent());
    assertThat(talk)
        .extracting(Talk::lost, Talk::disordered, Talk::downMissing, Talk::downDuplicate)
        .containsOnly(0L);
    // A monitor and a link at one end and a link at the other, five times; in the end the monitor
    // and the link.
    assertThat(cluster.programs().count(Count.FIRED)).isEqualTo(5 * 3 + 2);
  }

  private void breakBetween(SimNode one, SimNode other) {
    SimAssociation association = one.find(other.name());
    End end = association == null ? null : association.upEnd();
    if (end != null) {
      cluster.network().reset(end);
    }
  }

  @Test
  void aNodeThatStartsAgainIsFoundInItsNewIncarnation() {
    cluster.nodes().get(42).crash();
    world.run(world.now() + 5 * SECOND);
    SimNode again = cluster.start(42);
    again.join(cluster.nodes().stream().limit(3).map(Cluster::seed).toList());
    world.run(world.now() + SECOND);
    untilWhole(10);
    Lookups lookups = new Lookups(cluster);
    for (SimNode node : cluster.live()) {
      if (node != again) {
        lookups.ask(node, again);
      }
    }
    world.run(world.now() + 6 * SECOND);
    assertThat(lookups.success()).as("%s", lookups).isEqualTo(1);
  }
}
