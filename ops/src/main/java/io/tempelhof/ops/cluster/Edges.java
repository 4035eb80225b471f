package io.tempelhof.ops.cluster;

import io.tempelhof.ops.report.NodeReport.ConnectionReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The connections between all nodes, put together from what their two ends report.
final class Edges {
  /// A connection as it is shown, and the version in which it became so.
  record Edge(int a, int b, String kind, long usedMillis, long limitMillis, long changed) {
    boolean sameAs(Edge other) {
      return kind.equals(other.kind)
          && usedMillis == other.usedMillis
          && limitMillis == other.limitMillis;
    }

    boolean direct() {
      return kind.equals("direct");
    }

    List<@Nullable Object> drawn() {
      List<@Nullable Object> drawn = new ArrayList<>(List.of(a, b, kind));
      if (direct()) {
        drawn.add(usedMillis);
        drawn.add(limitMillis == 0 ? null : limitMillis);
      }
      return drawn;
    }
  }

  private static final List<String> STANDING_FIRST =
      List.of("watch", "peer", "client", "direct", "erlang");

  private Map<Long, Edge> edges = new TreeMap<>();

  Collection<Edge> all() {
    return edges.values();
  }

  int size() {
    return edges.size();
  }

  /// What has changed with an {@link #update}.
  record Changes(List<Edge> opened, List<Edge> closed, boolean any) {}

  /// Puts them together anew, from the nodes by their names.
  Changes update(Map<String, Held> nodes, long version) {
    Map<Long, Edge> now = new TreeMap<>();
    for (Held node : nodes.values()) {
      for (ConnectionReport half : node.connections.values()) {
        Held end = nodes.get(half.node());
        if (end != null && speaksFor(node, end)) {
          Edge edge = edge(node, end, half, version);
          now.merge(key(edge.a, edge.b), edge, Edges::both);
        }
      }
    }
    List<Edge> opened = new ArrayList<>();
    boolean any = false;
    for (Map.Entry<Long, Edge> entry : now.entrySet()) {
      Edge before = edges.get(entry.getKey());
      if (before != null && before.sameAs(entry.getValue())) {
        entry.setValue(before);
        continue;
      }
      any = true;
      if (before == null) {
        opened.add(entry.getValue());
      }
    }
    List<Edge> closed =
        edges.entrySet().stream()
            .filter(entry -> !now.containsKey(entry.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    edges = now;
    return new Changes(opened, closed, any || !closed.isEmpty());
  }

  /// What a silent node said last holds only among the silent; of a dead one nothing holds.
  private static boolean speaksFor(Held node, Held end) {
    if (node.state.equals(NodeRow.DEAD) || end.state.equals(NodeRow.DEAD)) {
      return false;
    }
    return !node.state.equals(NodeRow.SILENT) || end.state.equals(NodeRow.SILENT);
  }

  private static Edge edge(Held node, Held end, ConnectionReport half, long version) {
    return new Edge(
        Math.min(node.number, end.number),
        Math.max(node.number, end.number),
        half.kind(),
        half.usedMillis() == 0 ? 0 : settled(half.usedMillis() + node.skewMillis),
        half.limitMillis(),
        version);
  }

  /// Clocks are compared no better than to some milliseconds: that is not to look like a change.
  private static long settled(long millis) {
    return Math.floorDiv(millis + 1_000, 2_000L) * 2_000L;
  }

  private static Edge both(Edge one, Edge two) {
    boolean pinned = one.limitMillis == 0 || two.limitMillis == 0;
    return new Edge(
        one.a,
        one.b,
        STANDING_FIRST.indexOf(one.kind) <= STANDING_FIRST.indexOf(two.kind) ? one.kind : two.kind,
        Math.max(one.usedMillis, two.usedMillis),
        pinned ? 0 : Math.min(one.limitMillis, two.limitMillis),
        one.changed);
  }

  private static long key(int a, int b) {
    return (long) a << 32 | b;
  }
}
