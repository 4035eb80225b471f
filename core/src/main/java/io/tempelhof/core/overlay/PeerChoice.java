package io.tempelhof.core.overlay;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Which contact to ask next to be a peer. Inside a bucket peers are spread over the sub-tree: the
/// contact comes from the slice that has the fewest so far, since different entries of one bucket
/// shorten lookups (Salah, Roos and Strufe, arXiv 1408.3079); inside a slice a node of the own zone
/// is preferred.
final class PeerChoice {
  /// A bucket's sub-tree is cut into four slices by the next two bits of the id.
  private static final int SLICE_BITS = 2;

  private final NodeRecord self;
  private final Contacts contacts;
  private final Connections connections;
  private final RandomGenerator random;
  private final int[] perSlice = new int[1 << SLICE_BITS];

  PeerChoice(NodeRecord self, Contacts contacts, Connections connections, RandomGenerator random) {
    this.self = self;
    this.contacts = contacts;
    this.connections = connections;
    this.random = random;
  }

  /// One of the nodes closest to ourselves.
  @Nullable NodeRecord near(Predicate<NodeRecord> usable) {
    List<Known> near = contacts.near();
    for (int i = 0; i < near.size(); i++) {
      NodeRecord record = near.get(i).record;
      if (usable.test(record)) {
        return record;
      }
    }
    return null;
  }

  /// One of the nodes that are to watch us.
  @Nullable NodeRecord watcher(Predicate<NodeRecord> usable) {
    if (self.domain().equals(FailureDomain.UNDECLARED)) {
      return null; // then they are the closest
    }
    for (Known known : contacts.watchers(self.domain(), Watching.WATCHERS)) {
      if (usable.test(known.record)) {
        return known.record;
      }
    }
    return null;
  }

  /// A contact of the bucket.
  @Nullable NodeRecord inBucket(int bucket, Predicate<NodeRecord> usable) {
    countSlices(bucket);
    List<Known> candidates = contacts.inBucket(bucket);
    Known best = null;
    int lowest = Integer.MAX_VALUE;
    int ties = 0;
    for (int i = 0; i < candidates.size(); i++) {
      Known candidate = candidates.get(i);
      int cost = cost(candidate, bucket);
      if (cost > lowest || !usable.test(candidate.record)) {
        continue;
      }
      ties = cost < lowest ? 1 : ties + 1;
      lowest = cost;
      if (ties == 1 || random.nextInt(ties) == 0) {
        best = candidate;
      }
    }
    return best == null ? null : best.record;
  }

  /// Any contact: for a client node, which has no buckets to fill.
  @Nullable NodeRecord any(Predicate<NodeRecord> usable) {
    for (int bucket = contacts.depth() - 1; bucket >= 0; bucket--) {
      NodeRecord found = inBucket(bucket, usable);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /// The slice of its bucket a node belongs to.
  int slice(NodeId id, int bucket) {
    return id.bits(bucket + 1, SLICE_BITS);
  }

  /// How many peers each slice of the bucket has; valid until the next call.
  int[] countSlices(int bucket) {
    Arrays.fill(perSlice, 0);
    List<Connection> there = connections.inBucket(bucket);
    for (int i = 0; i < there.size(); i++) {
      Connection connection = there.get(i);
      if (!connection.client() && connection.relation.state() == PeerRelation.State.PEER) {
        perSlice[slice(connection.id, bucket)]++;
      }
    }
    return perSlice;
  }

  private int cost(Known candidate, int bucket) {
    int cost = 2 * perSlice[slice(candidate.id(), bucket)];
    String zone = self.domain().zone();
    if (!zone.isEmpty() && !zone.equals(candidate.record.domain().zone())) {
      cost++;
    }
    return candidate.suspect ? cost + 1_000 : cost;
  }
}
