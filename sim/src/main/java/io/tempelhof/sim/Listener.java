package io.tempelhof.sim;

import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.term.NodeName;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// What the network knows of one node: where it listens, whether it lives, its ends of connections
/// and the attempts under way.
final class Listener {
  /// What a node's machine does with what reaches it.
  enum State {
    /// It answers.
    LISTENING,
    /// The process is gone, the machine refuses.
    CRASHED,
    /// The machine itself is gone: nothing is answered, nobody is told.
    SILENT
  }

  final int index;
  final Host host;
  final Address address;
  State state = State.LISTENING;
  final Set<End> ends = new LinkedHashSet<>();

  /// Our own attempts by the node they go to.
  final Map<NodeName, Attempt> dialling = new HashMap<>();

  /// The latest attempt of each node that has one under way to us.
  final Map<NodeName, Attempt> accepting = new HashMap<>();

  Listener(int index, Host host, Address address) {
    this.index = index;
    this.host = host;
    this.address = address;
  }

  boolean isListening() {
    return state == State.LISTENING;
  }
}
