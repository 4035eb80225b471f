package io.tempelhof.cli;

import io.tempelhof.sim.Report;
import io.tempelhof.sim.Scenario;
import io.tempelhof.sim.Violation;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What {@code sim --json} prints of a {@link Report}; the meaning of each figure is in {@code
/// docs/simulator.md}.
///
/// @param joinedSeconds null where nodes join one after another, or where the overlay never was
///   whole
/// @param wallSeconds how long the simulation took; everything else follows from the seed
record SimFigures(
    int nodes,
    long seed,
    String scenario,
    long events,
    double virtualSeconds,
    @Nullable Double joinedSeconds,
    double peersMean,
    int peersMax,
    double connectionsMean,
    double lookupHopsMean,
    int lookupHopsMax,
    double lookupSuccess,
    double overlayMessagesPerNodeSecond,
    double ticksPerNodeSecond,
    long userSignals,
    long idleClosed,
    String traceHash,
    double wallSeconds,
    List<String> violations) {

  static SimFigures of(Report report, double wallSeconds) {
    boolean joined =
        report.options().scenario() != Scenario.STEADY && Double.isFinite(report.joinedSeconds());
    return new SimFigures(
        report.options().nodes(),
        report.options().seed(),
        word(report.options().scenario()),
        report.events(),
        report.virtualSeconds(),
        joined ? report.joinedSeconds() : null,
        report.peersMean(),
        report.peersMax(),
        report.connectionsMean(),
        report.lookupHopsMean(),
        report.lookupHopsMax(),
        report.lookupSuccess(),
        report.overlayMessagesPerNodeSecond(),
        report.ticksPerNodeSecond(),
        report.userSignals(),
        report.idleClosed(),
        report.traceHash(),
        wallSeconds,
        report.violations().stream().map(Violation::toString).toList());
  }

  /// How the command line names a scenario.
  static String word(Scenario scenario) {
    return scenario.name().toLowerCase(Locale.ROOT);
  }
}
