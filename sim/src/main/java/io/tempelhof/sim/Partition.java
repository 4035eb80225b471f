package io.tempelhof.sim;

import static io.tempelhof.sim.Stage.SECOND;

import io.tempelhof.sim.cluster.SimNode;
import io.tempelhof.sim.engine.Machine;
import io.tempelhof.sim.measure.Coverage;
import io.tempelhof.sim.measure.Delays;
import io.tempelhof.sim.measure.Talk;
import io.tempelhof.sim.measure.Truth;
import io.tempelhof.sim.network.Cut;
import java.util.ArrayList;
import java.util.List;

/// Two parts of the cluster do not see each other for a while: two halves, or two thirds with
/// another one that sees both. All seeds are on one side.
final class Partition implements Act {
  private static final long TALKING = 10 * SECOND;
  private static final long SAMPLE = SECOND / 10;
  private static final long WHOLE_WITHIN = 120 * SECOND;
  private static final long AFTERWARDS = 60 * SECOND;

  private final boolean overlapping;

  Partition(boolean overlapping) {
    this.overlapping = overlapping;
  }

  @Override
  public Talk play(Stage stage) {
    Chatter chatter = new Chatter(stage);
    chatter.begin();
    stage.passFor("talking", TALKING);
    Cut cut = cut(stage);
    stage.network.cut(cut);
    stage.passFor("parted", stage.options.fault().toNanos());
    stage.network.heal(cut);
    heal(stage);
    stage.passFor("healed", AFTERWARDS);
    return chatter.end();
  }

  private Cut cut(Stage stage) {
    List<SimNode> nodes = stage.cluster.nodes();
    int parts = overlapping ? 3 : 2;
    int size = Math.max(1, nodes.size() / parts);
    List<Machine> one = new ArrayList<>();
    List<Machine> another = new ArrayList<>();
    List<SimNode> others = nodes.subList(stage.seeds().size(), nodes.size());
    stage.some(size, others).forEach(node -> one.add(node.machine()));
    for (SimNode node : nodes) {
      boolean here = one.contains(node.machine());
      if (!here && (!overlapping || another.size() < size)) {
        another.add(node.machine());
      }
    }
    Cut cut = Cut.between(one, another);
    if (!overlapping) {
      stage.excuses.cut(cut, stage.now() + stage.options.fault().toNanos());
    }
    return cut;
  }

  private static void heal(Stage stage) {
    long since = stage.now();
    Truth truth = stage.truth();
    Delays delays = new Delays();
    List<SimNode> waiting = new ArrayList<>(stage.cluster.live());
    while (!waiting.isEmpty() && stage.now() < since + WHOLE_WITHIN) {
      waiting.removeIf(node -> {
        boolean whole = Coverage.isWhole(node, truth);
        if (whole) {
          delays.add(stage.now() - since);
        }
        return whole;
      });
      stage.passFor("healing", SAMPLE);
    }
    waiting.forEach(_ -> delays.add(Long.MAX_VALUE));
    stage.findings.healP99Millis = delays.quantile(0.99);
    stage.invariants.within(
        "heal",
        "seconds, 99 % of the nodes",
        stage.findings.healP99Millis / 1e3,
        stage.bars.faults().heal());
  }
}
