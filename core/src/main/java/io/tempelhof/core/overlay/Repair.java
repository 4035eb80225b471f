package io.tempelhof.core.overlay;

import java.util.ArrayDeque;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What follows when a connection breaks: the node is dialled once more, life being proved only by
/// a handshake, and if its bucket has no peer left, a random id of that sub-tree is looked up.
final class Repair {
  static final int SUSPECTS_MAX = 4096;

  private final NodeId self;
  private final Contacts contacts;
  private final Connections connections;
  private final RandomGenerator random;
  private final ArrayDeque<NodeRecord> suspects = new ArrayDeque<>(1);

  Repair(NodeId self, Contacts contacts, Connections connections, RandomGenerator random) {
    this.self = self;
    this.contacts = contacts;
    this.connections = connections;
    this.random = random;
  }

  /// The connection to that node broke.
  void suspect(NodeRecord record) {
    if (suspects.size() < SUSPECTS_MAX) {
      suspects.add(record);
    }
  }

  /// The next node of which to find out whether it lives.
  @Nullable NodeRecord nextDial() {
    for (NodeRecord record = suspects.poll(); record != null; record = suspects.poll()) {
      Known known = contacts.find(record.id());
      if (known != null && known.suspect && connections.get(record.name()) == null) {
        return record;
      }
    }
    return null;
  }

  /// What to look up after the loss of a peer of that bucket; {@code null} for nothing.
  @Nullable NodeId lookupAfterLossIn(int bucket) {
    return connections.peersInBucket(bucket) == 0 && connections.peers() > 0
        ? self.randomInBucket(bucket, random)
        : null;
  }
}
