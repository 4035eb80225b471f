package io.tempelhof.core.overlay;

/// What the overlay needs a connection for.
public enum Tie {
  /// For nothing that lasts.
  NONE,
  /// It leads to a peer.
  PEER,
  /// It leads to a peer, and one end watches the other closely.
  WATCH
}
