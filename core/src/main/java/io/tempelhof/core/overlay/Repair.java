package io.tempelhof.core.overlay;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// What follows when a connection ends. Whoever waited for something over it waits no longer. For a
/// peer that was one of the closest others are asked at once whom they know; where a bucket has no
/// peer left, a random id of that sub-tree is looked up.
final class Repair {
  private final NodeId self;
  private final Connections connections;
  private final Membership membership;
  private final Peering peering;
  private final Searches searches;
  private final Upkeep upkeep;
  private final Lookups lookups;
  private final RandomGenerator random;

  Repair(
      NodeId self,
      Connections connections,
      Membership membership,
      Peering peering,
      Searches searches,
      Upkeep upkeep,
      Lookups lookups,
      RandomGenerator random) {
    this.self = self;
    this.connections = connections;
    this.membership = membership;
    this.peering = peering;
    this.searches = searches;
    this.upkeep = upkeep;
    this.lookups = lookups;
    this.random = random;
  }

  /// The connection is gone, or its node has left the cluster.
  ///
  /// @param stood it was a peer
  /// @param neighbour it was one of our closest
  /// @param record our own
  void lost(
      Connection connection,
      boolean stood,
      boolean neighbour,
      NodeRecord record,
      long now,
      Consumer<Wish> out) {
    peering.lost(connection.name);
    searches.lost(connection.name);
    membership.copied(connection.name, now);
    if (!stood || !membership.fillsBuckets()) {
      return;
    }
    if (neighbour) {
      upkeep.neighbourLost(now);
    }
    if (connections.peersInBucket(connection.bucket) == 0 && connections.peers() > 0) {
      lookups.explore(self.randomInBucket(connection.bucket, random), record, now, out);
    }
  }
}
