package io.tempelhof.core.node;

import io.tempelhof.core.association.Role;
import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.overlay.DialOutcome;
import io.tempelhof.core.overlay.LookupResult;
import io.tempelhof.core.overlay.NodeRecord;
import io.tempelhof.core.overlay.Opening;
import io.tempelhof.core.overlay.Overlay;
import io.tempelhof.core.overlay.Tie;
import io.tempelhof.core.overlay.Wish;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A node's overlay: which nodes it knows, which it keeps as peers, how it finds others, which
/// dials are made when. One door: {@code step}. Not thread-safe, one owner.
///
/// The machines behind it never call each other. {@link Overlay} says what it wishes, {@link Reach}
/// and {@link Bootstrap} what is to be done next; here these are carried out, turned into outputs,
/// and dials are started as {@link Dials} has room.
public final class NodeCore {
  /// How long a dial to a seed may take.
  static final long ENTRY_DIAL_NANOS = 7_000_000_000L;

  /// A twin is looked out for so long after the start. Only seeds and neighbours are believed,
  /// whose connections to a node are ticked: others may long hold one to a node that is no more.
  static final long TWIN_WATCH_NANOS = 120_000_000_000L;

  private static final String LEAVING = "this node is leaving";

  private final NodeSettings settings;
  private final Overlay overlay;
  private final Bootstrap bootstrap;
  private final NameTwin twin;
  private final Crowding crowding;
  private final Dials dials;
  private final Reach reach = new Reach();
  private final Tally tally = new Tally();
  private final ArrayDeque<Wish> wishes = new ArrayDeque<>();

  /// Connected nodes that are not of our cluster, or hide it: they lead nowhere, and a dial would
  /// find the connection there is.
  private final Set<NodeName> strangers = new HashSet<>(0);

  private final Askers askers = new Askers();
  private NodeSnapshot.Phase phase = NodeSnapshot.Phase.NEW;

  private long twinWatchUntil = Long.MIN_VALUE;

  /// The join is complete but for the doubt whether our name is taken.
  private boolean joinDoubted;

  /// What heartbeats carry.
  private long digest;

  /// When upkeep dials that had to wait may go on.
  private long upkeepAt = Long.MAX_VALUE;

  private long nextDeadline = Long.MAX_VALUE;

  /// @param random the only source of chance
  public NodeCore(NodeSettings settings, NodeRecord self, RandomGenerator random) {
    this.settings = settings;
    this.overlay = new Overlay(settings.overlay(), self, random);
    this.bootstrap = new Bootstrap(random);
    this.dials = new Dials(settings.upkeepDialNanos());
    this.twin = new NameTwin(settings.nameTakenNanos());
    this.crowding = new Crowding(settings.directSoftCap(), settings.directHardCap());
  }

  /// Takes one input and hands out what is to be done, in order. Not to be called again from within
  /// {@code out}.
  ///
  /// @param now nanoseconds, never decreasing
  public void step(NodeInput in, long now, Consumer<NodeOutput> out) {
    overlay.observeTimer(nextDeadline, now);
    switch (in) {
      case NodeInput.Join join -> join(join, now);
      case NodeInput.Connected connected -> connected(connected, now, out);
      case NodeInput.Disconnected gone -> disconnected(gone.node(), gone.graceful(), now);
      case NodeInput.DialFailed failed -> dialFailed(failed.node(), failed.failure(), now, out);
      case NodeInput.Quiet quiet -> overlay.quiet(quiet.node(), quiet.quiet(), now, wishes::add);
      case NodeInput.Received received -> {
        tally.received(received.message());
        overlay.received(received.from(), received.message(), now, wishes::add);
      }
      case NodeInput.Connect connect -> connect(connect.node(), connect.request(), now, out);
      case NodeInput.Relay(var to, var body, var urgent) ->
          overlay.relay(to, body, urgent, now, wishes::add);
      case NodeInput.Lookup lookup ->
          lookUp(askers.forUser(lookup.query()), lookup.target(), lookup.fresh(), now);
      case NodeInput.Members members -> overlay.members(members.query(), now, wishes::add);
      case NodeInput.Leave leave -> leave(now, out);
      case NodeInput.Pressure pressure -> relieve(pressure, out);
      case NodeInput.Timer timer -> timer(now, out);
    }
    settle(now, out);
  }

