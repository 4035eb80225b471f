package io.tempelhof.core.association;

import io.tempelhof.core.association.AssociationMessage.Kept;
import io.tempelhof.core.signal.Relations;

/// What keeps a connection open although nobody speaks: the node's need of it, the user's wish, an
/// answer that one end awaits. Links and monitors do not, but with a node that cannot be woken:
/// they rest in the association.
final class Pins {
  private final boolean sleeps;

  /// Links, monitors and the like the other end may know of, from signals already written to it or
  /// heard from it.
  final Relations relations = new Relations();

  /// What the connection in use is to the node.
  Role role = Role.DIRECT;

  /// The user's wish; it outlives connections.
  boolean wanted;

  /// @param sleeps whether links and monitors may do without a connection
  Pins(boolean sleeps) {
    this.sleeps = sleeps;
  }

  boolean isEmpty() {
    return role == Role.DIRECT && !wanted && (sleeps ? relations.isSettled() : relations.isEmpty());
  }

  /// What we go on holding when the connection is closed.
  Kept kept() {
    return relations.isEmpty() ? Kept.NOTHING : Kept.RELATIONS;
  }
}
