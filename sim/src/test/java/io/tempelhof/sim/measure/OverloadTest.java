package io.tempelhof.sim.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.sim.cluster.Cluster;
import io.tempelhof.sim.cluster.SimNode;
import io.tempelhof.sim.cluster.Topology;
import io.tempelhof.sim.cluster.Wire;
import io.tempelhof.sim.engine.World;
import io.tempelhof.sim.network.Network;
import io.tempelhof.sim.network.NetworkOptions;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Many nodes on few machines, which are busy.
class OverloadTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int NODES = 100;
  private static final int MACHINES = 4;
  private static final long TURN = 800_000L;

  private final World world = new World(21);
  private final Cluster cluster =
      new Cluster(
          world,
          new Network(world, NetworkOptions.DATA_CENTRE),
          Topology.of(MACHINES, TURN),
          Wire.OBJECTS);

  private Coverage coverage() {
    return Coverage.of(cluster.live(), new Truth(cluster.live(), 5));
  }

  private void becomeWhole(int withinSeconds) {
    long limit = world.now() + withinSeconds * SECOND;
    while (!coverage().isWhole() && world.now() < limit) {
      world.run(world.now() + SECOND / 2);
    }
    assertThat(coverage().isWhole()).as("after %d s: %s", withinSeconds, coverage()).isTrue();
  }

  /// All that are left dial at once: more handshakes than the machines can finish in the time that
  /// a dial is given if all is well. Nodes that do not give way take twice as long, for both.
  @Test
  void repairComesToItsEndAlsoWhereEverybodyDialsAtOnceAndHandshakesTakeSeconds() {
    List<SimNode> seeds = IntStream.range(0, 3).mapToObj(_ -> cluster.start()).toList();
    var contacts = seeds.stream().map(Cluster::seed).toList();
    seeds.forEach(seed -> seed.join(contacts));
    for (int i = seeds.size(); i < NODES; i++) {
      long at = world.now() + i * SECOND / 4;
      world.at(at, () -> cluster.start().join(contacts));
    }
    world.run(world.now() + NODES * SECOND / 4);
    becomeWhole(70);
    for (SimNode node : cluster.nodes()) {
      if (node.machine() == cluster.machines().getFirst()) {
        node.crash();
      }
    }
    assertThat(coverage().isWhole()).isFalse();
    becomeWhole(25);
  }
}