  private void join(NodeInput.Join join, long now) {
    phase = NodeSnapshot.Phase.JOINING;
    twinWatchUntil = now + TWIN_WATCH_NANOS;
    twin.begin(now);
    boolean founds = bootstrap.begin(join.seeds(), overlay.self().name(), now);
    if (founds) {
      overlay.found(bootstrap.fellows(), now, wishes::add);
    }
    for (Seed seed : join.seeds()) {
      boolean connected = overlay.connectedTo(seed.name());
      if (connected && (bootstrap.connected(seed.name()) || founds)) {
        overlay.enterBy(seed.name(), now, wishes::add);
      }
    }
  }

  private void connected(NodeInput.Connected connected, long now, Consumer<NodeOutput> out) {
    NodeName node = connected.node();
    if (overlay.connectedTo(node) || strangers.contains(node)) {
      disconnected(node, false, now);
    }
    out.accept(new NodeOutput.Assign(node, Role.DIRECT));
    Dials.Purpose purpose = dials.connected(node);
    boolean wanted = reach.connected(node);
    if (!connected.extended()) {
      strangers.add(node);
      bootstrap.failed(node, now);
      if (purpose != null) {
        overlay.dialFailed(node, DialOutcome.NOBODY, now, wishes::add);
      }
      return;
    }
    boolean entry = bootstrap.connected(node);
    Opening opening =
        entry
            ? Opening.AS_ENTRY
            : isForOverlay(purpose) && !wanted ? Opening.FOR_OVERLAY : Opening.BY_OTHERS;
    overlay.connected(node, opening, now, wishes::add);
  }

  private static boolean isForOverlay(Dials.@Nullable Purpose purpose) {
    return purpose == Dials.Purpose.UPKEEP || purpose == Dials.Purpose.SUSPICION;
  }

  private void disconnected(NodeName node, boolean graceful, long now) {
    if (!strangers.remove(node)) {
      bootstrap.disconnected(node, now);
      overlay.disconnected(node, graceful, now, wishes::add);
    }
  }

  private void dialFailed(NodeName node, DialFailure failure, long now, Consumer<NodeOutput> out) {
    Dials.Purpose purpose = dials.failed(node, failure, overlay.doubts(node), now);
    if (purpose == null) {
      return;
    }
    tally.dialFailed();
    if (bootstrap.failed(node, now)) {
      out.accept(new NodeOutput.Happened(new NodeEvent.SeedUnreachable(node, failure)));
    }
    overlay.dialFailed(node, outcome(failure, now), now, wishes::add);
    boolean knowsUs = purpose == Dials.Purpose.ENTRY || overlay.isNeighbour(node);
    if (failure == DialFailure.NAME_TAKEN && knowsUs && now < twinWatchUntil) {
      if (twin.refused(node, now)) {
        out.accept(new NodeOutput.Happened(new NodeEvent.NameTaken(node)));
      }
      overlay.doubtName(twin.suspectedUntil());
    }
    if (purpose != Dials.Purpose.ASSOCIATION && failure == DialFailure.TIMEOUT) {
      take(reach.again(node), node, now, out);
    } else {
      take(reach.dialFailed(node, failure), node, now, out);
    }
  }

  /// While we are late ourselves, the silence of others says nothing.
  private DialOutcome outcome(DialFailure failure, long now) {
    return switch (failure) {
      case REFUSED, OTHER_NODE -> DialOutcome.NOBODY;
      case TIMEOUT -> overlay.late(now) ? DialOutcome.UNKNOWN : DialOutcome.SILENT;
      case NAME_TAKEN, HANDSHAKE -> DialOutcome.ALIVE;
      case WRONG_COOKIE -> DialOutcome.DOUBTFUL;
      case CLOSED, NO_RESOURCES -> DialOutcome.UNKNOWN;
    };
  }

  private void connect(NodeName node, long request, long now, Consumer<NodeOutput> out) {
    if (phase == NodeSnapshot.Phase.LEFT) {
      out.accept(new NodeOutput.Unreachable(node, request, LEAVING, false));
    } else if (!overlay.connectedTo(node) && !strangers.contains(node)) {
      NodeRecord known = overlay.record(node);
      take(reach.begin(node, request, known, !overlay.isolated(), now), node, now, out);
    }
  }

  private void take(Reach.@Nullable Step step, NodeName node, long now, Consumer<NodeOutput> out) {
    switch (step) {
      case null -> {}
      case Reach.Dial dial -> {
        if (!dials.underWay(node)) {
          dials.enqueue(new Dials.Waiting(node, dial.address(), dial.deadline()));
        } else if (dials.isUpkeep(node)) {
          long timeout = Math.max(1, dial.deadline() - now);
          out.accept(new NodeOutput.Dial(node, dial.address(), timeout, false));
        }
      }
      case Reach.LookUp lookUp -> lookUp(askers.forAssociation(node), node, true, now);
      case Reach.GiveUp giveUp -> giveUp(giveUp.unreached(), giveUp.reason(), out);
    }
  }

