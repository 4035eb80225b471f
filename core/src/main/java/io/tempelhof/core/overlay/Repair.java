package io.tempelhof.core.overlay;

/// What follows when a connection ends. Whoever waited for something over it waits no longer. For a
/// peer that was one of the closest others are asked whom they know; where a bucket has no peer
/// left, a random id of that sub-tree is looked up.
final class Repair {
  private final Connections connections;
  private final Membership membership;
  private final Peering peering;
  private final Searches searches;
  private final Upkeep upkeep;

  Repair(
      Connections connections,
      Membership membership,
      Peering peering,
      Searches searches,
      Upkeep upkeep) {
    this.connections = connections;
    this.membership = membership;
    this.peering = peering;
    this.searches = searches;
    this.upkeep = upkeep;
  }

  /// The connection is gone, or its node has left the cluster.
  ///
  /// @param stood it was a peer
  /// @param neighbour it was one of our closest
  void lost(Connection connection, boolean stood, boolean neighbour, long now) {
    peering.lost(connection.name);
    searches.lost(connection.name);
    membership.copied(connection.name, now);
    if (!stood || !membership.fillsBuckets()) {
      return;
    }
    if (neighbour) {
      upkeep.neighbourLost(now);
    }
    if (connections.peersInBucket(connection.bucket) == 0) {
      upkeep.emptied(connection.bucket, now);
    }
  }
}
