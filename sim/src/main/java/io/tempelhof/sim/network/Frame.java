package io.tempelhof.sim.network;

import io.tempelhof.core.association.AssociationMessage;
import io.tempelhof.core.overlay.OverlayMessage;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Term;

/// What travels over an established connection. Frames are the very objects a node sends and
/// receives.
public sealed interface Frame {
  /// A user's signal.
  record OfUser(Signal signal) implements Frame {}

  /// A message between two associations.
  record OfAssociation(AssociationMessage message) implements Frame {}

  /// A message between two nodes of the overlay.
  record OfOverlay(OverlayMessage message) implements Frame {}

  /// A message between nodes of which the receiver's version knows nothing.
  record OfFuture(Term term) implements Frame {}

  /// Nothing but a sign of life.
  record Tick() implements Frame {
    public static final Tick TICK = new Tick();
  }
}