  private static void giveUp(Reach.Unreached unreached, String why, Consumer<NodeOutput> out) {
    out.accept(
        new NodeOutput.Unreachable(unreached.node(), unreached.request(), why, unreached.alive()));
  }

  private void lookUp(long number, NodeName target, boolean fresh, long now) {
    tally.lookup();
    overlay.lookup(number, target, fresh, now, wishes::add);
  }

  private void leave(long now, Consumer<NodeOutput> out) {
    phase = NodeSnapshot.Phase.LEFT;
    bootstrap.end();
    reach.giveUp().forEach(unreached -> giveUp(unreached, LEAVING, out));
    overlay.leave(wishes::add);
    grantAll(now, out);
    out.accept(new NodeOutput.Happened(new NodeEvent.Left()));
  }

  private void relieve(NodeInput.Pressure pressure, Consumer<NodeOutput> out) {
    int left = pressure.excess();
    for (NodeInput.Idle idle : Crowding.coldestFirst(pressure.candidates())) {
      if (left > 0 && !overlay.isPeer(idle.node())) {
        out.accept(new NodeOutput.Collect(idle.node()));
        left--;
      }
    }
  }

  private void timer(long now, Consumer<NodeOutput> out) {
    if (now >= overlay.nextDeadline()) {
      overlay.timer(now, wishes::add);
    }
    if (bootstrap.timer(overlay.isolated() || !overlay.member(), now)) {
      overlay.enterAnew(now, wishes::add);
    }
    reach.expired(now).forEach(unreached -> giveUp(unreached, "not reached in time", out));
  }

  /// Carries out what is wished and starts what dials there is room for, until nothing is left.
  private void settle(long now, Consumer<NodeOutput> out) {
    do {
      grantAll(now, out);
      startDials(now, out);
    } while (!wishes.isEmpty());
    if (joinDoubted && !twin.suspected(now)) {
      joinDoubted = false;
      joined(overlay.peers(), out);
    }
    int excess = crowding.excess(directConnections(), now);
    if (excess > 0) {
      out.accept(new NodeOutput.Crowded(excess));
    }
    if (overlay.digest() != digest) {
      digest = overlay.digest();
      out.accept(new NodeOutput.Heartbeat(digest));
    }
    // What has been due for long is no lateness of ours: it could not be done before.
    nextDeadline = Math.max(now, computeDeadline(now));
  }

  private void grantAll(long now, Consumer<NodeOutput> out) {
    for (Wish wish = wishes.poll(); wish != null; wish = wishes.poll()) {
      grant(wish, now, out);
    }
  }

  private void grant(Wish wish, long now, Consumer<NodeOutput> out) {
    switch (wish) {
      case Wish.Tell tell -> {
        tally.sent(tell.message());
        out.accept(new NodeOutput.Send(tell.to(), tell.message()));
      }
      case Wish.Stand stand -> out.accept(new NodeOutput.Assign(stand.node(), role(stand.tie())));
      case Wish.Sever sever ->
          out.accept(new NodeOutput.Sever(sever.node(), sever.creation(), sever.reason()));
      case Wish.Restarted alive ->
          out.accept(new NodeOutput.Restarted(alive.node(), alive.creation()));
      case Wish.Relayed relayed ->
          out.accept(new NodeOutput.Relayed(relayed.from(), relayed.body()));
      case Wish.Changed changed ->
          out.accept(new NodeOutput.Happened(new NodeEvent.OfMember(changed.event())));
      case Wish.Listed listed ->
          out.accept(new NodeOutput.MembersDone(listed.number(), listed.members(), listed.whole()));
      case Wish.Release release -> out.accept(new NodeOutput.Collect(release.node()));
      case Wish.Resolved resolved -> resolved(resolved.number(), resolved.result(), now, out);
      case Wish.Joined joined -> {
        if (twin.suspected(now)) {
          joinDoubted = true;
        } else {
          joined(joined.peers(), out);
        }
      }
    }
  }

  private static Role role(Tie tie) {
    return switch (tie) {
      case NONE -> Role.DIRECT;
      case PEER -> Role.PEER;
      case WATCH -> Role.WATCH;
    };
  }

