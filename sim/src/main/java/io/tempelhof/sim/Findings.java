package io.tempelhof.sim;

import io.tempelhof.sim.measure.Deaths;
import io.tempelhof.sim.measure.Delays;

/// What the acts of a scenario find out, filled in as they go. NaN: not found out.
final class Findings {
  double lookupSuccess = Double.NaN;
  double lookupHopsMean = Double.NaN;
  double lookupSuccessSilent = Double.NaN;
  double repairMillis = Double.NaN;
  double repairSilentMillis = Double.NaN;
  double healP99Millis = Double.NaN;

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

  private static Report.Times times(Delays delays) {
    return new Report.Times(delays.quantile(0.5), delays.quantile(0.99));
  }
}
