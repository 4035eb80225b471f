package io.tempelhof.sim;

import static io.tempelhof.sim.Stage.MILLISECOND;
import static io.tempelhof.sim.Stage.SECOND;

import io.tempelhof.core.node.NodeSnapshot;
import io.tempelhof.sim.cluster.Programs;
import io.tempelhof.sim.cluster.SimNode;
import io.tempelhof.sim.measure.Delays;
import io.tempelhof.sim.measure.Talk;
import java.util.List;

/// Every node monitors a process on every other one, and nobody says anything more, until only
/// peers are connected. Then one of these processes ends, and later one node crashes: whoever
/// monitored it is told, once.
final class Monitors implements Act {
  private static final long ATTACHING = 120 * SECOND;

  /// Twice the 60 s of idleness with their 20 % of chance, and some for the closing itself.
  private static final long TWO_IDLE_PERIODS = 150 * SECOND;

  /// Time for everybody to have asked everybody twice whether all is remembered.
  private static final long ASLEEP = 150 * SECOND;

  private static final long FIRING = 10 * SECOND;
  private static final double TOLD_SECONDS = 5;
  private static final int DIALS_MAX = 64;
  private static final long LOOK_EVERY = 5 * MILLISECOND;

  @Override
  public Talk play(Stage stage) {
    List<SimNode> nodes = stage.cluster.nodes();
    monitorAll(nodes, stage);
    stage.passFor("monitoring", ATTACHING);
    stage.passFor("falling silent", TWO_IDLE_PERIODS);
    stage.invariants.fallenBack(nodes);
    stage.passFor("asleep", ASLEEP);
    stage.invariants.fallenBack(nodes);
    stage.findings.asleep(nodes);
    requireNoneFired(stage);

    SimNode whose = stage.any(nodes);
    lookAtDials(whose, stage);
    Delays ended = fired(stage, "a process ends", () -> whose.program().endWorker());
    long missing = missing(whose, stage);
    told("process", ended, nodes.size() - 1, TOLD_SECONDS, stage);
    stage.findings.down = Findings.times(ended);

    SimNode victim = stage.otherThan(whose, nodes);
    Delays died = fired(stage, "a node crashes", () -> stage.crash(victim));
    missing += missing(victim, stage);
    told("node", died, nodes.size() - 1, TOLD_SECONDS, stage);
    stage.findings.downOfNode = Findings.times(died);
    stage.known("death", stage.deaths.ofCrashes(), stage.bars.faults().known());
    return Talk.of(stage.cluster, false).lacking(missing);
  }

  private static void monitorAll(List<SimNode> nodes, Stage stage) {
    long from = stage.now();
    for (int i = 0; i < nodes.size(); i++) {
      for (int j = 0; j < i; j++) {
        SimNode one = nodes.get(i);
        SimNode other = nodes.get(j);
        stage.world.at(
            from + stage.random.nextLong(ATTACHING),
            () -> {
              one.program().monitor(other);
              other.program().monitor(one);
            });
      }
    }
  }

  private static void requireNoneFired(Stage stage) {
    long fired = stage.cluster.programs().count(Programs.Count.FIRED);
    stage.invariants.require(fired == 0, "down", () -> fired + " fired while all lived");
  }

  /// How long after the event monitors fired.
  private static Delays fired(Stage stage, String what, Runnable event) {
    Delays delays = new Delays();
    long at = stage.now();
    stage.cluster.programs().whenDown(() -> delays.add(stage.now() - at));
    event.run();
    stage.passFor(what, FIRING);
    stage.cluster.programs().whenDown(() -> {});
    return delays;
  }

  private static void told(String what, Delays fired, int wanted, double seconds, Stage stage) {
    stage.invariants.require(
        fired.size() == wanted,
        "down",
        () -> "%s: %d of %d monitors fired".formatted(what, fired.size(), wanted));
    stage.invariants.within(
        "fan-out", what + ", seconds until the last is told", fired.quantile(1) / 1e3, seconds);
  }

  /// How many live nodes still believe to monitor the process there.
  private static long missing(SimNode there, Stage stage) {
    return stage.cluster.live().stream().filter(n -> n.program().isAttached(there)).count();
  }

  /// A process that many monitor ends: its node does not dial all of them at once.
  private static void lookAtDials(SimNode node, Stage stage) {
    for (long after = 0; after < FIRING; after += LOOK_EVERY) {
      stage.world.at(
          stage.now() + after,
          () -> {
            long dials =
                node.snapshot().dials().stream()
                    .filter(NodeSnapshot.Dialling::started)
                    .filter(dial -> !dial.upkeep())
                    .count();
            stage.invariants.require(
                dials <= DIALS_MAX, "fan-out", () -> "%s dials %d".formatted(node, dials));
          });
    }
  }
}
