package io.tempelhof.examples.auction;

import io.tempelhof.core.supervise.Intensity;
import io.tempelhof.core.supervise.Strategy;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.behaviour.Startable;
import io.tempelhof.runtime.supervise.ChildSpec;
import io.tempelhof.runtime.supervise.Supervisor;
import java.time.Duration;
import java.util.List;

/// The house of the auction: a supervised server for each item.
final class House {
  private static final String DOOR = "door";

  private record Close() {}

  private House() {}

  static Startable startable(Places places) {
    List<ChildSpec> lots =
        Places.ITEMS.stream().map(item -> ChildSpec.of(item, Lot.startable(item, places))).toList();
    return Supervisor.of(Strategy.ONE_FOR_ONE, Intensity.of(10, Duration.ofSeconds(10)), lots)
        .startable();
  }

  /// A node that only helps waits here until the auction is over.
  static boolean untilClosed(Self self) {
    self.register(DOOR);
    self.receive(Close.class);
    return true;
  }

  static void close(Self self, Places places) {
    self.send(DOOR, places.house(), new Close());
    self.send(DOOR, places.ledger(), new Close());
  }
}
