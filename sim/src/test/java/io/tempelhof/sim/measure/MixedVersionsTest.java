package io.tempelhof.sim.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.overlay.OverlayMessage;
import io.tempelhof.sim.cluster.Cluster;
import io.tempelhof.sim.cluster.MixedVersions;
import io.tempelhof.sim.cluster.SimNode;
import io.tempelhof.sim.cluster.Topology;
import io.tempelhof.sim.engine.World;
import io.tempelhof.sim.network.Frame;
import io.tempelhof.sim.network.Network;
import io.tempelhof.sim.network.NetworkOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

class MixedVersionsTest {
  private final World world = new World(4);
  private final MixedVersions wire = new MixedVersions();
  private final Cluster cluster =
      new Cluster(world, new Network(world, NetworkOptions.DATA_CENTRE), Topology.APART, wire);

  @Test
  void nodesOfBothVersionsMakeOneCluster() {
    Clusters.join(cluster, 30);
    world.run(20_000_000_000L);
    assertThat(Clusters.coverage(cluster).isWhole()).isTrue();
    assertThat(cluster.nodes())
        .filteredOn(node -> node.unknownMessages() > 0)
        .as("whom somebody has told something unknown")
        .hasSizeGreaterThan(20);
  }

  @Test
  void aMessageOfALaterVersionIsReadAsWhatIsKnownOfIt() {
    SimNode now = cluster.start();
    SimNode later = cluster.start();
    assertThat(later.record().capabilities()).isNotEqualTo(now.record().capabilities());
    Frame hello = new Frame.OfOverlay(new OverlayMessage.Hello(later.record(), false, List.of()));
    assertThat(wire.carry(later, hello)).isEqualTo(hello).isNotSameAs(hello);
    assertThat(wire.carry(now, hello)).isSameAs(hello);
    int unknown = 0;
    for (int i = 0; i < 100; i++) {
      unknown += wire.beside(later) instanceof Frame.OfFuture ? 1 : 0;
      assertThat(wire.beside(now)).isNull();
    }
    assertThat(unknown).isEqualTo(10);
  }
}
