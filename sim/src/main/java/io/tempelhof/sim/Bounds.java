package io.tempelhof.sim;

import io.tempelhof.sim.cluster.Cluster;
import io.tempelhof.sim.cluster.SimNode;
import io.tempelhof.sim.measure.Invariants;
import java.util.List;

/// What must never grow without end, looked at every virtual second.
final class Bounds {
  /// Dials of one node in the first minute of its life: more are a livelock.
  static final int DIALS_MAX = 150;

  private static final long YOUTH = 60 * Stage.SECOND;

  /// Events that may wait, per node: deadlines of connections, frames on their way.
  private static final int EVENTS_MAX = 2_000;

  private final Cluster cluster;
  private final Invariants invariants;
  private int dialsMax;

  Bounds(Cluster cluster, Invariants invariants) {
    this.cluster = cluster;
    this.invariants = invariants;
  }

  void check() {
    List<SimNode> nodes = cluster.nodes();
    for (SimNode node : nodes) {
      if (cluster.world().now() - node.bornAt() <= YOUTH && node.isAlive()) {
        dialsMax = Math.max(dialsMax, node.dialled());
        invariants.require(
            node.dialled() <= DIALS_MAX,
            "dials",
            () -> "%s has dialled %d times in its youth".formatted(node, node.dialled()));
      }
    }
    int waiting = cluster.world().waiting();
    invariants.require(
        waiting <= (long) EVENTS_MAX * nodes.size(),
        "queue",
        () -> "%d events wait for %d nodes".formatted(waiting, nodes.size()));
  }

  /// The most that any node dialled in its youth.
  int dialsMax() {
    return dialsMax;
  }
}
