package io.tempelhof.core.overlay;

import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.List;

/// A copy of an overlay's state for tools.
///
/// @param connections open connections to nodes of the cluster, peers included
/// @param contactsPerBucket element {@code i}: contacts in bucket {@code i}, up to the deepest that
///   ever had one
/// @param neighbourhood the closest nodes known, closest first
/// @param redirects peer requests of ours that were redirected
/// @param prunes peers given up because both ends had more than enough
/// @param vitals how the node takes part in finding out who is dead
/// @param dropped messages received that no connection, state or limit allowed
public record OverlayView(
    int connections,
    List<Peer> peers,
    List<Integer> contactsPerBucket,
    List<NodeName> neighbourhood,
    long redirects,
    long prunes,
    long dropped,
    Vitals vitals) {

  /// A peer. {@code bucket} is its place in our table; {@code why}: what it is to us now; {@code
  /// since}: nanoseconds of the node's clock; {@code watched}: this node is one of its watchers.
  public record Peer(NodeName name, int bucket, PeerReason why, long since, boolean watched) {}

  static OverlayView of(
      Contacts contacts,
      Connections connections,
      boolean client,
      long redirects,
      long prunes,
      long dropped,
      Vitals vitals) {
    List<Peer> peers = new ArrayList<>();
    for (Connection peer : connections.open()) {
      if (peer.relation.stands()) {
        PeerReason why = why(peer, contacts, client);
        peers.add(new Peer(peer.name, peer.bucket, why, peer.since, peer.watching));
      }
    }
    List<Integer> perBucket = new ArrayList<>();
    for (int bucket = 0; bucket < contacts.depth(); bucket++) {
      perBucket.add(contacts.inBucket(bucket).size());
    }
    List<NodeName> neighbourhood = new ArrayList<>();
    for (Known known : contacts.near()) {
      neighbourhood.add(known.record.name());
    }
    return new OverlayView(
        connections.open().size(),
        peers,
        perBucket,
        neighbourhood,
        redirects,
        prunes,
        dropped,
        vitals);
  }

  private static PeerReason why(Connection peer, Contacts contacts, boolean client) {
    if (client || peer.client()) {
      return PeerReason.CLIENT;
    }
    if (peer.fellowSeed()) {
      return PeerReason.SEED;
    }
    return contacts.isNear(peer.id) ? PeerReason.NEAR : PeerReason.BUCKET;
  }
}
