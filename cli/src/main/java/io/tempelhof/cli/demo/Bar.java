package io.tempelhof.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A figure and what it must be.
///
/// @param figure its name in the JSON
/// @param value what was measured; null if nothing was
/// @param relation how it must stand to {@code limit}
record Bar(String figure, @Nullable Double value, Relation relation, double limit) {

  enum Relation {
    AT_MOST("≤"),
    BELOW("<"),
    EXACTLY("=");

    final String sign;

    Relation(String sign) {
      this.sign = sign;
    }
  }

  /// What is expected of clusters up to this size (DESIGN: bars, measured by commands that ship).
  private record Size(int nodes, double peersMean, int peersMax, double hopsMean, int hopsMax) {}

  private static final List<Size> SIZES =
      List.of(
          new Size(350, 30, 40, 2.9, 7),
          new Size(1_000, 36, 46, 3.4, 8),
          new Size(4_500, 43, 56, 4.1, 9),
          new Size(10_000, 47, 60, 4.5, 10));

  /// Up to this size times and costs are judged too: two cores carry it.
  private static final int TIMED_NODES_MAX = 350;

  boolean kept() {
    if (value == null) {
      return false;
    }
    return switch (relation) {
      case AT_MOST -> value <= limit;
      case BELOW -> value < limit;
      case EXACTLY -> value == limit;
    };
  }

  @Override
  public String toString() {
    return "%s %s (must be %s %s)"
        .formatted(figure, value == null ? "never" : number(value), relation.sign, number(limit));
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? "%d".formatted((long) value)
        : String.format(Locale.ROOT, "%.3f", value);
  }

  /// Everything this run is judged by.
  static List<Bar> of(Figures figures) {
    List<Bar> bars = new ArrayList<>();
    bars.add(exactly("replies_wrong", figures.repliesWrong(), 0));
    bars.add(exactly("order_violations", figures.orderViolations(), 0));
    bars.add(exactly("missing", figures.missing(), 0));
    bars.add(exactly("unanswered", figures.unanswered(), 0));
    bars.add(
        exactly("messages_received", figures.messagesReceived(), (double) figures.messagesSent()));
    bars.add(
        exactly(
            "survivors_talking",
            figures.survivorsTalking(),
            figures.nodes() - figures.nodesKilled()));
    if (figures.topology() == Topology.SPARSE) {
      addSparse(figures, bars);
    }
    if (figures.nodes() <= TIMED_NODES_MAX) {
      addTimed(figures, bars);
    }
    return List.copyOf(bars);
  }

  private static void addSparse(Figures figures, List<Bar> bars) {
    Size size =
        SIZES.stream()
            .filter(s -> figures.nodes() <= s.nodes())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no bars for " + figures.nodes()));
    bars.add(exactly("lookup_success", figures.lookupSuccess(), 1));
    bars.add(atMost("lookup_hops_mean", figures.lookupHopsMean(), size.hopsMean()));
    bars.add(atMost("lookup_hops_max", figures.lookupHopsMax(), size.hopsMax()));
    bars.add(atMost("peers_mean", figures.peersMean(), size.peersMean()));
    bars.add(atMost("peers_max", figures.peersMax(), size.peersMax()));
    bars.add(
        atMost(
            "connections_quiet_mean",
            figures.connectionsQuietMean(),
            figures.peersMean() + figures.stillTalkingMean() + 2));
  }

  private static void addTimed(Figures figures, List<Bar> bars) {
    bars.add(atMost("join_seconds", figures.joinSeconds(), 60));
    if (figures.nodesKilled() > 0) {
      bars.add(atMost("repair_seconds", figures.repairSeconds(), 20));
    }
    if (figures.topology() == Topology.SPARSE) {
      bars.add(new Bar("idle_cpu_cores", figures.idleCpuCores(), Relation.BELOW, 0.5));
    }
    bars.add(new Bar("descriptors_max", (double) figures.descriptorsMax(), Relation.BELOW, 16_000));
  }

  private static Bar exactly(String figure, @Nullable Number value, double limit) {
    return new Bar(figure, value == null ? null : value.doubleValue(), Relation.EXACTLY, limit);
  }

  private static Bar atMost(String figure, @Nullable Number value, double limit) {
    return new Bar(figure, value == null ? null : value.doubleValue(), Relation.AT_MOST, limit);
  }
}
