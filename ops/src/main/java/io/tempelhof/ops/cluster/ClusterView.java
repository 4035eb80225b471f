package io.tempelhof.ops.cluster;

import io.tempelhof.ops.MemberNews;
import io.tempelhof.ops.cluster.ClusterEvent.Kind;
import io.tempelhof.ops.report.Gap;
import io.tempelhof.ops.report.NodeReport;
import io.tempelhof.ops.report.NodeReport.ConnectionReport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// The cluster as an observing node holds it. Each round that changes something makes a version;
/// for every version of late it can say what has changed since. Safe for use by any thread; times
/// are milliseconds of the wall clock here.
public final class ClusterView {
  /// Rounds without a report after which a node is called silent.
  private static final int SILENT_AFTER = 3;

  /// How long the row of a node that is no more is kept.
  private static final long KEPT_MILLIS = 60_000;

  /// Nodes that have not reported for more rounds than this have forgotten what they told.
  private static final int REMEMBERED_ROUNDS = 5;

  /// Things that are no more are remembered up to so many, for differences.
  private static final int PAST_MAX = 65_536;

  /// Connections opened and closed that are told one by one, in a round.
  private static final int TOLD_MAX = 25;

  /// Pieces of news kept until somebody looks.
  private static final int NEWS_MAX = 10_000;

  private record News(long at, MemberNews what) {}

  private record Past(long version, int a, int b) {}

  private final String cluster;
  private final EventLog events;
  private final History history;
  private final Map<String, Held> nodes = new LinkedHashMap<>();
  private final Edges edges = new Edges();
  private final Parting parting = new Parting();
  private final Deque<Past> past = new ArrayDeque<>();
  private final Queue<News> unread = new LinkedBlockingQueue<>(NEWS_MAX);
  private long pastComplete;
  private boolean released;
  private int numbers;
  private long version;
  private long round;
  private long roundMillis;
  private List<Gap> missing = List.of();
  private Totals totals;
  private @Nullable Point point;

  /// @param cluster the name by which ids are made
  public ClusterView(String cluster, EventLog events, History history) {
    this.cluster = cluster;
    this.events = events;
    this.history = history;
    this.totals = Sums.totals(List.of(), 0, 0, 0);
  }

  /// What happened.
  public EventLog events() {
    return events;
  }

  /// How many rounds are over.
  public synchronized long round() {
    return round;
  }

  /// When the last one ended.
  public synchronized long roundMillis() {
    return roundMillis;
  }

  /// The version held now.
  public synchronized long version() {
    return version;
  }

  /// Nodes whose last report has got lost, so that their differences are of no use.
  public synchronized List<String> lost() {
    return nodes.values().stream()
        .filter(node ->
            node.useless
                || (node.reported()
                    && node.heldRound != round
                    && round - node.heldRound <= REMEMBERED_ROUNDS))
        .map(node -> node.name)
        .toList();
  }

  /// Reports have come.
  public synchronized void reported(List<NodeReport> reports, long now) {
    for (NodeReport report : reports) {
      Held node = held(report.name(), report.round(), now);
      if (node.take(report, now) && report.round() == node.heldRound) {
        node.kind = NodeRow.NODE;
      }
    }
  }

  private Held held(String name, long inRound, long now) {
    return nodes.computeIfAbsent(name, _ -> new Held(++numbers, name, inRound, now));
  }

  /// A round is over: what has come with it is drawn.
  public synchronized void roundOver(long over, List<Gap> gaps, Duration took, long now) {
    boolean first = round == 0;
    long before = roundMillis;
    round = over;
    roundMillis = now;
    version++;
    missing = gaps;
    meet(now);
    news();
    for (Held node : List.copyOf(nodes.values())) {
      judge(node, first, now);
    }
    tellParts(now);
    Edges.Changes changes = edges.update(nodes, version);
    changes.closed().forEach(edge -> passed(edge.a(), edge.b()));
    if (!first) {
      tell(changes.opened(), Kind.OPENED, now);
      tell(changes.closed(), Kind.CLOSED, now);
    }
    forget(now);
    Map<String, List<String>> suspected = suspected();
    for (Held node : nodes.values()) {
      draw(node, suspected.getOrDefault(node.name, List.of()));
    }
    totals = Sums.totals(nodes.values(), edges.size(), round, took.toMillis());
    point = before == 0 ? null : Sums.point(nodes.values(), totals, now, now - before);
    nodes.values().forEach(Held::counted);
    if (point != null) {
      history.add(point);
    }
    notifyAll();
  }

