package io.tempelhof.sim.network;

import io.tempelhof.core.handshake.Standing;
import io.tempelhof.core.node.DialFailure;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.sim.engine.Machine;

/// A node as the virtual network sees it.
public interface Host {
  NodeName name();

  int creation();

  /// On which it lives.
  Machine machine();

  /// What it has to a node whose attempt comes in, attempts that are under way left out.
  Standing standing(NodeName peer);

  /// The handshake succeeded; frames follow, for the receiver this answers.
  Receiver opened(End end, NodeName peer, int creation, boolean dialled);

  /// A dial came to nothing. Not called when the other node's own dial won.
  void dialFailed(NodeName peer, DialFailure failure);
}
