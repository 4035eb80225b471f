package io.tempelhof.sim;

import static io.tempelhof.sim.Stage.MILLISECOND;
import static io.tempelhof.sim.Stage.SECOND;

import io.tempelhof.sim.cluster.SimNode;
import io.tempelhof.sim.cluster.Topology;
import io.tempelhof.sim.engine.Machine;
import io.tempelhof.sim.measure.Deaths;
import io.tempelhof.sim.measure.Talk;
import java.util.List;

/// What the demo plays, with JVMs that are as busy as its own: a node crashes, and soon after it a
/// JVM is killed, with all its nodes. It is started again; then its host falls silent.
final class JvmLoss implements Act {
  /// So long a JVM is busy with whatever reaches one of its nodes: that much of two cores a node of
  /// the demo has for a message.
  private static final long TURN_NANOS = 140_000L;

  private static final int NODES_PER_JVM = 88;
  private static final int JVMS_MIN = 4;

  private static final long TALKING = 10 * SECOND;
  private static final long BEFORE = 4 * SECOND;

  /// So long a kernel takes to close the sockets of a JVM that was killed, one after another.
  private static final long CLOSING = 300 * MILLISECOND;

  private static final long BETWEEN = 60 * SECOND;

  static Topology topology(int nodes) {
    return Topology.jvms(Math.max(JVMS_MIN, nodes / NODES_PER_JVM), TURN_NANOS);
  }

  @Override
  public Talk play(Stage stage) {
    Chatter chatter = new Chatter(stage);
    chatter.begin();
    stage.passFor("talking", TALKING);
    stage.crash(stage.any(stage.cluster.live()));
    stage.passFor("a node has crashed", BEFORE);
    List<SimNode> lost = kill(stage.cluster.machines().getLast(), stage);
    stage.passFor("a JVM was killed", BETWEEN);
    stage.known("death", stage.deaths.ofCrashes(), stage.bars.faults().known());
    List<SimNode> back =
        lost.stream().map(node -> stage.start(stage.cluster.nodes().indexOf(node))).toList();
    stage.passFor("the JVM comes back", BETWEEN);
    stage.silence(back.getFirst());
    stage.passFor("a host falls silent", BETWEEN);
    stage.known("silence", stage.deaths.ofSilence(), stage.bars.faults().knownSilent());
    return chatter.end();
  }

  private static List<SimNode> kill(Machine machine, Stage stage) {
    List<SimNode> lost = stage.cluster.on(machine);
    machine.pause(CLOSING);
    for (int i = 0; i < lost.size(); i++) {
      stage.deaths.died(lost.get(i), Deaths.Way.CRASH);
      stage.world.at(stage.now() + CLOSING * i / lost.size(), lost.get(i)::crash);
    }
    return lost;
  }
}
