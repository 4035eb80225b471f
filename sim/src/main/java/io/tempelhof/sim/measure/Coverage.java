package io.tempelhof.sim.measure;

import io.tempelhof.sim.cluster.SimAssociation;
import io.tempelhof.sim.cluster.SimNode;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// How much of the overlay is there, seen from above.
///
/// @param emptyBuckets pairs of a node and a bucket that has a live node but no peer (invariant I1)
/// @param incomplete nodes that lack a peer among their closest nodes (invariant I2)
/// @param example one of either, in words
public record Coverage(int emptyBuckets, int incomplete, String example) {

  public static Coverage of(Collection<SimNode> live, Truth truth) {
    int emptyBuckets = 0;
    int incomplete = 0;
    String example = "";
    for (SimNode node : live) {
      long lacking = lackingBuckets(node, truth);
      if (lacking != 0) {
        emptyBuckets += Long.bitCount(lacking);
        example = node + " has no peer in bucket " + Long.numberOfTrailingZeros(lacking);
      }
      SimNode missing = missingNeighbour(node, truth);
      if (missing != null) {
        incomplete++;
        example = node + " is no peer of " + missing + ", one of its closest";
      }
    }
    return new Coverage(emptyBuckets, incomplete, example);
  }

  /// Whether one node has its part.
  public static boolean isWhole(SimNode node, Truth truth) {
    return lackingBuckets(node, truth) == 0 && missingNeighbour(node, truth) == null;
  }

  private static long lackingBuckets(SimNode node, Truth truth) {
    return truth.nonEmptyBuckets(node) & ~bucketsWithPeers(node);
  }

  private static @Nullable SimNode missingNeighbour(SimNode node, Truth truth) {
    for (SimNode close : truth.closest(node)) {
      SimAssociation association = node.find(close.name());
      if (association == null || !association.isPeer()) {
        return close;
      }
    }
    return null;
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
  public boolean isWhole() {
    return emptyBuckets == 0 && incomplete == 0;
  }

  @Override
  public String toString() {
    return "%d empty buckets, %d incomplete neighbourhoods, as %s"
        .formatted(emptyBuckets, incomplete, example);
  }
}
