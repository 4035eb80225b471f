package io.tempelhof.core.overlay;

/// Why a node asks another to be its peer. One who is asked for any reason but {@link #BUCKET} must
/// accept.
public enum PeerReason {
  /// The other is one of the asker's closest.
  NEAR,
  /// The asker's bucket that the other belongs to has too few peers.
  BUCKET,
  /// Both are seeds: a seed stays connected to every other, so that one cluster starts as one.
  SEED,
  /// The asker wants to be watched closely by the other.
  WATCH,
  /// The asker is a client node and attaches itself.
  CLIENT
}
