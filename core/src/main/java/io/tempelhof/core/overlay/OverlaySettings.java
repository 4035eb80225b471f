package io.tempelhof.core.overlay;

/// What may differ from overlay to overlay. Everything else is a named constant of the machine it
/// concerns (`docs/limits.md`).
///
/// @param cluster the cluster's name, part of every id
/// @param client a client node: in nobody's buckets, never announced
/// @param peersPerBucket how many peers a non-empty bucket is to have
/// @param redirectAt with that many peers in a bucket, a request for that bucket is redirected; a
///   seed does so as soon as it has those it wants
/// @param pruneAbove peers beyond that many in a bucket are given up where both ends have more
/// @param neighbours how many of the closest nodes are always peers
/// @param patience by what factor the times are longer after which a silent node counts as dead
/// @param arrivalsLogged whether everybody is to learn of every newcomer; otherwise only its
///   neighbourhood and who meets it do. Off in simulations only, of so many nodes that one machine
///   could not let everybody hear of everybody.
public record OverlaySettings(
    String cluster,
    boolean client,
    int peersPerBucket,
    int redirectAt,
    int pruneAbove,
    int neighbours,
    int patience,
    boolean arrivalsLogged) {

  public OverlaySettings {
    require(!cluster.isEmpty(), "a cluster has a name");
    require(peersPerBucket >= 1 && neighbours >= 1, "at least one peer");
    require(patience >= 1, "no patience");
    require(pruneAbove >= peersPerBucket, "pruning below the number of peers wanted");
    require(redirectAt >= peersPerBucket, "redirecting below the number of peers wanted");
  }

  /// The defaults for a member of the cluster.
  public static OverlaySettings of(String cluster) {
    return new OverlaySettings(cluster, false, 3, 5, 3, 5, 1, true);
  }

  /// The same for a client node.
  public OverlaySettings asClient() {
    return with(true, patience, arrivalsLogged);
  }

  /// The same with more patience or less.
  public OverlaySettings withPatience(int factor) {
    return with(client, factor, arrivalsLogged);
  }

  /// The same, where only the neighbourhood learns of a newcomer.
  public OverlaySettings withoutArrivals() {
    return with(client, patience, false);
  }

  private OverlaySettings with(boolean asClient, int factor, boolean logged) {
    return new OverlaySettings(
        cluster, asClient, peersPerBucket, redirectAt, pruneAbove, neighbours, factor, logged);
  }

  private static void require(boolean condition, String problem) {
    if (!condition) {
      throw new IllegalArgumentException(problem);
    }
  }
}
