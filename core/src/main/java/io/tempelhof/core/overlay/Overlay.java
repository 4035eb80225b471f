package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Arrived;
import io.tempelhof.core.overlay.OverlayMessage.Closest;
import io.tempelhof.core.overlay.OverlayMessage.Contact;
import io.tempelhof.core.overlay.OverlayMessage.Exchange;
import io.tempelhof.core.overlay.OverlayMessage.Exchanged;
import io.tempelhof.core.overlay.OverlayMessage.FindClosest;
import io.tempelhof.core.overlay.OverlayMessage.Goodbye;
import io.tempelhof.core.overlay.OverlayMessage.Hello;
import io.tempelhof.core.overlay.OverlayMessage.PeerAccepted;
import io.tempelhof.core.overlay.OverlayMessage.PeerRedirected;
import io.tempelhof.core.overlay.OverlayMessage.PeerRequest;
import io.tempelhof.core.overlay.OverlayMessage.PruneAgreed;
import io.tempelhof.core.overlay.OverlayMessage.PruneRefused;
import io.tempelhof.core.overlay.OverlayMessage.PruneRequest;
import io.tempelhof.core.overlay.OverlayMessage.Query;
import io.tempelhof.core.overlay.OverlayMessage.QueryFailed;
import io.tempelhof.core.overlay.OverlayMessage.QueryFound;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A node's part of the overlay: its machines composed. Each knows its own matter only and says
/// what it wants; here they are told what has happened. Whoever calls performs the {@link Wish}es
/// in order, after the call, and asks {@link #nextDial} as long as there is room for dials.
public final class Overlay {
  /// In every hello: that many contacts closest to the other.
  static final int HELLO_CONTACTS = 8;

  /// The answer to {@link FindClosest}.
  static final int CLOSEST_CONTACTS = 20;

  /// A node that refuses our dials though it lives is not dialled again for so long.
  static final long REFUSED_NANOS = 3_000_000_000L;

  /// So long after the join it counts as complete even if some attempts are still under way.
  static final long SETTLE_NANOS = 10_000_000_000L;

  private final OverlaySettings settings;
  private final RandomGenerator random;
  private final Contacts contacts;
  private final Connections connections = new Connections();
  private final Peering peering;
  private final Pruning pruning;
  private final Exchanges exchanges;
  private final Arrivals arrivals;
  private final Upkeep upkeep;
  private final Repair repair;
  private final Relay relay;
  private final Lookups lookups;
  private final Searches searches;
  private final Joining joining;

  private NodeRecord self;
  private Set<NodeName> fellowSeeds = Set.of();
  private boolean member;
  private boolean joined;
  private boolean left;
  private long memberSince;
  private long dropped;

  public Overlay(OverlaySettings settings, NodeRecord self, RandomGenerator random) {
    this.settings = settings;
    this.self = self;
    this.random = random;
    contacts = new Contacts(self.id(), settings.neighbours());
    PeerChoice choice = new PeerChoice(self, contacts, connections, random);
    peering = new Peering(settings, self.id(), contacts, connections, choice, random);
    pruning = new Pruning(settings, contacts, connections, choice, random);
    exchanges = new Exchanges(contacts, connections, random);
    arrivals = new Arrivals(contacts, connections, random);
    repair = new Repair(self.id(), contacts, connections, random);
    relay = new Relay(self, contacts, connections);
    lookups = new Lookups(self.name(), relay);
    searches = new Searches(self.name(), connections);
    joining = new Joining(connections);
    upkeep = new Upkeep(exchanges, arrivals, peering, pruning, lookups, connections, random);
  }

  /// What this node says of itself.
  public NodeRecord self() {
    return self;
  }

  /// These nodes are seeds, as we are: connections to them are to stay, and each is a way to nodes
  /// we may not know.
  public void fellowSeeds(Set<NodeName> names) {
    fellowSeeds = names;
  }

  /// The node is a member from now on, of a cluster that may consist of it alone.
  public void found(long now, Consumer<Wish> out) {
    becomeMember(now);
    settleIfQuiet(now, out);
  }

  /// A connection to another node of the cluster is open.
  public void connected(NodeName name, Opening opening, long now, Consumer<Wish> out) {
    NodeId id = NodeId.of(settings.cluster(), name);
    int bucket = self.id().commonPrefix(id);
    if (bucket == NodeId.BITS) {
      dropped++;
      return;
    }
    boolean fellow = fellowSeeds.contains(name);
    connections.add(new Connection(name, id, bucket, opening, fellow, now));
    out.accept(new Wish.Tell(name, hello(id, now)));
  }

