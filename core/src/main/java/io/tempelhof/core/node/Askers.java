package io.tempelhof.core.node;

import io.tempelhof.core.term.NodeName;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whom each lookup under way is for: the association with a node, or a user.
final class Askers {
  private final Map<Long, NodeName> associations = new HashMap<>(0);
  private final Map<Long, Long> users = new HashMap<>(0);
  private long next;

  /// The number of a lookup for the association with that node.
  long forAssociation(NodeName node) {
    associations.put(next, node);
    return next++;
  }

  /// The number of a lookup for a user's query.
  long forUser(long query) {
    users.put(next, query);
    return next++;
  }

  /// Takes out the node whose association asked for that lookup.
  @Nullable NodeName association(long number) {
    return associations.remove(number);
  }

  /// Takes out the user's query.
  @Nullable Long user(long number) {
    return users.remove(number);
  }
}
