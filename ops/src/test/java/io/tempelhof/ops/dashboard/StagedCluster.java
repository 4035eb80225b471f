package io.tempelhof.ops.dashboard;

import io.tempelhof.core.overlay.NodeId;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A cluster that a test moves as it likes, told as docs/api.md says: rows, edges, and what has
/// changed since they were last told.
final class StagedCluster {
  private static final int PER_BUCKET = 3;
  private static final int NEIGHBOURS = 5;
  private static final long START_MS = 1_764_000_000_000L;
  private static final long IDLE_MILLIS = 60_000;

  private record Pair(int a, int b) {
    static Pair of(int one, int two) {
      return new Pair(Math.min(one, two), Math.max(one, two));
    }

    List<Object> edge(String kind, long now) {
      return kind.equals("direct") ? List.of(a, b, kind, now, IDLE_MILLIS) : List.of(a, b, kind);
    }
  }

  private final List<String> names = new ArrayList<>();
  private final List<NodeId> ids = new ArrayList<>();
  private final List<String> states = new ArrayList<>();
  private final Map<Pair, String> edges =
      new TreeMap<>(Comparator.comparingInt(Pair::a).thenComparingInt(Pair::b));

  private final TreeSet<Integer> changed = new TreeSet<>();
  private final List<Pair> opened = new ArrayList<>();
  private final List<Pair> closed = new ArrayList<>();
  private final List<Map<String, Object>> events = new ArrayList<>();
  private final List<Map<String, Object>> fresh = new ArrayList<>();
  private int version = 1;

  StagedCluster(int size) {
    for (int n = 0; n < size; n++) {
      String name = "n" + (n + 1) + "@127.0.0.1";
      names.add(name);
      ids.add(NodeId.of("staged", NodeName.of(name)));
      states.add("alive");
    }
    for (int n = 0; n < size; n++) {
      standing(n);
    }
    forgetChanges();
  }

