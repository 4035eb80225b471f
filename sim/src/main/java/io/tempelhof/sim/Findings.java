package io.tempelhof.sim;

import io.tempelhof.sim.cluster.SimAssociation;
import io.tempelhof.sim.cluster.SimNode;
import io.tempelhof.sim.measure.Deaths;
import io.tempelhof.sim.measure.Delays;
import java.util.List;

/// What the acts of a scenario find out, filled in as they go. NaN: not found out.
final class Findings {
  double lookupSuccess = Double.NaN;
  double lookupHopsMean = Double.NaN;
  double lookupSuccessSilent = Double.NaN;
  double repairMillis = Double.NaN;
  double repairSilentMillis = Double.NaN;
  double healP99Millis = Double.NaN;
  double monitorsWithoutConnection = Double.NaN;
  Report.Times down = Report.Times.NONE;
  Report.Times downOfNode = Report.Times.NONE;

  /// Counts what sleeps now.
  void asleep(List<SimNode> nodes) {
    long ends = 0;
    for (SimNode node : nodes) {
      for (SimAssociation association : node.associations()) {
        ends += association.relationsAsleep();
      }
    }
    monitorsWithoutConnection = ends / 2.0;
  }

  Report.Sleep sleep() {
    return new Report.Sleep(monitorsWithoutConnection, down, downOfNode);
  }

  Report.Faults report(Deaths deaths, long resets) {
    return new Report.Faults(
        lookupSuccess,
        lookupHopsMean,
        lookupSuccessSilent,
        times(deaths.ofCrashes()),
        times(deaths.ofSilence()),
        deaths.falseDeaths(),
        repairMillis,
        repairSilentMillis,
        healP99Millis,
        resets);
  }

  static Report.Times times(Delays delays) {
    return new Report.Times(delays.quantile(0.5), delays.quantile(0.99));
  }
}
