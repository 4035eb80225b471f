package io.tempelhof.sim;

import static io.tempelhof.sim.Stage.SECOND;

import io.tempelhof.sim.cluster.SimNode;
import io.tempelhof.sim.measure.Talk;
import java.util.List;

/// One node after another dies, by turns its process and its host, and starts again later.
final class SingleDeaths implements Act {
  private static final long APART = 15 * SECOND;
  private static final long LATER = 40 * SECOND;

  private final int deaths;

  SingleDeaths(int deaths) {
    this.deaths = deaths;
  }

  @Override
  public Talk play(Stage stage) {
    Chatter chatter = new Chatter(stage);
    chatter.begin();
    for (int i = 0; i < deaths; i++) {
      stage.passFor("talking", APART);
      List<SimNode> live = stage.cluster.live();
      if (live.size() > 2) {
        SimNode victim = stage.any(live);
        kill(victim, i % 2 == 1, stage);
        int number = stage.cluster.nodes().indexOf(victim);
        stage.world.at(stage.now() + LATER, () -> stage.start(number));
      }
    }
    stage.passFor("coming back", LATER + APART);
    stage.known("death", stage.deaths.ofCrashes(), stage.bars.faults().known());
    stage.known("silence", stage.deaths.ofSilence(), stage.bars.faults().knownSilent());
    return chatter.end();
  }

  private static void kill(SimNode victim, boolean silently, Stage stage) {
    if (silently) {
      stage.silence(victim);
    } else {
      stage.crash(victim);
    }
  }
}
