package io.tempelhof.sim.measure;

import io.tempelhof.sim.cluster.Cluster;
import io.tempelhof.sim.cluster.Topology;
import io.tempelhof.sim.cluster.Wire;
import io.tempelhof.sim.engine.World;
import io.tempelhof.sim.network.Network;
import io.tempelhof.sim.network.NetworkOptions;
import java.util.stream.IntStream;

/// Clusters to look at.
final class Clusters {
  private Clusters() {}

  /// An empty one, in one data centre.
  static Cluster in(World world) {
    Network network = new Network(world, NetworkOptions.DATA_CENTRE);
    return new Cluster(world, network, Topology.APART, Wire.OBJECTS);
  }

  /// So many nodes start and join now, from three seeds.
  static void join(Cluster cluster, int nodes) {
    IntStream.range(0, nodes).forEach(_ -> cluster.start());
    var seeds = cluster.nodes().stream().limit(3).map(Cluster::seed).toList();
    cluster.nodes().forEach(node -> node.join(seeds));
  }

  static Coverage coverage(Cluster cluster) {
    return Coverage.of(cluster.live(), new Truth(cluster.live(), 5));
  }
}
