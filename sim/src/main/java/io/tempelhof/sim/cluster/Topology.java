package io.tempelhof.sim.cluster;

import io.tempelhof.core.overlay.FailureDomain;
import io.tempelhof.sim.engine.Machine;
import io.tempelhof.sim.engine.World;
import java.util.ArrayList;
import java.util.List;

/// Where nodes live. They are dealt out in turn: to machines, these to racks, these to zones.
///
/// @param machines how many; 0: each node has one of its own
/// @param racks how many
/// @param zones how many
/// @param declared whether nodes say where they are
/// @param turnNanos how long a machine is busy with one thing
public record Topology(int machines, int racks, int zones, boolean declared, long turnNanos) {
  /// Every node on a machine of its own, and nobody declares anything.
  public static final Topology APART = new Topology(0, 1, 1, false, 0);

  /// That many busy machines.
  public static Topology of(int machines, long turnNanos) {
    return new Topology(machines, 1, 1, false, turnNanos);
  }

  /// That many busy machines, declared, each a failure domain of its own.
  public static Topology jvms(int jvms, long turnNanos) {
    return new Topology(jvms, jvms, 1, true, turnNanos);
  }

  /// That many racks, declared.
  public static Topology racks(int racks) {
    return new Topology(0, racks, 1, true, 0);
  }

  /// That many zones, declared.
  public static Topology zones(int zones) {
    return new Topology(0, zones, zones, true, 0);
  }

  /// The machine of a node, made when it is first asked for.
  Machine machine(int node, List<Machine> made, World world) {
    int number = machines == 0 ? node : node % machines;
    while (made.size() <= number) {
      made.add(make(made.size(), world));
    }
    return made.get(number);
  }

  private Machine make(int number, World world) {
    int rack = number % racks;
    int zone = rack % zones;
    String name = "m" + number;
    FailureDomain domain =
        declared ? new FailureDomain(name, name, "r" + rack, "z" + zone) : FailureDomain.UNDECLARED;
    return new Machine(world, number, domain, zone, turnNanos);
  }

  /// The machines there are, by their racks.
  static List<List<Machine>> byRack(List<Machine> machines, int racks) {
    List<List<Machine>> groups = new ArrayList<>();
    for (int rack = 0; rack < racks; rack++) {
      groups.add(new ArrayList<>());
    }
    machines.forEach(machine -> groups.get(machine.number() % racks).add(machine));
    return groups;
  }
}
