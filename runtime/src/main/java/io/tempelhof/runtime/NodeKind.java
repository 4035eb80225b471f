package io.tempelhof.runtime;

/// What another node is to this one (OTP {@code erlang:nodes/1}, and {@code node_type} of {@code
/// net_kernel:monitor_nodes/2}).
public enum NodeKind {
  /// A member of our cluster.
  VISIBLE,
  /// A genuine Erlang node, a node of another cluster, or a client node: it is there while there is
  /// a connection with it.
  HIDDEN,
  /// A member whose record is held, connected or not. Who is known changes without anything having
  /// happened to the node, so it cannot be monitored.
  KNOWN
}
