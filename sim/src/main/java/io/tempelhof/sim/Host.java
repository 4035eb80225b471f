package io.tempelhof.sim;

import io.tempelhof.core.handshake.Standing;
import io.tempelhof.core.node.DialFailure;
import io.tempelhof.core.term.NodeName;

/// A node as the virtual network sees it.
interface Host {
  NodeName name();

  int creation();

  /// On which it lives.
  Machine machine();

  /// What it has to a node whose attempt comes in, attempts that are under way left out.
  Standing standing(NodeName peer);

  /// The handshake succeeded; frames follow.
  void opened(End end, NodeName peer, int creation, boolean dialled);

  /// A frame came in over an open connection.
  void read(End end, Frame frame);

  /// The other end closed the connection, or it broke. Called once, never for an end closed here.
  void closed(End end, String reason);

  /// A dial came to nothing. Not called when the other node's own dial won.
  void dialFailed(NodeName peer, DialFailure failure);
}
