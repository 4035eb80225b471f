package io.tempelhof.sim;

import static io.tempelhof.sim.Stage.SECOND;

import io.tempelhof.sim.cluster.SimNode;
import io.tempelhof.sim.measure.Talk;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Every node talks to many others for a while; half of the pairs once more about when their
/// connection is being closed; then silence.
final class Burst implements Act {
  private static final int PARTNERS = 24;
  private static final int SIGNALS = 10;
  private static final long TALKING = 10 * SECOND;
  private static final long ONCE_MORE = 90 * SECOND;

  /// Twice the 60 s of idleness with their 20 % of chance, and some for the closing itself.
  private static final long TWO_IDLE_PERIODS = 150 * SECOND;

  @Override
  public Talk play(Stage stage) {
    long from = stage.now();
    for (SimNode node : stage.cluster.nodes()) {
      for (SimNode partner : partners(node, stage)) {
        for (int i = 0; i < SIGNALS; i++) {
          say(from + stage.random.nextLong(TALKING), node, partner, stage);
        }
        if (stage.random.nextBoolean()) {
          say(from + TALKING + stage.random.nextLong(ONCE_MORE), node, partner, stage);
        }
      }
    }
    stage.pass("talking", from + TALKING);
    stage.pass("falling silent", from + TALKING + ONCE_MORE + TWO_IDLE_PERIODS);
    stage.invariants.fallenBack(stage.cluster.nodes());
    return Talk.of(stage.cluster, false);
  }

  private static void say(long at, SimNode from, SimNode to, Stage stage) {
    stage.world.at(at, () -> from.program().say(to));
  }

  private static Set<SimNode> partners(SimNode node, Stage stage) {
    List<SimNode> nodes = stage.cluster.nodes();
    Set<SimNode> partners = new LinkedHashSet<>();
    while (partners.size() < Math.min(PARTNERS, nodes.size() - 1)) {
      partners.add(stage.otherThan(node, nodes));
    }
    return partners;
  }
}