  /// Those that others are connected with and that have not reported themselves.
  private void meet(long now) {
    for (Held node : List.copyOf(nodes.values())) {
      for (ConnectionReport half : node.connections.values()) {
        Held other = held(half.node(), round, now);
        if (!other.reported()) {
          other.kind =
              switch (half.kind()) {
                case "client", "erlang" -> half.kind();
                default -> NodeRow.NODE;
              };
        }
      }
    }
  }

  /// The node here has learned something of another one; kept until the next look. Never waits.
  public void heard(MemberNews what, long now) {
    while (!unread.offer(new News(now, what))) {
      unread.poll();
    }
  }

  /// Takes in what has been heard.
  public synchronized void news() {
    News next;
    while ((next = unread.poll()) != null) {
      String name = next.what().node().toString();
      Held node = nodes.get(name);
      Kind kind =
          switch (next.what().what()) {
            case UP -> node == null || !node.met ? Kind.JOINED : Kind.RETURNED;
            case DIED -> Kind.DIED;
            case LEFT -> Kind.LEFT;
            case RESTARTED -> Kind.RESTARTED;
            case SUSPECTED -> Kind.SUSPECTED;
            case REFUTED -> Kind.REFUTED;
          };
      if (node != null && kind == Kind.JOINED) {
        node.met = true;
      }
      if (node != null && (kind == Kind.DIED || kind == Kind.LEFT)) {
        node.state = kind == Kind.DIED ? NodeRow.DEAD : NodeRow.LEAVING;
        node.stateMillis = next.at();
      }
      events.add(next.at(), kind, name, null, name + words(kind));
      if (node != null && kind == Kind.DIED) {
        part(true, node, next.at());
      }
    }
  }

  private void part(boolean away, Held node, long at) {
    if (away) {
      parting.lost(node.name, node.creation(), at);
      return;
    }
    parting
        .reported(node.name, node.creation(), at)
        .ifPresent(n -> {
          String text = n + " nodes that could not be reached are back: the network has healed";
          events.add(at, Kind.HEALED, node.name, null, text);
        });
  }

  private void tellParts(long now) {
    int members = totals.nodes();
    parting
        .roundOver(members, now)
        .ifPresent(n -> {
          String text =
              "%d of %d nodes cannot be reached any more: dead, or the network is parted"
                  .formatted(n, members);
          events.add(now, Kind.PARTED, parting.first(), null, text);
        });
  }

  private static String words(Kind kind) {
    return switch (kind) {
      case JOINED -> " joined";
      case LEFT -> " said goodbye";
      case RESTARTED -> " has restarted";
      case RETURNED -> " has returned";
      case SILENT -> " has not reported for " + SILENT_AFTER + " rounds";
      case DIED -> " is dead";
      case SUSPECTED -> " cannot be reached from here: suspected";
      case REFUTED -> " lives after all";
      case PARTED, HEALED, OPENED, CLOSED -> " " + kind.word();
    };
  }

  private void judge(Held node, boolean first, long now) {
    if (!node.kind.equals(NodeRow.NODE)) {
      return;
    }
    String was = node.state;
    if (node.reported() && node.heldRound == round) {
      boolean leaving = node.figure(io.tempelhof.ops.report.Figures.LEAVING) > 0;
      node.state = leaving ? NodeRow.LEAVING : NodeRow.ALIVE;
      if (!node.met) {
        node.met = true;
        happened(!first, now, Kind.JOINED, node);
      }
      happened(was.equals(NodeRow.SILENT), now, Kind.RETURNED, node);
      happened(leaving && !was.equals(NodeRow.LEAVING), now, Kind.LEFT, node);
      part(false, node, now);
    } else if (round - Math.max(node.heldRound, node.firstRound) >= SILENT_AFTER
        && was.equals(NodeRow.ALIVE)) {
      node.state = NodeRow.SILENT;
      happened(true, now, Kind.SILENT, node);
      part(true, node, now);
    }
    if (!was.equals(node.state)) {
      node.stateMillis = now;
    }
  }

  private void happened(boolean did, long now, Kind kind, Held node) {
    if (did) {
      events.add(now, kind, node.name, null, node.name + words(kind));
    }
  }

