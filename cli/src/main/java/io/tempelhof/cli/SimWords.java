package io.tempelhof.cli;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import io.tempelhof.sim.Report;
import io.tempelhof.sim.measure.Bars;
import java.util.ArrayList;
import java.util.List;

/// What {@code sim} tells a person of a {@link Report}: figures beside the bars they are held to.
final class SimWords {
  private final List<String> lines = new ArrayList<>();

  private SimWords() {}

  static List<String> of(Report report, double wallSeconds) {
    SimWords words = new SimWords();
    words.lines.add(
        format(
            ROOT,
            "%s of %,d nodes from seed %d: %.0f virtual seconds, %,d events, in %.1f s",
            SimFigures.word(report.options().scenario()),
            report.options().nodes(),
            report.options().seed(),
            report.virtualSeconds(),
            report.events(),
            wallSeconds));
    words.stable(report.stable(), report.bars());
    words.faults(report.faults(), report.bars().faults());
    words.sleep(report.sleep());
    words.talk(report);
    words.lines.add(format(ROOT, "  trace                    %s", report.traceHash()));
    return words.lines;
  }

  private void stable(Report.Stable stable, Bars bars) {
    lines.add(
        format(
            ROOT,
            "  whole after              %.2f s (bar where all join at once: %.0f)",
            stable.joinedSeconds(),
            bars.joinSeconds()));
    lines.add(
        format(
            ROOT,
            "  peers per node           %.1f, max %d (bars %.0f, %d)",
            stable.peersMean(),
            stable.peersMax(),
            bars.peersMean(),
            bars.peersMax()));
    lines.add(format(ROOT, "  connections per node     %.1f", stable.connectionsMean()));
    lines.add(format(ROOT, "  dials of a join          at most %d", stable.dialsPerJoinMax()));
    lines.add(
        format(
            ROOT,
            "  lookups                  %.4f found, %.2f hops, max %d (bars %.1f, %d)",
            stable.lookupSuccess(),
            stable.lookupHopsMean(),
            stable.lookupHopsMax(),
            bars.hopsMean(),
            bars.hopsMax()));
    lines.add(
        format(
            ROOT,
            "  frames beside signals    %.2f per node and second, %.2f of them ticks (bar %.0f)",
            stable.overlayMessagesPerNodeSecond(),
            stable.ticksPerNodeSecond(),
            bars.frames()));
    lines.add(format(ROOT, "  connections closed idle  %,d", stable.idleClosed()));
  }

  private void faults(Report.Faults faults, Bars.Faults bars) {
    if (Double.isFinite(faults.lookupSuccess())) {
      lines.add(
          format(
              ROOT,
              "  lookups at the crash     %.4f found, %.2f hops; %.4f when hosts fell silent",
              faults.lookupSuccess(),
              faults.lookupHopsMean(),
              faults.lookupSuccessSilent()));
    }
    millis("  crash known to all       ", faults.detect(), bars.known());
    millis("  silence known to all     ", faults.detectSilent(), bars.knownSilent());
    millis("  whole after a crash      ", faults.repairMillis(), bars.repair());
    millis("  whole after silence      ", faults.repairSilentMillis(), bars.repairSilent());
    millis("  healed (99 % of nodes)   ", faults.healP99Millis(), bars.heal());
    lines.add(format(ROOT, "  false deaths             %d", faults.falseDeaths()));
  }

  private void millis(String what, Report.Times times, double barSeconds) {
    if (Double.isFinite(times.p50())) {
      lines.add(
          format(
              ROOT,
              "%s%.2f s half of them, %.2f s 99 %% (bar where one dies %.1f)",
              what,
              times.p50() / 1e3,
              times.p99() / 1e3,
              barSeconds));
    }
  }

  private void millis(String what, double millis, double barSeconds) {
    if (Double.isFinite(millis)) {
      lines.add(format(ROOT, "%s%.2f s (bar %.0f)", what, millis / 1e3, barSeconds));
    }
  }

  private void sleep(Report.Sleep sleep) {
    if (Double.isFinite(sleep.monitorsWithoutConnection())) {
      lines.add(
          format(
              ROOT,
              "  monitors asleep          %,.0f, links counted",
              sleep.monitorsWithoutConnection()));
    }
    fired("  told of a process's end  ", sleep.down());
    fired("  told of a node's end     ", sleep.downOfNode());
  }

  private void fired(String what, Report.Times times) {
    if (Double.isFinite(times.p50())) {
      lines.add(
          format(
              ROOT,
              "%s%.3f s half of them, %.3f s 99 %%",
              what,
              times.p50() / 1e3,
              times.p99() / 1e3));
    }
  }

  private void talk(Report report) {
    lines.add(
        format(
            ROOT,
            "  signals                  %,d sent, %,d arrived, %d lost, %d out of order",
            report.talk().sent(),
            report.talk().received(),
            report.talk().lost(),
            report.talk().disordered()));
    lines.add(
        format(
            ROOT,
            "  monitors and links       %d never fired, %d fired again; %,d ends saw a break",
            report.talk().downMissing(),
            report.talk().downDuplicate(),
            report.faults().resets()));
  }
}
