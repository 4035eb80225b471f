package io.tempelhof.cli.demo;

import io.tempelhof.cli.demo.Report.Lookups;
import io.tempelhof.cli.demo.Report.NodeSample;
import java.util.Locale;

/// One line of the table: a phase from its first snapshot to its latest. Rates are means over that
/// time.
record PhaseRow(
    Phase phase,
    double seconds,
    int nodes,
    double peersMean,
    int peersMax,
    double openMean,
    int openMax,
    long lookups,
    double hopsMean,
    int hopsMax,
    double messagesPerSecond,
    long closedIdle,
    double heartbeatsPerNodeSecond) {

  private static final String COLUMNS = "%-5s %6s %5s %9s %10s %7s %8s %8s %7s %6s";

  static final String HEADER =
      COLUMNS.formatted(
          "phase",
          "time",
          "nodes",
          "peers",
          "connect.",
          "lookups",
          "hops",
          "messages",
          "closed",
          "beats");

  static final String UNITS =
      COLUMNS.formatted(
          "", "s", "", "mean/max", "mean/max", "", "mean/max", "per s", "idle", "node,s");

  static PhaseRow of(Phase phase, Snapshot start, Snapshot latest) {
    Snapshot first = start.restrictedTo(latest);
    double seconds = (latest.atNanos() - first.atNanos()) / 1e9;
    double perSecond = seconds > 0 ? 1 / seconds : 0;
    int nodes = latest.nodes().size();
    Lookups before = first.lookups();
    Lookups after = latest.lookups();
    long lookups = after.done() - before.done();
    long found = after.found() - before.found();
    return new PhaseRow(
        phase,
        seconds,
        nodes,
        latest.peersMean(),
        latest.peersMax(),
        latest.mean(NodeSample::connections),
        latest.max(NodeSample::connections),
        lookups,
        found > 0 ? (double) (after.hops() - before.hops()) / found : 0,
        lookups > 0 ? after.hopsMax() : 0,
        (latest.talk().sent() - first.talk().sent()) * perSecond,
        // Nodes that were restarted count anew.
        Math.max(0, latest.sum(NodeSample::closedIdle) - first.sum(NodeSample::closedIdle)) / 2,
        (latest.sum(NodeSample::heartbeats) - first.sum(NodeSample::heartbeats))
            * perSecond
            / nodes);
  }

  @Override
  public String toString() {
    return COLUMNS.formatted(
        phase.word(),
        number("%.1f", seconds),
        nodes,
        number("%.1f", peersMean) + "/" + peersMax,
        number("%.1f", openMean) + "/" + openMax,
        lookups,
        lookups == 0 ? "-" : number("%.2f", hopsMean) + "/" + hopsMax,
        number("%.0f", messagesPerSecond),
        closedIdle,
        number("%.1f", heartbeatsPerNodeSecond));
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
