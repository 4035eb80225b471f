package io.tempelhof.sim;

import static io.tempelhof.sim.Stage.SECOND;

import io.tempelhof.sim.cluster.SimNode;
import io.tempelhof.sim.engine.Machine;
import io.tempelhof.sim.measure.Talk;
import io.tempelhof.sim.network.Cut;
import java.util.List;

/// A rack loses its power and gets it back a minute later; then another one loses its network for
/// as long as a partition lasts, while its nodes live.
final class RackLoss implements Act {
  private static final long TALKING = 10 * SECOND;
  private static final long WITHOUT_POWER = 60 * SECOND;
  private static final long WHOLE_WITHIN = 120 * SECOND;

  @Override
  public Talk play(Stage stage) {
    Chatter chatter = new Chatter(stage);
    chatter.begin();
    stage.passFor("talking", TALKING);
    losePower(stage.cluster.racks().getLast(), stage);
    loseNetwork(stage.cluster.racks().getFirst(), stage);
    stage.passFor("settling again", WITHOUT_POWER);
    return chatter.end();
  }

  private static void losePower(List<Machine> rack, Stage stage) {
    long at = stage.now();
    List<SimNode> lost =
        stage.cluster.live().stream().filter(node -> rack.contains(node.machine())).toList();
    lost.stream().filter(SimNode::isAlive).forEach(stage::silence);
    stage.findings.repairSilentMillis = stage.untilWhole("a rack has died", at, WHOLE_WITHIN);
    stage.pass("a rack has died", at + WITHOUT_POWER);
    stage.known("silence", stage.deaths.ofSilence(), stage.bars.faults().knownSilent());
    lost.forEach(node -> stage.start(stage.cluster.nodes().indexOf(node)));
    stage.passFor("a rack comes back", WITHOUT_POWER);
  }

  private static void loseNetwork(List<Machine> rack, Stage stage) {
    Cut cut = Cut.off(rack);
    stage.network.cut(cut);
    stage.excuses.cut(cut, stage.now() + stage.options.fault().toNanos());
    stage.passFor("a rack is cut off", stage.options.fault().toNanos());
    stage.network.heal(cut);
    stage.untilWhole("healing", stage.now(), WHOLE_WITHIN);
  }
}