  private void tell(List<Edges.Edge> changed, Kind kind, long now) {
    List<Edges.Edge> direct = changed.stream().filter(Edges.Edge::direct).toList();
    String what = kind == Kind.OPENED ? " opened" : " closed";
    for (Edges.Edge edge : direct.subList(0, Math.min(TOLD_MAX, direct.size()))) {
      String a = name(edge.a());
      String b = name(edge.b());
      events.add(now, kind, a, b, "connection " + a + " - " + b + what);
    }
    if (direct.size() > TOLD_MAX) {
      String further = (direct.size() - TOLD_MAX) + " further connections" + what;
      events.add(now, kind, name(direct.getLast().a()), null, further);
    }
  }

  private String name(int number) {
    return nodes.values().stream()
        .filter(node -> node.number == number)
        .map(node -> node.name)
        .findFirst()
        .orElse("?");
  }

  private void forget(long now) {
    var all = nodes.values().iterator();
    while (all.hasNext()) {
      Held node = all.next();
      boolean over =
          node.kind.equals(NodeRow.NODE)
              ? !node.state.equals(NodeRow.ALIVE)
                  && node.heldRound != round
                  && now - node.stateMillis > KEPT_MILLIS
              : edges.all().stream().noneMatch(e -> e.a() == node.number || e.b() == node.number);
      if (over) {
        all.remove();
        passed(node.number, 0);
      }
    }
  }

  private void passed(int a, int b) {
    if (past.size() == PAST_MAX) {
      pastComplete = past.removeFirst().version();
    }
    past.add(new Past(version, a, b));
  }

  private Map<String, List<String>> suspected() {
    Map<String, List<String>> by = new HashMap<>();
    for (Held node : nodes.values()) {
      if (node.heldRound == round) {
        node.suspects.forEach(
            name -> by.computeIfAbsent(name, _ -> new ArrayList<>()).add(node.name));
      }
    }
    return by;
  }

  private void draw(Held node, List<String> suspectedBy) {
    boolean suspected =
        !suspectedBy.isEmpty() && node.heldRound != round && !node.state.equals(NodeRow.DEAD);
    NodeRow row = node.draw(cluster, suspected ? suspectedBy : List.of());
    if (!row.equals(node.row)) {
      node.row = row;
      node.changed = version;
    }
  }

  /// Waits until there is another version than that.
  ///
  /// @return false if there was none in time
  public synchronized boolean await(long seen, Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (version == seen && !released) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return version != seen;
  }

  /// Nobody waits for a version any more, now or later.
  public synchronized void release() {
    released = true;
    notifyAll();
  }

  /// Everything.
  public synchronized Picture picture() {
    return new Picture(
        version,
        null,
        round,
        roundMillis,
        rows(nodes.values(), 0),
        null,
        edges.all().stream().map(Edges.Edge::drawn).toList(),
        null,
        missing,
        totals,
        point,
        null);
  }

  /// What has changed since a version; empty if that is not known any more.
  public synchronized Optional<Picture> since(long seen) {
    if (seen > version || seen < pastComplete || seen == 0) {
      return Optional.empty();
    }
    List<Integer> gone = new ArrayList<>();
    Set<List<Integer>> closed = new LinkedHashSet<>();
    for (Past thing : past) {
      if (thing.version() > seen && thing.b() == 0) {
        gone.add(thing.a());
      } else if (thing.version() > seen) {
        closed.add(List.of(thing.a(), thing.b()));
      }
    }
    List<List<@Nullable Object>> changed = new ArrayList<>();
    for (Edges.Edge edge : edges.all()) {
      if (edge.changed() > seen) {
        changed.add(edge.drawn());
        closed.remove(List.of(edge.a(), edge.b()));
      }
    }
    return Optional.of(
        new Picture(
            version,
            seen,
            round,
            roundMillis,
            rows(nodes.values(), seen),
            gone,
            changed,
            List.copyOf(closed),
            missing,
            totals,
            point,
            null));
  }

  private static List<NodeRow> rows(Collection<Held> nodes, long seen) {
    List<NodeRow> rows = new ArrayList<>();
    for (Held node : nodes) {
      if (node.row != null && node.changed > seen) {
        rows.add(node.row);
      }
    }
    return rows;
  }

  /// The rows of all nodes.
  public synchronized List<NodeRow> rows() {
    return rows(nodes.values(), 0);
  }

  /// The sums of the last round.
  public synchronized Totals totals() {
    return totals;
  }

  /// What did not report in the last round.
  public synchronized List<Gap> missing() {
    return missing;
  }
}
