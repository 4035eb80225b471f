package io.tempelhof.core.overlay;

import java.util.List;

/// What nodes tell each other to keep the overlay. On the wire each is an ordinary distribution
/// message to {@link io.tempelhof.core.association.AssociationMessage#RESERVED_NAME}.
public sealed interface OverlayMessage {

  /// A node as it is passed on. {@code ageMillis}: how long ago the teller last received a byte
  /// from it.
  record Contact(NodeRecord record, long ageMillis) {}

  /// The first overlay message on every connection, both ways: who I am, and the contacts I know
  /// closest to you.
  record Hello(NodeRecord self, boolean client, List<Contact> closest) implements OverlayMessage {}
}
