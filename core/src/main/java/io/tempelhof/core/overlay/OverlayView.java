package io.tempelhof.core.overlay;

import io.tempelhof.core.term.NodeName;
import java.util.List;

/// A copy of an overlay's state for tools.
///
/// @param connections open connections to nodes of the cluster, peers included
/// @param contactsPerBucket element {@code i}: contacts in bucket {@code i}, up to the deepest that
///   ever had one
/// @param neighbourhood the closest nodes known, closest first
/// @param redirects peer requests of ours that were redirected
/// @param prunes peers given up because both ends had more than enough
/// @param dropped messages received that no connection, state or limit allowed
public record OverlayView(
    int connections,
    List<Peer> peers,
    List<Integer> contactsPerBucket,
    List<NodeName> neighbourhood,
    long redirects,
    long prunes,
    long dropped) {

  /// A peer. {@code bucket} is its place in our table; {@code why}: what it is to us now; {@code
  /// since}: nanoseconds of the node's clock.
  public record Peer(NodeName name, int bucket, PeerReason why, long since) {}
}
