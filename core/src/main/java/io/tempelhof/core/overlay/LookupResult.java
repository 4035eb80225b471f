package io.tempelhof.core.overlay;

import io.tempelhof.core.term.NodeName;
import java.util.List;

/// How a lookup ended.
public sealed interface LookupResult {
  /// How often the query was forwarded until the answering node, the final forward included.
  int hops();

  /// The node's record, told by the node itself. {@code path}: the nodes the query visited, in
  /// order, the answering one last.
  record Found(NodeRecord record, int hops, List<NodeName> path) implements LookupResult {}

  /// No such node: those closest to its id say so.
  record NoSuchNode(int hops, List<NodeName> closest) implements LookupResult {}

  /// No answer within the deadline, or no way on.
  record Unreachable(int hops, String reason) implements LookupResult {}
}
