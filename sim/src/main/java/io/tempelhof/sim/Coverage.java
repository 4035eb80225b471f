package io.tempelhof.sim;

import java.util.Collection;

/// How much of the overlay is there, seen from above.
///
/// @param emptyBuckets pairs of a node and a bucket that has a live node but no peer (invariant I1)
/// @param incomplete nodes that lack a peer among their closest nodes (invariant I2)
/// @param example one of either, in words
record Coverage(int emptyBuckets, int incomplete, String example) {

  static Coverage of(Collection<SimNode> live, Truth truth) {
    int emptyBuckets = 0;
    int incomplete = 0;
    String example = "";
    for (SimNode node : live) {
      long lacking = truth.nonEmptyBuckets(node) & ~bucketsWithPeers(node);
      if (lacking != 0) {
        emptyBuckets += Long.bitCount(lacking);
        example = node + " has no peer in bucket " + Long.numberOfTrailingZeros(lacking);
      }
      for (SimNode close : truth.closest(node)) {
        SimAssociation association = node.find(close.name());
        if (association == null || !association.isPeer()) {
          incomplete++;
          example = node + " is no peer of " + close + ", one of its closest";
          break;
        }
      }
    }
    return new Coverage(emptyBuckets, incomplete, example);
  }

  private static long bucketsWithPeers(SimNode node) {
    long buckets = 0;
    for (SimAssociation association : node.associations()) {
      if (association.isPeer()) {
        buckets |= 1L << node.id().commonPrefix(association.peerId());
      }
    }
    return buckets;
  }

  /// Every non-empty bucket has a peer and every neighbourhood is complete.
  boolean isWhole() {
    return emptyBuckets == 0 && incomplete == 0;
  }

  @Override
  public String toString() {
    return "%d empty buckets, %d incomplete neighbourhoods, as %s"
        .formatted(emptyBuckets, incomplete, example);
  }
}
