package io.tempelhof.core.node;

import io.tempelhof.core.overlay.NodeRecord;
import io.tempelhof.core.overlay.PeerReason;
import io.tempelhof.core.term.NodeName;
import java.util.List;
import java.util.SortedMap;

/// A node as tools see it: a copy, taken between two steps.
///
/// @param connections open connections to Tempelhof nodes, peers included
/// @param contactsPerBucket element {@code i}: contacts in bucket {@code i}, up to the deepest
///   non-empty one
/// @param neighbourhood the closest nodes known, closest first
/// @param dials under way or waiting, in order
public record NodeSnapshot(
    NodeRecord self,
    boolean client,
    Phase phase,
    int connections,
    List<Peer> peers,
    List<Integer> contactsPerBucket,
    List<NodeName> neighbourhood,
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

  /// A peer. {@code bucket} is its place in our table; {@code since}: nanoseconds of the node's
  /// clock.
  public record Peer(NodeName name, int bucket, PeerReason why, long since) {}

  /// A dial. {@code upkeep}: for the overlay's own sake; otherwise an association waits for it.
  public record Dialling(NodeName name, boolean upkeep, boolean started) {}

  /// What happened since the start.
  ///
  /// @param lookups lookups started here, by users, associations and upkeep
  /// @param lookupsFound of these, answered by the node looked for
  /// @param redirects peer requests of ours that were redirected
  /// @param prunes peers given up because both ends had more than enough
  /// @param dialsFailed dials that came to nothing
  /// @param dropped messages received that no connection, state or limit allowed
  /// @param sent overlay messages sent, by kind (its tag on the wire)
  /// @param received the same for messages received
  public record Counters(
      long lookups,
      long lookupsFound,
      long dials,
      long dialsFailed,
      long redirects,
      long prunes,
      long dropped,
      SortedMap<String, Long> sent,
      SortedMap<String, Long> received) {}
}
