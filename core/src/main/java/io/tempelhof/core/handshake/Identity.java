package io.tempelhof.core.handshake;

import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.wire.Flags;

/// What a node says of itself in every handshake.
///
/// @param name with {@link NodeName#isUndefined}, the node has none yet and asks for one
/// @param creation tells this incarnation of the node from earlier ones; never 0
/// @param flags the capabilities it offers
/// @param extension what it says to other Tempelhof nodes
public record Identity(
    NodeName name, int creation, Flags flags, Cookie cookie, Extension extension) {
  public Identity {
    if (creation == 0) {
      throw new IllegalArgumentException("creation 0 is reserved");
    }
    if (!flags.missingMandatory().isEmpty()) {
      throw new IllegalArgumentException("flags without " + flags.missingMandatory());
    }
  }

  /// The same node after it has been given a name.
  public Identity named(NodeName name, int creation) {
    return new Identity(name, creation, flags, cookie, extension);
  }
}