  private Hello hello(NodeId to, long now) {
    List<Contact> closest = contacts.closest(to, HELLO_CONTACTS, to, now);
    return new Hello(self, settings.client(), closest);
  }

  /// Someone else has a use for a connection that was opened by us.
  public void needed(NodeName name) {
    Connection connection = connections.get(name);
    if (connection != null) {
      connection.needed();
    }
  }

  /// The connection is gone.
  public void disconnected(NodeName name, boolean graceful, long now, Consumer<Wish> out) {
    Connection connection = connections.get(name);
    if (connection == null) {
      return;
    }
    boolean neighbour = contacts.isNear(connection.id);
    connections.remove(connection);
    boolean broke = !graceful && !left;
    contacts.disconnected(connection.id, graceful ? now : connection.lastReceivedAt, broke);
    NodeRecord record = connection.record();
    if (broke && record != null && !connection.client()) {
      repair.suspect(record);
    }
    lost(connection, neighbour, now, out);
  }

  private void lost(Connection connection, boolean neighbour, long now, Consumer<Wish> out) {
    peering.lost(connection.name);
    searches.lost(connection.name);
    if (joining.copied(connection.name)) {
      becomeMember(now);
    }
    if (connection.relation.stands() && member && !settings.client()) {
      if (neighbour) {
        exchanges.neighbourLost(out);
      }
      NodeId empty = repair.lookupAfterLossIn(connection.bucket);
      if (empty != null) {
        lookups.explore(empty, self, now, out);
      }
    }
    advance(null, now, out);
  }

  /// A dial has failed.
  ///
  /// @param gone nothing is there; otherwise it lives but will not have us
  public void dialFailed(NodeName name, boolean gone, long now, Consumer<Wish> out) {
    NodeId id = NodeId.of(settings.cluster(), name);
    Known known = contacts.find(id);
    if (gone) {
      contacts.forget(id, now);
    } else if (known != null) {
      known.shunnedUntil = now + REFUSED_NANOS;
    }
    peering.lost(name);
    searches.failed(name);
    advance(null, now, out);
  }

  /// The next node to dial for the overlay's sake. To be asked only if there is room; {@code null}:
  /// none, until something else has happened.
  public @Nullable NodeRecord nextDial(long now, Consumer<Wish> out) {
    if (left) {
      return null;
    }
    NodeRecord next = searches.nextDial(now, out);
    if (next == null) {
      next = peering.nextDial(now, out);
    }
    return next != null ? next : repair.nextDial();
  }

  /// Finds a node; ends with {@link Wish.Resolved}.
  ///
  /// @param number not negative, not in use
  /// @param fresh not from what we ourselves know
  public void lookup(long number, NodeName target, boolean fresh, long now, Consumer<Wish> out) {
    NodeId id = NodeId.of(settings.cluster(), target);
    Connection connection = connections.get(target);
    NodeRecord known = connection == null ? null : connection.record();
    if (id.equals(self.id()) || (known != null && !fresh)) {
      NodeRecord record = known == null ? self : known;
      out.accept(new Wish.Resolved(number, new LookupResult.Found(record, 0, List.of())));
    } else if (member && !settings.client() && connections.peers() > 0) {
      lookups.find(number, id, self, now, out);
    } else {
      List<NodeRecord> entries = new ArrayList<>();
      for (Connection each :
          connections.pick(IterativeLookup.PARALLEL, Connection::member, random)) {
        NodeRecord record = each.record();
        if (record != null) {
          entries.add(record);
        }
      }
      searches.begin(number, id, entries, now);
      advance(null, now, out);
    }
  }

  /// Where to dial a node; {@code null} if we do not know.
  public @Nullable NodeRecord record(NodeName name) {
    Known known = contacts.find(NodeId.of(settings.cluster(), name));
    return known == null ? null : known.record;
  }

  /// Whether there is anyone to ask.
  public boolean isolated() {
    for (Connection connection : connections.open()) {
      if (connection.member()) {
        return false;
      }
    }
    return true;
  }

  /// Whether the node has come into a cluster, or is one by itself.
  public boolean member() {
    return member;
  }

  /// Whether a connection to that node of the cluster is open.
  public boolean connectedTo(NodeName node) {
    return connections.get(node) != null;
  }

  /// Whether the connection to that node is a standing one.
  public boolean isPeer(NodeName node) {
    Connection connection = connections.get(node);
    return connection != null && connection.relation.stands();
  }

  /// How many peers we have, attached client nodes not counted.
  public int peers() {
    return connections.peers();
  }

