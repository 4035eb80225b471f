package io.tempelhof.core.handshake;

/// What a node has to another one when that one's attempt to connect comes in.
public enum Standing {
  /// Nothing.
  NONE,
  /// An attempt of our own, not yet established.
  DIALLING,
  /// An earlier attempt of theirs, not yet established.
  ACCEPTING,
  /// A connection.
  UP,
  /// A connection that is being closed in good order; the peer may already be through with it.
  CLOSING
}
