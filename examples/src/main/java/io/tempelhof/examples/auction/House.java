package io.tempelhof.examples.auction;

import io.tempelhof.core.supervise.Intensity;
import io.tempelhof.core.supervise.Strategy;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.runtime.Down;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.behaviour.Startable;
import io.tempelhof.runtime.supervise.ChildSpec;
import io.tempelhof.runtime.supervise.Supervisor;
import java.time.Duration;
import java.util.List;

/// The house of the auction: a supervised server for each item.
final class House {
  static final String DOOR = "door";

  private record Close() {}

  private House() {}

  static Startable startable(Places places) {
    List<ChildSpec> lots =
        Places.ITEMS.stream().map(item -> ChildSpec.of(item, Lot.startable(item, places))).toList();
    return Supervisor.of(Strategy.ONE_FOR_ONE, Intensity.of(10, Duration.ofSeconds(10)), lots)
        .startable();
  }

  /// The door of each node, open before anybody can want to close it.
  static void door(Self self) {
    self.receive(Close.class);
  }

  /// A node that only helps waits here until the auction is over.
  static Down untilClosed(Self self, Pid door) {
    self.monitor(door);
    return self.receive(Down.class);
  }

  static void close(Self self, Places places) {
    for (NodeName node : List.of(places.house(), places.ledger())) {
      self.send(DOOR, node, new Close());
    }
  }
}
