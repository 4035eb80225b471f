package io.tempelhof.core.node;

import io.tempelhof.core.overlay.NodeRecord;
import io.tempelhof.core.overlay.OverlayView;
import io.tempelhof.core.term.NodeName;
import java.util.List;
import java.util.SortedMap;

/// A node as tools see it: a copy, taken between two steps.
///
/// @param dials under way or waiting, in order
public record NodeSnapshot(
    NodeRecord self,
    boolean client,
    Phase phase,
    OverlayView overlay,
    List<Dialling> dials,
    Counters counters) {

  /// How far a node has come.
  public enum Phase {
    /// Nothing asked of it yet.
    NEW,
    /// Asking seeds, filling buckets.
    JOINING,
    /// Buckets and neighbourhood have been whole once.
    MEMBER,
    /// Said goodbye.
    LEFT
  }

  /// A dial. {@code upkeep}: for the overlay's own sake; otherwise an association waits for it.
  public record Dialling(NodeName name, boolean upkeep, boolean started) {}

  /// What happened since the start.
  ///
  /// @param lookups lookups started here for users and associations
  /// @param lookupsFound of these, answered by the node looked for
  /// @param dials dials started
  /// @param dialsFailed dials that came to nothing
  /// @param sent overlay messages sent, by kind (its tag on the wire)
  /// @param received the same for messages received
  public record Counters(
      long lookups,
      long lookupsFound,
      long dials,
      long dialsFailed,
      SortedMap<String, Long> sent,
      SortedMap<String, Long> received) {}
}
