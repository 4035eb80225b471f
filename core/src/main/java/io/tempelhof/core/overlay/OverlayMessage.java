package io.tempelhof.core.overlay;

import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Term;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What nodes tell each other to keep the overlay. On the wire each is an ordinary distribution
/// message to {@link io.tempelhof.core.association.AssociationMessage#RESERVED_NAME}, in the form
/// {@link OverlayCodec} gives it (`docs/protocol/overlay.md`).
public sealed interface OverlayMessage {

  /// A node as it is passed on. {@code ageMillis}: how long ago the teller last received a byte
  /// from it. Only contacts the teller has heard directly are passed on.
  record Contact(NodeRecord record, long ageMillis) {}

  /// The first overlay message on every connection, both ways: who I am, and the contacts I know
  /// closest to you. Sent again when the own record changes.
  ///
  /// @param client the sender is a client node: it goes into nobody's buckets
  record Hello(NodeRecord self, boolean client, List<Contact> closest) implements OverlayMessage {}

  /// Let us be peers: answered by {@link PeerAccepted} or {@link PeerRedirected}. Two crossing
  /// requests accept each other and need no answer.
  ///
  /// @param forced after too many redirects: must be accepted
  record PeerRequest(PeerReason reason, boolean forced) implements OverlayMessage {}

  /// Agreed: peers from now on.
  record PeerAccepted() implements OverlayMessage {}

  /// The sender has enough peers in that bucket: ask these, all of the same bucket of yours.
  record PeerRedirected(List<Contact> others) implements OverlayMessage {}

  /// The sender has more peers than it needs in our common bucket: shall we stop? Answered by
  /// {@link PruneAgreed} or {@link PruneRefused}; two crossing requests agree with each other.
  record PruneRequest() implements OverlayMessage {}

  /// No longer peers.
  record PruneAgreed() implements OverlayMessage {}

  /// The sender still needs you as a peer.
  record PruneRefused() implements OverlayMessage {}

  /// Which contacts do you know closest to the target? Answered by {@link Closest}.
  record FindClosest(NodeId target) implements OverlayMessage {}

  /// The answer, closest first; the teller itself is not listed.
  record Closest(NodeId target, List<Contact> contacts) implements OverlayMessage {}

  /// Tell me contacts: your {@code near} closest to me, and up to {@code perBucket} for each of
  /// <em>my</em> buckets that I lack contacts for (the <em>fill</em>). Answered by {@link
  /// Exchanged}.
  record Exchange(int near, int perBucket, BucketSet lacking) implements OverlayMessage {}

  /// The answer to {@link Exchange}.
  record Exchanged(List<Contact> contacts) implements OverlayMessage {}

  /// A node has joined near you. The receiver passes it on within the sub-tree of nodes that share
  /// {@code depth} leading bits with it.
  ///
  /// @param round the node's first, second, ... announcement, from 0
  record Arrived(NodeRecord node, int round, int depth) implements OverlayMessage {}

  /// What travels by way of others.
  sealed interface Routed extends OverlayMessage {}

  /// A recursive lookup on its way. The target answers itself with {@link QueryFound}; where it
  /// does not live, those closest say so with {@link QueryFailed}.
  ///
  /// @param number the origin's number of this lookup
  /// @param exact {@code false}: no such node is expected, only the closest are asked for
  /// @param hops how often it was forwarded, this time included
  /// @param visited every node that handled it, in order, the origin first
  /// @param deadEnds bit {@code i}: {@code visited[i]} knew no way on
  /// @param origin the origin's record where relays shall learn it
  record Query(
      long number,
      NodeId target,
      boolean exact,
      int hops,
      List<NodeName> visited,
      int deadEnds,
      @Nullable NodeRecord origin)
      implements Routed {}

  /// The answer of the target, on its way back to {@code visited[0]}: each node hands it to the
  /// earliest of {@code visited} it is connected to.
  record QueryFound(long number, NodeRecord record, int hops, List<NodeName> visited)
      implements Routed {}

  /// The answer where there is none, on the same way back.
  ///
  /// @param noSuchNode the closest nodes agree that the target does not live; {@code false}: the
  ///   query ran out of forwards or found no way on
  /// @param closest the contacts the last node knows closest to the target
  record QueryFailed(
      long number, boolean noSuchNode, int hops, List<NodeName> visited, List<Contact> closest)
      implements Routed {}

  /// What an association without a connection tells its other end, on the way there.
  ///
  /// @param visited every node that handled it, in order, the sender first
  /// @param detours how often it was carried away from its target
  /// @param urgent it does not wait for others
  record Parcel(NodeName to, List<NodeName> visited, int detours, boolean urgent, Term body) {
    /// The same at one more node.
    Parcel by(NodeName node) {
      List<NodeName> all = new ArrayList<>(visited.size() + 1);
      all.addAll(visited);
      all.add(node);
      return new Parcel(to, all, detours, urgent, body);
    }

    Parcel onDetour() {
      return new Parcel(to, visited, detours + 1, urgent, body);
    }
  }

  /// Parcels that go the same way, at most {@value #PARCELS_MAX}.
  record Parcels(List<Parcel> parcels) implements Routed {}

  /// How many parcels travel together at most.
  int PARCELS_MAX = 256;

  /// What concerns the life and death of nodes.
  sealed interface Vital extends OverlayMessage {}

  /// To peers: the timers of the sender's JVM have begun to come late, or come in time again.
  record Late(boolean now) implements Vital {}

  /// In place of a tick: what the sender has learned of deaths, departures and arrivals in the last
  /// minute, as one number. Who has learned the same has the same number.
  record Heartbeat(long digest) implements Vital {}

  /// A notice as it is passed on.
  ///
  /// @param ageMillis how long ago it happened
  /// @param depth the receiver passes it on within the sub-tree of nodes that share so many leading
  ///   bits with it; 128: to nobody; 129: towards where the deaths of that failure domain are
  ///   gathered
  record News(Notice notice, long ageMillis, int depth) {}

  /// Deaths, departures, arrivals and returns; at most {@value #NEWS_MAX}.
  record Notices(List<News> news) implements Vital {}

  /// How many notices travel together at most.
  int NEWS_MAX = 1_024;

  /// The sender has learned something else in the last minute than the receiver. Its events, cut
  /// into parts by the first bits of their ids, each part as the exclusive or of these. Answered by
  /// {@link EventIds}.
  record Compare(Longs sums) implements Vital {}

  /// The ids of the sender's events in the parts that differ. Answered by {@link Fetch}, if any is
  /// unknown.
  record EventIds(Longs ids) implements Vital {}

  /// How many ids one answer holds at most.
  int IDS_MAX = 65_536;

  /// Tell me these events. Answered by {@link Notices}, which are not passed on.
  record Fetch(Longs ids) implements Vital {}

  /// I cannot reach this node: can you? Answered by {@link Probed}, at once or when it is known.
  record Probe(NodeRecord suspect) implements Vital {}

  /// What came of it. {@code node}: the suspect, as far as the sender knows it by now.
  record Probed(NodeRecord node, Finding finding) implements Vital {}

  /// Can it be reached?
  enum Finding {
    /// It has answered.
    ALIVE,
    /// Nothing listens where it should be.
    REFUSED,
    /// It does not answer.
    SILENT
  }

  /// One watcher to another: these watchers of that node have found that neither they nor others
  /// can reach it.
  record Vote(NodeRecord suspect, List<NodeName> voters) implements Vital {}

  /// The sender leaves the cluster for good.
  record Goodbye() implements OverlayMessage {}
}
