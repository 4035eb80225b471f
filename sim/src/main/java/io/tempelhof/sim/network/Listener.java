package io.tempelhof.sim.network;

import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.sim.engine.Machine;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// What the network knows of one node: where it listens, whether it lives, its ends of connections
/// and the attempts under way.
public final class Listener {
  final Host host;
  final Address address;
  private final Machine machine;
  final Set<End> ends = new LinkedHashSet<>();

  /// Our own attempts by the node they go to.
  final Map<NodeName, Attempt> dialling = new HashMap<>(0);

  /// The latest attempt of each node that has one under way to us.
  final Map<NodeName, Attempt> accepting = new HashMap<>(0);

  private boolean listening = true;

  Listener(Host host, Address address) {
    this.host = host;
    this.address = address;
    this.machine = host.machine();
  }

  /// Where it is.
  Machine machine() {
    return machine;
  }

  /// Whether the node's process lives.
  public boolean isListening() {
    return listening;
  }

  void stop() {
    listening = false;
  }
}