  /// The peers a node would keep: its closest, and some in every bucket.
  private void standing(int n) {
    NodeId own = ids.get(n);
    List<Integer> others = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      if (i != n) {
        others.add(i);
      }
    }
    others.sort((a, b) -> own.compareDistance(ids.get(a), ids.get(b)));
    Map<Integer, Integer> perBucket = new TreeMap<>();
    for (int i = 0; i < others.size(); i++) {
      int other = others.get(i);
      int held = perBucket.merge(own.commonPrefix(ids.get(other)), 1, Integer::sum);
      if (i < NEIGHBOURS || held <= PER_BUCKET) {
        open(name(n), name(other), i < 2 ? "watch" : "peer");
      }
    }
  }

  synchronized String name(int n) {
    return names.get(n);
  }

  /// Two nodes that are not connected.
  synchronized List<String> strangers() {
    for (int b = 1; b < names.size(); b++) {
      if (!edges.containsKey(Pair.of(0, b))) {
        return List.of(names.getFirst(), names.get(b));
      }
    }
    throw new IllegalStateException("everyone knows everyone");
  }

  synchronized void state(String name, String state) {
    int n = names.indexOf(name);
    states.set(n, state);
    changed.add(n);
    if (state.equals("dead")) {
      List.copyOf(edges.keySet()).stream().filter(p -> p.a == n || p.b == n).forEach(this::close);
    }
  }

  synchronized void open(String one, String two, String kind) {
    Pair pair = Pair.of(names.indexOf(one), names.indexOf(two));
    if (edges.putIfAbsent(pair, kind) == null) {
      opened.add(pair);
    }
  }

  synchronized void collect(String one, String two) {
    close(Pair.of(names.indexOf(one), names.indexOf(two)));
  }

  private void close(Pair pair) {
    if (edges.remove(pair) != null) {
      closed.add(pair);
    }
  }

  /// Ends every connection between the first half of the nodes and the second.
  synchronized void part() {
    int half = names.size() / 2;
    List.copyOf(edges.keySet()).stream().filter(p -> p.a < half != p.b < half).forEach(this::close);
  }

  synchronized void event(String kind, String node) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("sequence", events.size() + 1);
    event.put("at_ms", now());
    event.put("kind", kind);
    event.put("node", node);
    event.put("by", null);
    event.put("text", node + " " + kind);
    events.add(event);
    fresh.add(event);
  }

  synchronized List<Map<String, Object>> events() {
    return List.copyOf(events);
  }

  /// All of it: nothing that happened before is told as a change.
  synchronized Map<String, Object> snapshot() {
    forgetChanges();
    Map<String, Object> all = common();
    all.put("nodes", names.stream().map(name -> row(names.indexOf(name))).toList());
    all.put(
        "edges", edges.entrySet().stream().map(e -> e.getKey().edge(e.getValue(), now())).toList());
    all.put("events", events());
    return all;
  }

  /// What has changed since the last call, which with this is told.
  synchronized Map<String, Object> difference() {
    version++;
    Map<String, Object> all = common();
    all.put("since", version - 1);
    all.put("nodes", changed.stream().map(this::row).toList());
    all.put("gone", List.of());
    all.put("edges", opened.stream().map(p -> p.edge(edges.get(p), now())).toList());
    all.put("closed", closed.stream().map(p -> List.of(p.a, p.b)).toList());
    all.put("events", List.copyOf(fresh));
    forgetChanges();
    return all;
  }

  private void forgetChanges() {
    changed.clear();
    opened.clear();
    closed.clear();
    fresh.clear();
  }

  private long now() {
    return START_MS + 2_000L * version;
  }

  private Map<String, Object> common() {
    Map<String, Object> common = new LinkedHashMap<>();
    common.put("version", version);
    common.put("round", version);
    common.put("now_ms", now());
    common.put("missing", List.of());
    common.put("totals", totals());
    common.put("point", point(version));
    return common;
  }

  private Map<String, Object> row(int n) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("n", n);
    row.put("name", names.get(n));
    row.put("id", ids.get(n).toString());
    row.put("kind", "node");
    row.put("state", states.get(n));
    row.put("creation", n + 1);
    row.put("version", "0.1.0");
    row.put("address", "127.0.0.1:" + (40_000 + n));
    row.put("started_ms", START_MS);
    row.put("domain", Map.of("jvm", "", "host", "h1", "rack", "", "zone", ""));
    row.put("contacts", 40);
    row.put("processes", 12);
    row.put("mailbox", null);
    row.put("queued_bytes", 0);
    row.put("messages_per_s", 7);
    row.put("suspected_by", List.of());
    return row;
  }

  private Map<String, Object> totals() {
    double mean = 2.0 * edges.size() / names.size();
    Map<String, Object> totals = new LinkedHashMap<>();
    totals.put("nodes", names.size());
    totals.put("connections", edges.size());
    totals.put("connections_mean", mean);
    totals.put("peers_mean", mean);
    totals.put("peers_max", 40);
    totals.put("mesh_connections", names.size() - 1);
    totals.put("dropped", Map.of("no process", 3));
    totals.put("closed", Map.of("idle", 120));
    totals.put("dial_failures", Map.of());
    return totals;
  }

  /// A point of the history.
  Map<String, Object> point(int round) {
    Map<String, Object> point = new LinkedHashMap<>();
    point.put("at_ms", START_MS + 2_000L * round);
    point.put("nodes", names.size());
    for (String rate :
        List.of(
            "messages",
            "bytes",
            "heartbeats",
            "mesh_heartbeats",
            "overlay",
            "relations",
            "association",
            "lookups",
            "opened",
            "collected",
            "broken",
            "dropped")) {
      point.put(rate + "_per_s", 100 + round % 7);
    }
    point.put("hops_mean", 2.5);
    point.put("connections_mean", 30.0);
    return point;
  }

  /// What {@code /api/node} says; null if there is no such node.
  synchronized @Nullable Map<String, Object> node(String name) {
    int n = names.indexOf(name);
    if (n < 0) {
      return null;
    }
    Map<String, Object> node = row(n);
    List<Map<String, Object>> connections = new ArrayList<>();
    edges.forEach((pair, kind) -> {
      if (pair.a == n || pair.b == n) {
        connections.add(connection(ids.get(n), pair.a == n ? pair.b : pair.a, kind));
      }
    });
    node.put("connections", connections);
    node.put(
        "buckets",
        List.of(Map.of("bucket", 0, "prefix", "1", "contacts", 20, "peers", List.of(name(1)))));
    node.put("watchers", List.of(name(names.size() - 1)));
    node.put("watching", List.of());
    return node;
  }

  private Map<String, Object> connection(NodeId from, int to, String kind) {
    boolean direct = kind.equals("direct");
    int bucket = from.commonPrefix(ids.get(to));
    Map<String, Object> connection = new LinkedHashMap<>();
    connection.put("node", names.get(to));
    connection.put("kind", kind);
    connection.put("age_millis", 60_000);
    connection.put("idle_millis", 3_000);
    connection.put("idle_left_millis", direct ? 57_000 : null);
    connection.put("rtt_micros", 180);
    connection.put("queued_bytes", 0);
    connection.put("senders_waiting", 0);
    connection.put("bucket", bucket);
    connection.put("why", List.of(direct ? "recent" : "peer: bucket " + bucket));
    return connection;
  }
}
