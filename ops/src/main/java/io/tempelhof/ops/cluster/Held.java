package io.tempelhof.ops.cluster;

import io.tempelhof.core.overlay.NodeId;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.ops.report.Figures;
import io.tempelhof.ops.report.NodeReport;
import io.tempelhof.ops.report.NodeReport.ConnectionReport;
import io.tempelhof.ops.report.NodeReport.Identity;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is held of one node: its last report, put together from differences.
final class Held {
  private static final MathContext TWO_DIGITS = new MathContext(2, RoundingMode.HALF_UP);

  final int number;
  final String name;
  final Map<String, Long> figures = new TreeMap<>();
  final Map<String, ConnectionReport> connections = new TreeMap<>();

  /// The nodes it cannot reach.
  List<String> suspects = List.of();

  /// What other nodes say it is; {@link NodeRow#NODE} unless they say otherwise.
  String kind = NodeRow.NODE;

  @Nullable Identity identity;

  /// The round of the last report, 0 before the first.
  long heldRound;

  /// What came last was the difference from a report that is not held.
  boolean useless;

  /// The round in which it first appeared.
  final long firstRound;

  /// When its last report came, by the clock here; when it was first heard of, before that.
  long heardMillis;

  /// How far its clock is behind the one here.
  long skewMillis;

  /// Figures at the report before, and when that came.
  private Map<String, Long> before = Map.of();

  private long beforeMillis;
  private boolean fresh;

  String state = NodeRow.ALIVE;

  /// Since when it is in that state.
  long stateMillis;

  /// It has reported in a round that is over.
  boolean met;

  @Nullable NodeRow row;
  long changed;

  Held(int number, String name, long firstRound, long nowMillis) {
    this.number = number;
    this.name = name;
    this.firstRound = firstRound;
    this.heardMillis = nowMillis;
  }

  /// Takes a report.
  ///
  /// @return false if it is the difference from one that is not held
  boolean take(NodeReport report, long nowMillis) {
    if (report.round() <= heldRound) {
      return true;
    }
    if (report.base() != 0 && report.base() != heldRound) {
      useless = true;
      return false;
    }
    useless = false;
    boolean other =
        report.identity().isPresent()
            && identity != null
            && report.identity().get().creation() != identity.creation();
    before = heldRound == 0 || other ? Map.of() : Map.copyOf(figures);
    beforeMillis = heardMillis;
    fresh = !before.isEmpty();
    if (report.base() == 0) {
      figures.clear();
      connections.clear();
    }
    report.identity().ifPresent(who -> identity = who);
    figures.putAll(report.figures());
    report.connections().forEach(connection -> connections.put(connection.node(), connection));
    report.closed().forEach(connections::remove);
    suspects = report.suspects();
    heldRound = report.round();
    heardMillis = nowMillis;
    skewMillis = nowMillis - report.atMillis();
    return true;
  }

  long figure(String figure) {
    return figures.getOrDefault(figure, 0L);
  }

  /// What a total has grown by with the last report, if that came since this was asked last.
  long growth(String figure) {
    if (!fresh) {
      return 0;
    }
    return Math.max(0, figure(figure) - before.getOrDefault(figure, 0L));
  }

  /// The growth has been counted.
  void counted() {
    fresh = false;
  }

  /// Of the incarnation that reported last; 0 before the first report.
  long creation() {
    return identity == null ? 0 : identity.creation();
  }

  boolean reported() {
    return heldRound > 0;
  }

  NodeRow draw(String cluster, List<String> suspectedBy) {
    Identity who = identity;
    NodeName node = kind.equals("erlang") ? null : NodeName.parse(name);
    return new NodeRow(
        number,
        name,
        node == null ? null : NodeId.of(cluster, node).toString(),
        kind,
        suspectedBy.isEmpty() ? state : NodeRow.SUSPECTED,
        who == null ? null : who.creation(),
        who == null ? null : who.version(),
        who == null ? null : who.address(),
        who == null ? null : who.startedMillis(),
        who == null ? null : new NodeRow.Domain(who.jvm(), who.host(), who.rack(), who.zone()),
        figures.get(Figures.PEERS),
        figures.get(Figures.DIRECT),
        figures.get(Figures.CONTACTS),
        figures.get(Figures.PROCESSES),
        figures.get(Figures.MAILBOX),
        figures.get(Figures.QUEUED),
        who == null ? null : messagesPerSecond(),
        suspectedBy);
  }

  private double messagesPerSecond() {
    if (before.isEmpty() || heardMillis <= beforeMillis) {
      return 0;
    }
    long messages = 0;
    for (String figure : List.of("messages_in", "messages_out")) {
      messages += Math.max(0, figure(figure) - before.getOrDefault(figure, 0L));
    }
    double rate = messages * 1_000.0 / (heardMillis - beforeMillis);
    return new BigDecimal(rate).round(TWO_DIGITS).doubleValue();
  }
}
