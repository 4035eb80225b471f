package io.tempelhof.ops.agent;

import io.tempelhof.core.overlay.NodeId;
import io.tempelhof.core.term.NodeName;

/// Prefixes of ids, written as `0` and `1`.
public final class Prefix {
  private Prefix() {}

  /// The first bits of an id.
  public static String of(NodeId id, int bits) {
    StringBuilder prefix = new StringBuilder(bits);
    for (int i = 0; i < bits; i++) {
      prefix.append(id.bits(i, 1));
    }
    return prefix.toString();
  }

  /// What the ids in a bucket begin with: one bit more than they share with the id, that one
  /// flipped.
  public static String ofBucket(NodeId id, int bucket) {
    return of(id, bucket) + (1 - id.bits(bucket, 1));
  }

  /// Whether the id of the node with this name in that cluster begins so; false for what is no name
  /// of a node.
  static boolean matches(String prefix, String cluster, String name) {
    NodeName node = NodeName.parse(name);
    return node != null && of(NodeId.of(cluster, node), prefix.length()).equals(prefix);
  }
}
