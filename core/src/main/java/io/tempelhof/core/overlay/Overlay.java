package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Arrived;
import io.tempelhof.core.overlay.OverlayMessage.Closest;
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
import io.tempelhof.core.overlay.OverlayMessage.Routed;
import io.tempelhof.core.overlay.OverlayMessage.Vital;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Term;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A node's part of the overlay: its machines composed. Each knows its own matter only and says
/// what it wants; here they are told what has happened. Whoever calls performs the {@link Wish}es
/// in order, after the call, and asks {@link #nextDial} as long as there is room for dials.
public final class Overlay {
  /// The answer to {@link FindClosest}.
  static final int CLOSEST_CONTACTS = 20;

  /// A node that refuses our dials though it lives is not dialled again for so long.
  static final long REFUSED_NANOS = 3_000_000_000L;

  private final OverlaySettings settings;
  private final RandomGenerator random;
  private final NodeId id;
  private final Contacts contacts;
  private final Connections connections = new Connections();
  private final Introductions introductions;
  private final Peering peering;
  private final Pruning pruning;
  private final Exchanges exchanges;
  private final Arrivals arrivals;
  private final Repair repair;
  private final Lookups lookups;
  private final Courier courier;
  private final Passage passage;
  private final Searches searches;
  private final Membership membership;
  private final Releases releases;
  private final Vigil vigil;
  private final Acquaintance acquaintance;

  private Set<NodeName> fellowSeeds = Set.of();
  private boolean left;
  private long dropped;

  /// A node that knows nobody yet.
  ///
  /// @param self what it says of itself
  /// @param random the only source of chance
  public Overlay(OverlaySettings settings, NodeRecord self, RandomGenerator random) {
    this.settings = settings;
    this.random = random;
    id = self.id();
    contacts = new Contacts(id, settings.neighbours());
    EventLog log = new EventLog();
    introductions = new Introductions(settings.client(), self, contacts, connections, log);
    PeerChoice choice = new PeerChoice(self, contacts, connections, random);
    peering = new Peering(settings, id, contacts, connections, choice, random);
    pruning = new Pruning(settings, contacts, connections, choice, random);
    exchanges = new Exchanges(contacts, connections, random);
    arrivals = new Arrivals(contacts, connections, random);
    Relay relay = new Relay(self, contacts, connections);
    lookups = new Lookups(self.name(), relay);
    courier = new Courier(settings.cluster(), self, connections, relay);
    searches = new Searches(self.name(), connections);
    Upkeep upkeep = new Upkeep(exchanges, arrivals, peering, pruning, lookups, connections, random);
    membership = new Membership(settings.client(), new Joining(connections), peering, upkeep);
    releases = new Releases(connections, membership, peering, searches);
    repair = new Repair(connections, membership, peering, searches, upkeep);
    vigil =
        new Vigil(settings, introductions, contacts, connections, log, arrivals, lookups, random);
    acquaintance =
        new Acquaintance(introductions, contacts, connections, searches, peering, repair, vigil);
    Queries queries = new Queries(self.name(), relay, lookups);
    passage = new Passage(introductions, queries, courier, acquaintance, vigil);
  }

  /// What this node says of itself.
  public NodeRecord self() {
    return introductions.self();
  }

  /// The node is a seed: a member from now on, of a cluster that may consist of it alone.
  ///
  /// @param fellows the other seeds: ways to nodes we may not know, whose connections stay
  public void found(Set<NodeName> fellows, long now, Consumer<Wish> out) {
    fellowSeeds = fellows;
    peering.knownToAll();
    membership.begin(now);
    advance(null, now, out);
  }

  /// A connection to another node of the cluster is open.
  public void connected(NodeName name, Opening opening, long now, Consumer<Wish> out) {
    NodeId its = NodeId.of(settings.cluster(), name);
    int bucket = id.commonPrefix(its);
    if (bucket == NodeId.BITS) {
      dropped++;
      return;
    }
    boolean fellow = fellowSeeds.contains(name);
    Connection connection = new Connection(name, its, bucket, opening, fellow, now);
    connection.toldSequence = self().watchers().sequence();
    connections.add(connection);
    out.accept(new Wish.Tell(name, introductions.hello(its, now)));
  }

  /// The node joins, or joins again, by way of a seed to which a connection is open already.
  public void enterBy(NodeName name, long now, Consumer<Wish> out) {
    Connection connection = connections.get(name);
    if (connection == null) {
      return;
    }
    connection.enter(fellowSeeds.contains(name));
    NodeRecord itself = connection.record();
    if (itself != null && connection.member()) {
      acquaintance.introduced(connection, itself, now, out);
      advance(null, now, out);
    }
  }

