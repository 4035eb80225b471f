package io.tempelhof.sim.network;

import io.tempelhof.sim.engine.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// What lies between machines: how long a trip takes, whether a packet gets through.
final class Paths {
  private final NetworkOptions options;
  private final SplittableRandom random;
  private final List<Cut> cuts = new ArrayList<>(0);

  Paths(NetworkOptions options, SplittableRandom random) {
    this.options = options;
    this.random = random;
  }

  void cut(Cut cut) {
    cuts.add(cut);
  }

  void heal(Cut cut) {
    cuts.remove(cut);
  }

  /// Whether the network carries anything from one machine to the other.
  boolean open(Machine from, Machine to) {
    if (!from.isOn() || !to.isOn()) {
      return false;
    }
    for (int i = 0; i < cuts.size(); i++) {
      if (cuts.get(i).blocks(from, to)) {
        return false;
      }
    }
    return true;
  }

  /// Whether one packet gets through.
  boolean carries(Machine from, Machine to) {
    return open(from, to) && !(options.lossShare() > 0 && chance(options.lossShare()));
  }

  /// How long one trip takes.
  long latency(Machine from, Machine to) {
    long nanos =
        options.latencyMinNanos()
            + random.nextLong(options.latencyMaxNanos() - options.latencyMinNanos() + 1);
    if (options.tailShare() > 0 && chance(options.tailShare())) {
      nanos += random.nextLong(options.tailMaxNanos() + 1);
    }
    return nanos + (from.zone() == to.zone() ? 0 : options.zoneNanos()) + from.lag() + to.lag();
  }

  boolean resets() {
    return options.resetShare() > 0 && chance(options.resetShare());
  }

  private boolean chance(double share) {
    return random.nextDouble() < share;
  }
}
