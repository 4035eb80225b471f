package io.tempelhof.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int NODES = 150;

  private final World world = new World(11);
  private final Cluster cluster = new Cluster(world, NetworkOptions.DATA_CENTRE, false);
  private final Random random = new Random(11);

  FaultsTest() {
    List<SimNode> seeds = IntStream.range(0, 3).mapToObj(_ -> cluster.start()).toList();
    var contacts = seeds.stream().map(Cluster::seed).toList();
    seeds.forEach(seed -> seed.join(contacts));
    IntStream.range(3, NODES).forEach(_ -> cluster.start().join(contacts));
    world.run(20 * SECOND);
    assertThat(coverage().isWhole()).as("%s", coverage()).isTrue();
  }

  private Coverage coverage() {
    return Coverage.of(cluster.live(), new Truth(cluster.live(), 5));
  }

  private double secondsUntilWhole(int limit) {
    long begin = world.now();
    while (!coverage().isWhole() && world.now() < begin + limit * SECOND) {
      world.run(world.now() + SECOND / 10);
    }
    assertThat(coverage().isWhole()).as("after %d s: %s", limit, coverage()).isTrue();
    return (world.now() - begin) / 1e9;
  }

  private void everyLookupHits() {
    List<SimNode> live = cluster.live();
    Lookups lookups = cluster.lookups();
    for (SimNode node : live) {
      lookups.ask(node, live.get(random.nextInt(live.size())).name());
    }
    world.run(world.now() + 6 * SECOND);
    assertThat(lookups.failures()).isEmpty();
    assertThat(lookups.unanswered()).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.3, 0.5})
  void theRestIsWholeSoonAfterManyCrashedAtOnce(double share) {
    List<SimNode> nodes = new ArrayList<>(cluster.nodes());
    Collections.shuffle(nodes, random);
    nodes.subList(0, (int) (share * NODES)).forEach(node -> node.kill(false));
    assertThat(coverage().isWhole()).isFalse();
    secondsUntilWhole(15);
    everyLookupHits();
  }

  @Test
  void theRestIsWholeOnceSilentHostsHaveBeenNoticed() {
    List<SimNode> nodes = new ArrayList<>(cluster.nodes());
    Collections.shuffle(nodes, random);
    nodes.subList(0, NODES / 10).forEach(node -> node.kill(true));
    secondsUntilWhole(60);
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
    secondsUntilWhole(10);
    everyLookupHits();
  }

  @Test
  void aSignalAcrossABreakArrivesOrIsLostButNeverOvertakes() {
    SimNode one = cluster.nodes().get(10);
    SimNode other = cluster.nodes().get(20);
    for (int i = 0; i < 2_000; i++) {
      long at = world.now() + i * SECOND / 100;
      world.at(at, () -> cluster.talk().say(one, other));
      if (i % 400 == 200) {
        world.at(at, () -> breakBetween(one, other));
      }
    }
    world.run(world.now() + 40 * SECOND);
    Talk talk = cluster.talk();
    assertThat(talk.received()).isBetween(1_500L, talk.sent() - 1);
    // A gap is one disorder; a signal that overtakes would be two.
    assertThat(talk.disordered()).as(talk.firstDisorder()).isLessThanOrEqualTo(5);
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
    SimNode old = cluster.nodes().get(42);
    old.kill(false);
    world.run(world.now() + 5 * SECOND);
    SimNode again = cluster.start(42);
    again.join(cluster.nodes().subList(0, 3).stream().map(Cluster::seed).toList());
    world.run(world.now() + SECOND);
    secondsUntilWhole(10);
    NodeName name = again.name();
    for (SimNode node : cluster.live()) {
      if (node != again) {
        cluster.lookups().ask(node, name);
      }
    }
    world.run(world.now() + 6 * SECOND);
    assertThat(cluster.lookups().success()).as("%s", cluster.lookups().failures()).isEqualTo(1);
  }
}
