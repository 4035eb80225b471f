package io.tempelhof.cli;

import io.tempelhof.sim.Report;
import io.tempelhof.sim.Scenario;
import io.tempelhof.sim.measure.Violation;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What {@code sim --json} prints of a {@link Report}; the meaning of each figure is in {@code
/// docs/simulator.md}. What a scenario does not yield is null.
///
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
    @Nullable Double lookupSuccessSilent,
    @Nullable Double lookupHopsAfterKillMean,
    double overlayMessagesPerNodeSecond,
    double ticksPerNodeSecond,
    @Nullable Double detectP50Ms,
    @Nullable Double detectP99Ms,
    @Nullable Double detectSilentP50Ms,
    @Nullable Double detectSilentP99Ms,
    long falseDeaths,
    @Nullable Double healP99Ms,
    @Nullable Double repairMs,
    @Nullable Double repairSilentMs,
    @Nullable Double monitorsWithoutConnection,
    @Nullable Double downP50Ms,
    @Nullable Double downP99Ms,
    @Nullable Double downOfNodeP50Ms,
    @Nullable Double downOfNodeP99Ms,
    long downMissing,
    long downDuplicate,
    long signalsSent,
    long signalsLost,
    long orderViolations,
    long resets,
    long userSignals,
    long idleClosed,
    int dialsPerJoinMax,
    String traceHash,
    double wallSeconds,
    List<String> violations) {

  static SimFigures of(Report report, double wallSeconds) {
    Report.Stable stable = report.stable();
    Report.Faults faults = report.faults();
    boolean killed = Double.isFinite(faults.lookupSuccess());
    boolean atOnce = report.options().scenario() != Scenario.STEADY;
    return new SimFigures(
        report.options().nodes(),
        report.options().seed(),
        word(report.options().scenario()),
        report.events(),
        report.virtualSeconds(),
        atOnce ? known(stable.joinedSeconds()) : null,
        stable.peersMean(),
        stable.peersMax(),
        stable.connectionsMean(),
        stable.lookupHopsMean(),
        stable.lookupHopsMax(),
        killed ? faults.lookupSuccess() : stable.lookupSuccess(),
        known(faults.lookupSuccessSilent()),
        known(faults.lookupHopsMean()),
        stable.overlayMessagesPerNodeSecond(),
        stable.ticksPerNodeSecond(),
        known(faults.detect().p50()),
        known(faults.detect().p99()),
        known(faults.detectSilent().p50()),
        known(faults.detectSilent().p99()),
        faults.falseDeaths(),
        known(faults.healP99Millis()),
        known(faults.repairMillis()),
        known(faults.repairSilentMillis()),
        known(report.sleep().monitorsWithoutConnection()),
        known(report.sleep().down().p50()),
        known(report.sleep().down().p99()),
        known(report.sleep().downOfNode().p50()),
        known(report.sleep().downOfNode().p99()),
        report.talk().downMissing(),
        report.talk().downDuplicate(),
        report.talk().sent(),
        report.talk().lost(),
        report.talk().disordered(),
        faults.resets(),
        report.talk().received(),
        stable.idleClosed(),
        stable.dialsPerJoinMax(),
        report.traceHash(),
        wallSeconds,
        report.violations().stream().map(Violation::toString).toList());
  }

  private static @Nullable Double known(double figure) {
    return Double.isFinite(figure) ? figure : null;
  }

  /// How the command line names a scenario.
  static String word(Scenario scenario) {
    return scenario.name().toLowerCase(Locale.ROOT);
  }
}
