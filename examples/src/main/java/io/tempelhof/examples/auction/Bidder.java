package io.tempelhof.examples.auction;

import io.tempelhof.examples.auction.Ledger.Sale;
import io.tempelhof.examples.auction.Lot.Bid;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.server.CallException;
import java.time.Duration;
import java.util.List;

/// Somebody in the hall.
///
/// @param purse the most it pays for anything
/// @param clumsy its first bid is nonsense
record Bidder(String name, long purse, boolean clumsy) {
  static final List<Bidder> ALL =
      List.of(
          new Bidder("anna", 60, false),
          new Bidder("bert", 45, false),
          new Bidder("cleo", 30, true));

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(20);

  /// Bids for an item until the hammer has fallen, however often the lot breaks meanwhile.
  Sale bid(Self self, String item, Places places) {
    boolean nonsense = clumsy;
    while (true) {
      long amount = nonsense ? -1 : purse - item.length();
      try {
        return Lot.of(item, places).within(PATIENCE).call(self, new Bid(name, amount));
      } catch (CallException broken) {
        nonsense &= broken.kind() != CallException.Kind.ENDED;
        self.receive(PAUSE);
      }
    }
  }
}
