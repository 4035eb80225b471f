package io.tempelhof.sim.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.sim.cluster.Cluster;
import io.tempelhof.sim.cluster.SimNode;
import io.tempelhof.sim.engine.World;
import org.junit.jupiter.api.Test;

class DeathsTest {
  private static final long SECOND = 1_000_000_000L;

  private final World world = new World(5);
  private final Cluster cluster = Clusters.in(world);
  private final Deaths deaths = new Deaths(cluster, (_, _) -> false);

  DeathsTest() {
    Clusters.join(cluster, 5);
    world.run(10 * SECOND);
  }

  private void dies(SimNode victim) {
    victim.crash();
    deaths.died(victim, Deaths.Way.CRASH);
  }

  @Test
  void whoeverHadJoinedIsMissedByAllWhoHad() {
    cluster.nodes().forEach(deaths::joined);
    SimNode victim = cluster.nodes().getLast();
    dies(victim);
    assertThat(deaths.untold()).hasSize(4);
    cluster.live().forEach(node -> deaths.told(node, victim.record()));
    assertThat(deaths.untold()).isEmpty();
  }

  @Test
  void whoeverGoesBeforeItHasJoinedNeedNotBeMissed() {
    cluster.nodes().forEach(deaths::joined);
    dies(cluster.start());
    assertThat(deaths.untold()).isEmpty();
  }
}