  /// The node is no member yet, perhaps because those it asked were too slow: if nothing is under
  /// way any more it asks members it is connected to.
  public void enterAnew(long now, Consumer<Wish> out) {
    if (!membership.member() && !membership.entering() && !searches.running(Joining.SEARCH)) {
      List<NodeRecord> entries = searches.anyConnected(random);
      if (!entries.isEmpty()) {
        searches.begin(Joining.SEARCH, id, entries, now);
      }
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
    if (broke) {
      peering.broke(connection.id, now);
    }
    vigil.disconnected(connection, broke, now, out);
    repair.lost(connection, connection.relation.stands(), neighbour, now);
    advance(null, now, out);
  }

  /// Over a connection that watches, nothing has been heard for longer than a node may be silent,
  /// or something has been heard again.
  public void quiet(NodeName name, boolean quiet, long now, Consumer<Wish> out) {
    Connection connection = connections.get(name);
    if (connection != null) {
      vigil.quiet(connection, quiet, now, out);
      advance(null, now, out);
    }
  }

  /// A dial has failed.
  public void dialFailed(NodeName name, DialOutcome outcome, long now, Consumer<Wish> out) {
    NodeId its = NodeId.of(settings.cluster(), name);
    boolean expected = vigil.dialFailed(name, outcome, now, out);
    Known known = contacts.find(its);
    if (outcome == DialOutcome.NOBODY || outcome == DialOutcome.SILENT) {
      if (!expected) {
        contacts.forget(its, now);
      }
    } else if (known != null) {
      known.shunnedUntil = now + REFUSED_NANOS;
    }
    peering.lost(name);
    searches.failed(name);
    advance(null, now, out);
  }

  /// The next node to dial to find out whether it lives; asked before {@link #nextDial}.
  public @Nullable NodeRecord nextSuspect() {
    return left ? null : vigil.nextDial();
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
    if (next == null) {
      settle(now, out);
    }
    return next;
  }

  /// Finds a node; ends with {@link Wish.Resolved}.
  ///
  /// @param number not negative, not in use
  /// @param fresh not from what we ourselves know
  public void lookup(long number, NodeName target, boolean fresh, long now, Consumer<Wish> out) {
    NodeId its = NodeId.of(settings.cluster(), target);
    Connection connection = connections.get(target);
    NodeRecord known = connection == null ? null : connection.record();
    if (its.equals(id) || (known != null && !fresh)) {
      NodeRecord record = known == null ? self() : known;
      out.accept(new Wish.Resolved(number, new LookupResult.Found(record, 0, List.of())));
    } else if (membership.fillsBuckets() && connections.peers() > 0) {
      lookups.find(number, its, self(), now, out);
    } else {
      searches.begin(number, its, searches.anyConnected(random), now);
      advance(null, now, out);
    }
  }

  /// Sends the body to that node's association with ours, by way of others; it may get lost.
  ///
  /// @param urgent it does not wait for others that take the same step
  public void relay(NodeName to, Term body, boolean urgent, long now, Consumer<Wish> out) {
    courier.send(to, body, urgent, now, out);
  }

  /// Where to dial a node; {@code null} if we do not know.
  public @Nullable NodeRecord record(NodeName name) {
    Known known = contacts.find(NodeId.of(settings.cluster(), name));
    return known == null ? null : known.record;
  }

  /// The members whose records are held.
  public List<NodeRecord> contacts() {
    return contacts.all();
  }

  /// Whether it would be no surprise if that node were dead.
  public boolean doubts(NodeName name) {
    Known known = contacts.find(NodeId.of(settings.cluster(), name));
    return known == null || known.suspect;
  }

  /// Whether there is anyone to ask.
  public boolean isolated() {
    return connections.open().stream().noneMatch(Connection::member);
  }

  /// Whether the node has come into a cluster, or is one by itself.
  public boolean member() {
    return membership.member();
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

  /// Whether that node is one of our closest, as far as we know.
  public boolean isNeighbour(NodeName node) {
    return contacts.isNear(NodeId.of(settings.cluster(), node));
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
    return OverlayView.of(
        contacts,
        connections,
        settings.client(),
        peering.redirects(),
        pruning.prunes(),
        dropped + passage.lost() + vigil.outOfDate(),
        vigil.vitals());
  }

  /// Asks for all members of the cluster; answered by {@link Wish.Listed}.
  public void members(long number, long now, Consumer<Wish> out) {
    vigil.members().ask(number, settings.client(), now, out);
  }

  /// Others say that a live node bears our name: until then we announce nothing.
  public void doubtName(long until) {
    vigil.doubt(until);
  }

  /// What heartbeats are to carry; 0 for nothing.
  public long digest() {
    return vigil.digest();
  }

  /// A timer of this JVM that was due at {@code deadline} has come, or could have by now.
  public void observeTimer(long deadline, long now) {
    vigil.lateness().observe(deadline, now);
  }

  /// Whether timers of this JVM have come late: then the silence of others says nothing.
  public boolean late(long now) {
    return vigil.lateness().late(now);
  }

  /// Tells everyone goodbye; nothing is wanted any more.
  public void leave(Consumer<Wish> out) {
    left = true;
    vigil.end();
    membership.end();
    connections.open().forEach(other -> out.accept(new Wish.Tell(other.name, new Goodbye())));
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
      case Hello hello when hello.self().name().equals(from) -> {
        acquaintance.heard(connection, hello, now, out);
        introduced = hello.self();
      }
      case Hello foreign -> dropped++;
      case PeerRequest request -> peering.requested(connection, request, now, out);
      case PeerAccepted accepted -> peering.accepted(connection, now, out);
      case PeerRedirected redirected -> {
        acquaintance.learn(redirected.others(), now, out);
        peering.redirected(connection, redirected.others(), now, out);
      }
      case PruneRequest request -> pruning.requested(connection, now, out);
      case PruneAgreed agreed -> pruning.agreed(connection, now, out);
      case PruneRefused refused -> pruning.refused(connection, now, out);
      case FindClosest question ->
          out.accept(new Wish.Tell(from, closest(question.target(), connection.id, now)));
      case Closest answer -> {
        if (answered(connection)) {
          acquaintance.learn(answer.contacts(), now, out);
          searches.answered(from, answer);
          introduced = connection.record();
        }
      }
      case Exchange question ->
          out.accept(new Wish.Tell(from, exchanges.answer(connection.id, question, now)));
      case Exchanged answer -> {
        if (answered(connection)) {
          acquaintance.learn(answer.contacts(), now, out);
          membership.copied(from, now);
        }
      }
      case Arrived arrived -> {
        acquaintance.learn(arrived.node(), now, out);
        vigil.arrived(arrived.node(), now - Arrivals.age(arrived), now, out);
        arrivals.heard(arrived, out);
      }
      case Routed routed -> passage.heard(routed, now, out);
      case Goodbye goodbye -> acquaintance.departed(connection, now, out);
      case Vital vital -> dropped += vigil.received(connection, vital, now, out) ? 0 : 1;
    }
    advance(introduced, now, out);
    releases.check(connection, now, out);
  }

  private Closest closest(NodeId target, NodeId asker, long now) {
    return new Closest(target, contacts.closest(target, CLOSEST_CONTACTS, asker, now));
  }

  private boolean answered(Connection connection) {
    if (connection.questions == 0) {
      dropped++;
      return false;
    }
    connection.questions--;
    return true;
  }

  /// The deadline has come.
  public void timer(long now, Consumer<Wish> out) {
    lookups.timer(self(), now, out);
    searches.timer(now);
    membership.timer(self(), now, out);
    peering.timer(now);
    vigil.timer(now, out);
    releases.timer(now, out);
    courier.timer(now, out);
    advance(null, now, out);
  }

  /// When {@link #timer} is due; {@code Long.MAX_VALUE} for never.
  public long nextDeadline() {
    long next = Math.min(membership.nextDeadline(), lookups.nextDeadline());
    next = Math.min(next, Math.min(searches.nextDeadline(), releases.nextDeadline()));
    next = Math.min(next, Math.min(peering.nextDeadline(), courier.nextDeadline()));
    return Math.min(next, vigil.nextDeadline());
  }

  /// Lets what has come to its end take the next step.
  private void advance(@Nullable NodeRecord introduced, long now, Consumer<Wish> out) {
    if (!searches.isEmpty()) {
      Searches.Ended ended = searches.nextEnded(introduced, now);
      while (ended != null) {
        if (ended.number() == Joining.SEARCH) {
          membership.searched(ended.lookup().closest(), now, out);
        } else {
          out.accept(new Wish.Resolved(ended.number(), ended.result()));
        }
        ended = searches.nextEnded(introduced, now);
      }
    }
    settle(now, out);
  }

  private void settle(long now, Consumer<Wish> out) {
    if (membership.settles(now)) {
      out.accept(new Wish.Joined(connections.peers()));
      releases.check(now, out);
    }
    vigil.check(membership.member() && !left, now);
  }
}
