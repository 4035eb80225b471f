package io.tempelhof.core.association;

import io.tempelhof.core.term.NodeName;

/// What an association looks like at one moment.
///
/// @param connection the number of the connection in use, 0 without one
/// @param epoch the history both ends agreed on, 0 for none
/// @param breaks how often a connection broke or none could be made, as far as is remembered
/// @param outboxSignals signals that wait for a connection
/// @param outboxBytes their {@link SignalSize}
/// @param relations links and monitors between the two nodes, and spawn requests without answer
/// @param collectable the connection is up, and {@link AssociationInput.Collect} would close it
/// @param idleNanos how long the connection may now be silent before it is closed
/// @param roundTripNanos between a ping and its answer, the last time; 0 if none was answered yet
public record AssociationSnapshot(
    NodeName other,
    AssociationState state,
    long connection,
    long epoch,
    int breaks,
    Role role,
    boolean pinned,
    int relations,
    boolean collectable,
    int outboxSignals,
    long outboxBytes,
    long idleNanos,
    long roundTripNanos) {

  /// Whether it sleeps: links or monitors, and no connection nor the wish for one.
  public boolean isAsleep() {
    return state == AssociationState.DORMANT && relations > 0;
  }
}