  /// How many connections are open that are not standing ones.
  public int directConnections() {
    return connections.open().size() - connections.peers() - connections.clients();
  }

  /// A copy of the state for tools.
  public OverlayView view() {
    List<OverlayView.Peer> peers = new ArrayList<>();
    for (Connection peer : connections.open()) {
      if (peer.relation.stands()) {
        peers.add(new OverlayView.Peer(peer.name, peer.bucket, why(peer), peer.since));
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
        peering.redirects(),
        pruning.prunes(),
        dropped);
  }

  private PeerReason why(Connection peer) {
    if (peer.client() || settings.client()) {
      return PeerReason.CLIENT;
    }
    if (peer.fellowSeed) {
      return PeerReason.SEED;
    }
    return contacts.isNear(peer.id) ? PeerReason.NEAR : PeerReason.BUCKET;
  }

  /// Tells everyone goodbye; nothing is wanted any more.
  public void leave(Consumer<Wish> out) {
    left = true;
    peering.end();
    upkeep.end();
    for (Connection connection : connections.open()) {
      out.accept(new Wish.Tell(connection.name, new Goodbye()));
    }
  }

  /// A message has come over an open connection.
  public void received(NodeName from, OverlayMessage message, long now, Consumer<Wish> out) {
    Connection connection = connections.get(from);
    if (connection == null
        || left
        || (connection.record() == null && !(message instanceof Hello))) {
      dropped++;
      return;
    }
    connection.lastReceivedAt = now;
    NodeRecord introduced = null;
    switch (message) {
      case Hello hello -> introduced = heardHello(connection, hello, now, out);
      case PeerRequest request -> peering.requested(connection, request, now, out);
      case PeerAccepted accepted -> peering.accepted(connection, now, out);
      case PeerRedirected redirected -> {
        learn(redirected.others(), now, out);
        peering.redirected(connection, redirected.others(), now, out);
      }
      case PruneRequest request -> pruning.requested(connection, now, out);
      case PruneAgreed agreed -> pruning.agreed(connection, now, out);
      case PruneRefused refused -> pruning.refused(connection, now, out);
      case FindClosest question -> {
        NodeId target = question.target();
        List<Contact> closest = contacts.closest(target, CLOSEST_CONTACTS, connection.id, now);
        out.accept(new Wish.Tell(from, new Closest(target, closest)));
      }
      case Closest answer -> {
        if (answered(connection)) {
          learn(answer.contacts(), now, out);
          searches.answered(from, answer);
          introduced = connection.record();
        }
      }
      case Exchange question ->
          out.accept(new Wish.Tell(from, exchanges.answer(connection.id, question, now)));
      case Exchanged answer -> {
        if (answered(connection)) {
          learn(answer.contacts(), now, out);
          if (joining.copied(from)) {
            becomeMember(now);
          }
        }
      }
      case Arrived arrived -> {
        learn(arrived.node(), now, out);
        arrivals.heard(arrived, out);
      }
      case Query query -> route(query, now, out);
      case QueryFound found -> passBack(found, found.visited(), now, out);
      case QueryFailed failed -> passBack(failed, failed.visited(), now, out);
      case Goodbye goodbye -> departed(connection, now, out);
    }
    advance(introduced, now, out);
    releaseIfServed(connection, now, out);
  }

  private @Nullable NodeRecord heardHello(
      Connection connection, Hello hello, long now, Consumer<Wish> out) {
    if (!hello.self().name().equals(connection.name)) {
      dropped++;
      return null;
    }
    boolean first = connection.record() == null;
    if (first) {
      connection.introduced(hello.self(), hello.client());
    } else {
      connection.introduced(hello.self(), connection.client());
    }
    learn(hello.closest(), now, out);
    if (connection.client()) {
      return hello.self();
    }
    contacts.connected(hello.self(), now);
    if (first) {
      if (connection.entry) {
        searches.begin(Joining.SEARCH, self.id(), List.of(hello.self()), now);
      }
      searches.introduced(connection, out);
      peering.introduced(connection, hello.self(), now, out);
    }
    return hello.self();
  }

  private boolean answered(Connection connection) {
    if (connection.questions == 0) {
      dropped++;
      return false;
    }
    connection.questions--;
    return true;
  }

  private void learn(List<Contact> told, long now, Consumer<Wish> out) {
    for (int i = 0; i < told.size(); i++) {
      Contact contact = told.get(i);
      if (contact.record().id().equals(self.id())) {
        heardOfOurselves(contact.record(), now, out);
      } else if (contacts.learn(contact, now)) {
        peering.reconsider();
      }
    }
  }

  private void learn(NodeRecord node, long now, Consumer<Wish> out) {
    learn(List.of(new Contact(node, 0)), now, out);
  }

  /// Of an earlier incarnation, that is; ours must count as later.
  private void heardOfOurselves(NodeRecord record, long now, Consumer<Wish> out) {
    if (record.creation() != self.creation()
        && record.startStamp() >= self.startStamp()
        && record.startStamp() < NodeRecord.MILLIS_MAX) {
      self = self.startedAt(record.startStamp() + 1);
      for (Connection connection : connections.open()) {
        out.accept(new Wish.Tell(connection.name, hello(connection.id, now)));
      }
    }
  }

  private void route(Query query, long now, Consumer<Wish> out) {
    if (!query.visited().contains(self.name())) {
      dropped++;
      return;
    }
    NodeRecord origin = query.origin();
    if (origin != null) {
      learn(origin, now, out);
    }
    switch (relay.route(query, self, Set.of(), now)) {
      case Relay.Forward forward -> out.accept(new Wish.Tell(forward.to(), forward.query()));
      case Relay.Answer answer -> sendBack(answer.answer(), query.visited(), out);
    }
  }

  private void sendBack(OverlayMessage answer, List<NodeName> visited, Consumer<Wish> out) {
    NodeName to = relay.back(visited);
    if (to == null) {
      dropped++;
    } else {
      out.accept(new Wish.Tell(to, answer));
    }
  }

  private void passBack(
      OverlayMessage answer, List<NodeName> visited, long now, Consumer<Wish> out) {
    if (visited.isEmpty() || !visited.getFirst().equals(self.name())) {
      sendBack(answer, visited, out);
      return;
    }
    if (answer instanceof QueryFound found) {
      learn(found.record(), now, out);
      lookups.found(found, out);
    } else if (answer instanceof QueryFailed failed) {
      learn(failed.closest(), now, out);
      lookups.failed(failed, self, now, out);
    }
  }

  private void departed(Connection connection, long now, Consumer<Wish> out) {
    boolean neighbour = contacts.isNear(connection.id);
    contacts.forget(connection.id, now);
    connections.remove(connection);
    lost(connection, neighbour, now, out);
  }

  private void becomeMember(long now) {
    if (!member) {
      member = true;
      memberSince = now;
      peering.begin();
    }
    if (!settings.client()) {
      upkeep.begin(now);
    }
    peering.reconsider();
  }

  /// The deadline has come.
  public void timer(long now, Consumer<Wish> out) {
    upkeep.timer(self, now, out);
    lookups.timer(self, now, out);
    searches.timer(now);
    if (joining.timer(now)) {
      becomeMember(now);
    }
    advance(null, now, out);
  }

  /// When {@link #timer} is due; {@code Long.MAX_VALUE} for never.
  public long nextDeadline() {
    long next = Math.min(upkeep.nextDeadline(), lookups.nextDeadline());
    next = Math.min(next, Math.min(searches.nextDeadline(), joining.nextDeadline()));
    return member && !joined ? Math.min(next, memberSince + SETTLE_NANOS) : next;
  }

  /// Lets what has come to its end take the next step.
  private void advance(@Nullable NodeRecord introduced, long now, Consumer<Wish> out) {
    if (!searches.isEmpty()) {
      Searches.Ended ended = searches.nextEnded(introduced, now);
      while (ended != null) {
        if (ended.number() == Joining.SEARCH) {
          List<NodeRecord> closest = ended.lookup().closest();
          if (!closest.isEmpty() && !joining.copy(closest, now, out)) {
            becomeMember(now);
          }
        } else {
          out.accept(new Wish.Resolved(ended.number(), ended.result()));
        }
        ended = searches.nextEnded(introduced, now);
      }
    }
    settleIfQuiet(now, out);
  }

  private void settleIfQuiet(long now, Consumer<Wish> out) {
    if (member && !joined && (peering.settled() || now - memberSince >= SETTLE_NANOS)) {
      joined = true;
      out.accept(new Wish.Joined(connections.peers()));
      for (Connection connection : List.copyOf(connections.open())) {
        releaseIfServed(connection, now, out);
      }
    }
  }

  private void releaseIfServed(Connection connection, long now, Consumer<Wish> out) {
    if (connection.opened()
        && joined
        && connection.record() != null
        && connection.questions == 0
        && connection.relation.state() == PeerRelation.State.NONE
        && !peering.attempting(connection.name)
        && !searches.await(connection.name)
        && !connection.releasing(now)) {
      connection.released(now);
      out.accept(new Wish.Release(connection.name));
    }
  }
}
