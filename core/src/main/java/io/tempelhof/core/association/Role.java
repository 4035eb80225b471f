package io.tempelhof.core.association;

/// Why the node keeps a connection open, which decides how it is ticked and whether it may be
/// collected when idle.
public enum Role {
  /// Opened because a program had something to say: collected when idle, ticked only when pinned.
  DIRECT,
  /// A standing connection of the overlay: ticked every 5 s, never collected.
  PEER,
  /// A standing connection over which one end watches the other closely: ticked every second, and
  /// the node is told when nothing has been heard for 4 s.
  WATCH
}
