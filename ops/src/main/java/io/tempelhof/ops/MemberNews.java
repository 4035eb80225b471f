package io.tempelhof.ops;

import io.tempelhof.core.term.NodeName;

/// What a node learns of another member of its cluster.
///
/// @param node the other one
public record MemberNews(NodeName node, What what) {
  /// What has become of it.
  public enum What {
    /// It has joined, or returned.
    UP,
    /// It is dead, or counts as dead.
    DIED,
    /// It said goodbye.
    LEFT,
    /// A later incarnation of it lives; how the earlier one ended has not been heard.
    RESTARTED,
    /// The node that tells cannot reach it.
    SUSPECTED,
    /// It was suspected and has shown that it lives.
    REFUTED
  }
}
