package io.tempelhof.core.association;

import io.tempelhof.core.signal.Relations;

/// What keeps a connection open although nobody speaks.
final class Pins {
  /// Links, monitors and the like the other end may know of, from signals already written to it or
  /// heard from it.
  final Relations relations = new Relations();

  /// What the connection in use is to the node.
  Role role = Role.DIRECT;

  /// The user's wish; it outlives connections.
  boolean wanted;

  boolean isEmpty() {
    return role == Role.DIRECT && !wanted && relations.isEmpty();
  }
}
