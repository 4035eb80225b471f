package io.tempelhof.runtime;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The ways to other nodes, by the atom that names them in pids and references.
final class Ways {
  /// How many are remembered; others are worked out each time.
  private static final int REMEMBERED_MAX = 16_384;

  private static final NodeName NOWHERE = new NodeName("nowhere", "nowhere");

  private final Remote remote;
  private final Unreachable unreachable;
  private final Map<Atom, Way> remembered = new ConcurrentHashMap<>();

  Ways(Remote remote, Unreachable unreachable) {
    this.remote = remote instanceof NoRemote ? unreachable : remote;
    this.unreachable = unreachable;
  }

  /// The way to one node.
  record Way(Remote remote, NodeName node) {
    void send(Signal signal) throws InterruptedException {
      remote.send(node, signal);
    }

    boolean trySend(Signal signal) {
      return remote.trySend(node, signal);
    }

    void post(Signal signal) {
      remote.post(node, signal);
    }
  }

  Way to(Atom node) {
    Way known = remembered.get(node);
    if (known != null) {
      return known;
    }
    Way way = find(node);
    if (remembered.size() < REMEMBERED_MAX) {
      remembered.put(node, way);
    }
    return way;
  }

  private Way find(Atom node) {
    try {
      return new Way(remote, NodeName.of(node.text()));
    } catch (IllegalArgumentException e) {
      // A pid of such a node came from somewhere; talking to it is talking to nobody.
      return new Way(unreachable, NOWHERE);
    }
  }
}
