package io.tempelhof.sim.network;

import io.tempelhof.sim.engine.Machine;

/// A frame on its way. Most events of a run are of this kind.
///
/// @param number its place among the frames of that direction, counted from 0
record Arrival(Network network, End to, Frame frame, long number) implements Runnable {
  @Override
  public void run() {
    Machine machine = to.owner.machine();
    if (machine.isFree()) {
      network.arrived(to, frame, number);
    } else {
      machine.turn(() -> network.arrived(to, frame, number));
    }
  }
}