  private void joined(int peers, Consumer<NodeOutput> out) {
    phase = NodeSnapshot.Phase.MEMBER;
    out.accept(new NodeOutput.Happened(new NodeEvent.Joined(peers)));
  }

  private void resolved(long number, LookupResult result, long now, Consumer<NodeOutput> out) {
    tally.resolved(result);
    NodeName node = askers.association(number);
    if (node != null) {
      take(reach.resolved(node, result), node, now, out);
    }
    Long query = askers.user(number);
    if (query != null) {
      out.accept(new NodeOutput.LookupDone(query, result));
    }
  }

  private void startDials(long now, Consumer<NodeOutput> out) {
    while (!crowding.full(directConnections() + dials.count())) {
      Dials.Waiting waiting = dials.nextWaiting();
      if (waiting == null) {
        break;
      }
      if (reach.wants(waiting.name()) && !dials.underWay(waiting.name())) {
        long timeout = Math.max(1, waiting.deadline() - now);
        dial(waiting.name(), waiting.address(), timeout, Dials.Purpose.ASSOCIATION, now, out);
      }
    }
    dialSuspects(now, out);
    upkeepAt = Long.MAX_VALUE;
    while (phase != NodeSnapshot.Phase.LEFT && dials.upkeepHasRoom()) {
      if (now < dials.upkeepAllowedAt()) {
        upkeepAt = dials.upkeepAllowedAt();
        return;
      }
      if (!startUpkeepDial(now, out)) {
        return;
      }
    }
  }

  private int directConnections() {
    return overlay.directConnections() + strangers.size();
  }

  private boolean startUpkeepDial(long now, Consumer<NodeOutput> out) {
    Seed seed = bootstrap.nextDial(now);
    if (seed != null) {
      if (strangers.contains(seed.name())) {
        bootstrap.failed(seed.name(), now);
      } else if (!dials.underWay(seed.name())) {
        dial(seed.name(), seed.address(), ENTRY_DIAL_NANOS, Dials.Purpose.ENTRY, now, out);
      }
      return true;
    }
    NodeRecord suspect = overlay.nextSuspect();
    NodeRecord next = suspect != null ? suspect : overlay.nextDial(now, wishes::add);
    if (next == null) {
      return false;
    }
    dialMember(next, Dials.Purpose.UPKEEP, now, out);
    return true;
  }

  /// Out of turn, but not while we are late: then dials only make it worse, and keep the pace.
  private void dialSuspects(long now, Consumer<NodeOutput> out) {
    while (phase != NodeSnapshot.Phase.LEFT && dials.suspectsHaveRoom() && !overlay.late(now)) {
      NodeRecord suspect = overlay.nextSuspect();
      if (suspect == null) {
        return;
      }
      dialMember(suspect, Dials.Purpose.SUSPICION, now, out);
    }
  }

  private void dialMember(
      NodeRecord node, Dials.Purpose purpose, long now, Consumer<NodeOutput> out) {
    if (strangers.contains(node.name())) {
      overlay.dialFailed(node.name(), DialOutcome.NOBODY, now, wishes::add);
    } else if (!dials.underWay(node.name())) {
      dial(node.name(), node.address(), dials.upkeepTimeout(), purpose, now, out);
    }
  }

  private void dial(
      NodeName node,
      @Nullable Address address,
      long timeout,
      Dials.Purpose purpose,
      long now,
      Consumer<NodeOutput> out) {
    dials.start(node, purpose, timeout, now);
    tally.dial();
    boolean upkeep = purpose == Dials.Purpose.UPKEEP;
    out.accept(new NodeOutput.Dial(node, address, timeout, upkeep));
  }

  private long computeDeadline(long now) {
    long next = Math.min(overlay.nextDeadline(), bootstrap.nextDeadline(now));
    next = Math.min(next, Math.min(reach.nextDeadline(), crowding.nextDeadline()));
    next = Math.min(next, upkeepAt);
    return joinDoubted ? Math.min(next, twin.suspectedUntil()) : next;
  }

  /// When {@link NodeInput.Timer} is due, in nanoseconds; {@code Long.MAX_VALUE} for never.
  public long nextDeadline() {
    return nextDeadline;
  }

  /// The members whose records are held, connected or not.
  public List<NodeRecord> contacts() {
    return overlay.contacts();
  }

  /// A copy of the node's state for tools.
  public NodeSnapshot snapshot() {
    return new NodeSnapshot(
        overlay.self(),
        settings.overlay().client(),
        phase,
        overlay.view(),
        dials.snapshot(),
        tally.snapshot());
  }
}
