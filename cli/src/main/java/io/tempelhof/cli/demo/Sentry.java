package io.tempelhof.cli.demo;

import io.tempelhof.core.term.Ref;
import io.tempelhof.runtime.Body;
import io.tempelhof.runtime.Down;
import io.tempelhof.runtime.Self;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The process of a node that monitors workers on some others from *talk* on, whatever becomes of
/// the connections, and says nothing to anybody.
final class Sentry implements Body {
  /// Monitor the workers of these nodes from now on.
  record Watch(List<Integer> nodes) {}

  private final int number;
  private final Gossip gossip;
  private final Map<Ref, Integer> monitors = new HashMap<>();
  private volatile List<Integer> watched = List.of();

  /// @param number the node's
  /// @param gossip hears which monitors fire
  Sentry(int number, Gossip gossip) {
    this.number = number;
    this.gossip = gossip;
  }

  /// Whose workers are monitored; for any thread.
  List<Integer> watched() {
    return watched;
  }

  @Override
  public void run(Self self) {
    for (int node : self.receive(Watch.class).nodes()) {
      monitors.put(self.monitor(Worker.NAME, DemoPlan.name(node)), node);
    }
    Set<Integer> left = new TreeSet<>(monitors.values());
    while (true) {
      watched = List.copyOf(left);
      // One that has fired stays known: what fires twice is to be seen.
      Integer node = monitors.get(self.receive(Down.class).ref());
      if (node != null) {
        gossip.fired(number, node);
        left.remove(node);
      }
    }
  }
}
