package io.tempelhof.sim.network;

import io.tempelhof.sim.engine.World;
import java.util.ArrayDeque;
import java.util.Deque;

/// One direction of a connection in which a packet is missing. The kernel sends it again after 200
/// ms, 400 ms, ... (RFC 6298); what comes after it waits, so that nothing arrives out of order and
/// no byte is ever missing. After 15 times that came to nothing (Linux: {@code tcp_retries2}) the
/// kernel gives the connection up.
final class Stall implements Runnable {
  static final long FIRST_NANOS = 200_000_000L;
  static final long LONGEST_NANOS = 120_000_000_000L;
  static final int RETRANSMISSIONS_MAX = 15;

  private final Network network;
  private final End from;
  private final Deque<Runnable> backlog = new ArrayDeque<>(2);
  private long wait = FIRST_NANOS;
  private int tries;

  Stall(Network network, End from) {
    this.network = network;
    this.from = from;
    again();
  }

  void add(Runnable event) {
    backlog.add(event);
  }

  private void again() {
    World world = network.world();
    world.at(world.now() + wait, this);
  }

  @Override
  public void run() {
    if (network.carries(from)) {
      from.stall = null;
      backlog.forEach(event -> network.arriveLater(from, event));
    } else if (++tries > RETRANSMISSIONS_MAX || !from.owner.machine().isOn()) {
      from.severed = true;
      backlog.clear();
      network.timedOut(from);
    } else {
      wait = Math.min(2 * wait, LONGEST_NANOS);
      again();
    }
  }
}
