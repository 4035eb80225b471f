package io.tempelhof.core.node;

import java.util.concurrent.TimeUnit;

/// What may differ from node to node. Everything else is a named constant of the machine it
/// concerns (`docs/limits.md`).
///
/// @param cluster the cluster's name, part of every id
/// @param client a client node: in nobody's buckets, never announced
/// @param peersPerBucket how many peers a non-empty bucket is to have
/// @param redirectAt with that many peers in a bucket, a request for that bucket is redirected
/// @param pruneAbove peers beyond that many in a bucket are given up where both ends have more
/// @param neighbours how many of the closest nodes are always peers
/// @param directSoftCap above that many direct connections the coldest idle ones are collected
/// @param directHardCap at that many direct connections new dials wait
/// @param upkeepDialTimeoutNanos how long a dial for the overlay's own sake may take
/// @param nameTakenNanos how long neighbours must insist that another node of our name is alive
///   before we believe it. Above the 20 s after which a silent connection breaks, so that the
///   remains of a crashed earlier incarnation are not mistaken for a twin.
public record NodeSettings(
    String cluster,
    boolean client,
    int peersPerBucket,
    int redirectAt,
    int pruneAbove,
    int neighbours,
    int directSoftCap,
    int directHardCap,
    long upkeepDialTimeoutNanos,
    long nameTakenNanos) {

  public NodeSettings {
    require(!cluster.isEmpty(), "a cluster has a name");
    require(peersPerBucket >= 1 && neighbours >= 1, "at least one peer");
    require(pruneAbove >= peersPerBucket, "pruning below the number of peers wanted");
    require(redirectAt >= peersPerBucket, "redirecting below the number of peers wanted");
    require(directSoftCap >= 0 && directHardCap >= directSoftCap, "soft cap above hard cap");
    require(upkeepDialTimeoutNanos > 0 && nameTakenNanos >= 0, "negative time");
  }

  /// The defaults for a member of the cluster.
  public static NodeSettings of(String cluster) {
    return new NodeSettings(
        cluster,
        false,
        3,
        5,
        3,
        5,
        512,
        4096,
        TimeUnit.MILLISECONDS.toNanos(1500),
        TimeUnit.SECONDS.toNanos(22));
  }

  /// The same for a client node.
  public NodeSettings asClient() {
    return new NodeSettings(
        cluster,
        true,
        peersPerBucket,
        redirectAt,
        pruneAbove,
        neighbours,
        directSoftCap,
        directHardCap,
        upkeepDialTimeoutNanos,
        nameTakenNanos);
  }

  private static void require(boolean condition, String problem) {
    if (!condition) {
      throw new IllegalArgumentException(problem);
    }
  }
}
