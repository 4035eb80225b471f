package io.tempelhof.ops.cluster;

import io.tempelhof.ops.report.Figures;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Adds up what the nodes have reported.
final class Sums {
  private Sums() {}

  static Totals totals(Collection<Held> nodes, int edges, long round, long tookMillis) {
    List<Held> members = nodes.stream().filter(node -> node.kind.equals(NodeRow.NODE)).toList();
    List<Held> alive = members.stream().filter(node -> node.state.equals(NodeRow.ALIVE)).toList();
    List<Held> told = alive.stream().filter(Held::reported).toList();
    return new Totals(
        members.size(),
        alive.size(),
        edges,
        mean(told, Figures.PEERS),
        told.stream().mapToLong(node -> node.figure(Figures.PEERS)).max().orElse(0),
        mean(told, Figures.DIRECT),
        mean(told, Figures.CONNECTIONS),
        Math.max(0, alive.size() - 1),
        sum(told, Figures.PROCESSES),
        sum(told, Figures.QUEUED),
        reasons(told, Figures.DROPPED),
        reasons(told, Figures.CLOSED),
        reasons(told, Figures.DIAL_FAILURES),
        tookMillis,
        (int) members.stream().filter(node -> node.reported() && node.heldRound == round).count());
  }

  private static double mean(List<Held> nodes, String figure) {
    return nodes.isEmpty() ? 0 : Math.round(100.0 * sum(nodes, figure) / nodes.size()) / 100.0;
  }

  private static long sum(Collection<Held> nodes, String figure) {
    return nodes.stream().mapToLong(node -> node.figure(figure)).sum();
  }

  private static Map<String, Long> reasons(List<Held> nodes, String prefix) {
    Map<String, Long> sums = new TreeMap<>();
    for (Held node : nodes) {
      node.figures.forEach((figure, total) -> {
        if (figure.startsWith(prefix)) {
          sums.merge(figure.substring(prefix.length()), total, Long::sum);
        }
      });
    }
    return sums;
  }

  static Point point(Collection<Held> nodes, Totals totals, long now, long elapsedMillis) {
    Rates rates = new Rates(nodes, Math.max(1, elapsedMillis) / 1_000.0);
    long found = rates.growth("lookups_found");
    return new Point(
        now,
        totals.alive(),
        rates.of("messages_out"),
        rates.of("bytes_out"),
        rates.of("heartbeats_out"),
        (double) totals.alive() * totals.meshConnections(),
        rates.of("overlay_out"),
        rates.of("relations_out"),
        rates.of("association_out"),
        rates.of("lookups"),
        found == 0 ? null : Math.round(100.0 * rates.growth("lookup_hops") / found) / 100.0,
        rates.of("opened_dialled"),
        // Both ends count the end of a connection.
        rates.of("closed_idle") / 2,
        rates.of("closed_broken") / 2,
        rates.of("dropped"),
        totals.connectionsMean());
  }

  private record Rates(Collection<Held> nodes, double seconds) {
    long growth(String figure) {
      return nodes.stream().mapToLong(node -> node.growth(figure)).sum();
    }

    double of(String figure) {
      return Math.round(10 * growth(figure) / seconds) / 10.0;
    }
  }
}
