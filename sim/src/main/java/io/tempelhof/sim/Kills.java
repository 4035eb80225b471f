package io.tempelhof.sim;

import static io.tempelhof.sim.Stage.MILLISECOND;
import static io.tempelhof.sim.Stage.SECOND;

import io.tempelhof.sim.cluster.SimNode;
import io.tempelhof.sim.measure.Bars;
import io.tempelhof.sim.measure.Lookups;
import io.tempelhof.sim.measure.Talk;
import java.util.List;

/// A share of the processes crashes at one instant, and when all is well again the same share of
/// the hosts falls silent. At either instant every live node looks another one up.
final class Kills implements Act {
  private static final long TALKING = 10 * SECOND;

  /// Until then whoever lost a connection by the crash has seen it go.
  private static final long SEEN = 30 * MILLISECOND;

  /// So long nobody can dial after the crash, and lookups must be found before it ends: what they
  /// find is there without repair. They know what is dead and wait for nothing.
  private static final long FROZEN = 300 * MILLISECOND;

  private static final long LOOKUP = 5 * SECOND;
  private static final long WHOLE_WITHIN = 120 * SECOND;
  private static final long BETWEEN = 60 * SECOND;
  private static final int LOOKUPS_MIN = 2_000;

  /// The bars are means of ten runs; one may be so much worse.
  private static final double ONE_RUN = 0.005;

  private final double share;

  Kills(double share) {
    this.share = share;
  }

  @Override
  public Talk play(Stage stage) {
    Chatter chatter = new Chatter(stage);
    chatter.begin();
    stage.passFor("talking", TALKING);
    crash(stage);
    stage.passFor("settling again", BETWEEN);
    silence(stage);
    stage.passFor("settling again", BETWEEN);
    Talk talk = chatter.end();
    checkBars(stage);
    return talk;
  }

  private void crash(Stage stage) {
    long at = stage.now();
    stage.network.holdDials(at + FROZEN);
    victims(stage).forEach(stage::crash);
    stage.pass("processes crash", at + SEEN);
    Lookups lookups = lookUp(stage);
    lookups.closeAt(at + FROZEN);
    stage.pass("processes crash", at + FROZEN);
    stage.findings.repairMillis = stage.untilWhole("repairing", at, WHOLE_WITHIN);
    stage.pass("repairing", at + LOOKUP + SECOND);
    stage.findings.lookupSuccess = lookups.success();
    stage.findings.lookupHopsMean = lookups.hopsMean();
  }

  private void silence(Stage stage) {
    long at = stage.now();
    victims(stage).forEach(stage::silence);
    Lookups lookups = lookUp(stage);
    lookups.closeAt(at + LOOKUP);
    stage.pass("hosts fall silent", at + LOOKUP + SECOND);
    stage.findings.lookupSuccessSilent = lookups.success();
    stage.findings.repairSilentMillis = stage.untilWhole("repairing", at, WHOLE_WITHIN);
  }

  private List<SimNode> victims(Stage stage) {
    List<SimNode> live = stage.cluster.live();
    return stage.some(Math.min((int) (share * live.size()), live.size() - 2), live);
  }

  private static Lookups lookUp(Stage stage) {
    Lookups lookups = new Lookups(stage.cluster);
    List<SimNode> live = stage.cluster.live();
    for (int i = 0; i < Math.max(LOOKUPS_MIN, live.size()); i++) {
      SimNode by = stage.any(live);
      lookups.ask(by, stage.otherThan(by, live));
    }
    return lookups;
  }

  private void checkBars(Stage stage) {
    Bars.Faults bars = stage.bars.faults();
    Findings found = stage.findings;
    if (share <= 0.5) {
      stage.known("death", stage.deaths.ofCrashes(), bars.knownMany());
      stage.known("silence", stage.deaths.ofSilence(), bars.knownMany());
      double lookups = share <= 0.3 ? bars.lookups30() : bars.lookups50();
      stage.invariants.require(
          found.lookupSuccess >= lookups - ONE_RUN,
          "lookup",
          () -> "%.4f found, to be %.3f".formatted(found.lookupSuccess, lookups));
    }
    if (share <= 0.3) {
      stage.invariants.within("repair", "seconds", found.repairMillis / 1e3, bars.repair());
      stage.invariants.within(
          "repair", "seconds after silence", found.repairSilentMillis / 1e3, bars.repairSilent());
    }
  }
}
