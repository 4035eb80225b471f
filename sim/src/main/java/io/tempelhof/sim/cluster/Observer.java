package io.tempelhof.sim.cluster;

import io.tempelhof.core.node.NodeEvent;

/// Who is told what nodes say to the outside.
public interface Observer {
  /// Nobody listens.
  Observer NONE = (node, event) -> {};

  /// A node reports something.
  void happened(SimNode by, NodeEvent event);
}
