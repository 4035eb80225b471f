package io.tempelhof.core.association;

/// Where an association stands. Signals said in any state but {@link #UP} wait in the outbox.
public enum AssociationState {
  /// No connection, nothing to say. With links or monitors: asleep.
  DORMANT,
  /// The node has been asked for a connection.
  OPENING,
  /// A connection is open and our hello is said; the other end's is awaited.
  GREETING,
  /// A connection carries signals.
  UP,
  /// We have fallen silent and asked to close; the answer is awaited.
  CLOSING,
  /// We have agreed to close and fallen silent; the other end's confirmation is awaited.
  LEAVING;
}
