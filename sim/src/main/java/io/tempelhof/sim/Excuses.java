package io.tempelhof.sim;

import io.tempelhof.sim.cluster.SimNode;
import io.tempelhof.sim.engine.Machine;
import io.tempelhof.sim.engine.World;
import io.tempelhof.sim.network.Cut;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Who may be taken for dead though it lives: a machine that stood still or was cut off for longer
/// than a watcher waits, and the other side of a partition.
final class Excuses {
  /// Word of a death still travels for so long when its cause is over.
  static final long ECHO_NANOS = 30 * Stage.SECOND;

  private record Parting(Cut cut, long until) {}

  private final World world;
  private final Map<Machine, Long> machines = new HashMap<>();
  private final List<Parting> partings = new ArrayList<>();

  Excuses(World world) {
    this.world = world;
  }

  /// That machine stands still, and may seem dead until then.
  void pause(Machine machine, long until) {
    machines.merge(machine, until, Math::max);
  }

  /// Machines the cut lies between may seem dead to each other until then.
  void cut(Cut cut, long until) {
    partings.removeIf(parting -> world.now() - ECHO_NANOS >= parting.until());
    partings.add(new Parting(cut, until));
  }

  boolean apply(SimNode by, SimNode subject) {
    long now = world.now() - ECHO_NANOS;
    if (now < machines.getOrDefault(subject.machine(), Long.MIN_VALUE)) {
      return true;
    }
    for (Parting parting : partings) {
      if (now < parting.until()
          && (parting.cut().blocks(by.machine(), subject.machine())
              || parting.cut().blocks(subject.machine(), by.machine()))) {
        return true;
      }
    }
    return false;
  }
}
