package io.tempelhof.examples.auction;

import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.examples.auction.Ledger.Sale;
import io.tempelhof.examples.auction.Ledger.Sales;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeOptions;
import io.tempelhof.runtime.Errand;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.server.CallException;
import io.tempelhof.runtime.task.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// An auction on one node, on three, or with a ledger in Elixir: a file says which node does what,
/// and every JVM is started with that file and the name of its node.
public final class Auction {
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Places places;

  private Auction(Places places) {
    this.places = places;
  }

  /// @param arguments the file that says which node does what, and the name of the node to run
  public static void main(String[] arguments) throws Exception {
    Places places = Places.read(Path.of(arguments[0]));
    NodeName here = NodeName.of(arguments[1]);
    try (Node node = Node.start(NodeOptions.of(here.toString()))) {
      Pid door = node.spawn(House.DOOR, House::door);
      if (places.ledger().equals(here)) {
        Ledger.startable().start(node.processes());
      }
      if (places.house().equals(here)) {
        House.startable(places).start(node.processes());
      }
      if (places.hall().equals(here)) {
        Errand.run(node.processes(), new Auction(places)::hold).forEach(System.out::println);
      } else {
        Errand.run(node.processes(), self -> House.untilClosed(self, door));
      }
    }
  }

  /// Everybody bids for everything at once; then the doors close.
  private List<String> hold(Self self) {
    awaitLedger(self);
    List<String> lines = new ArrayList<>();
    for (String item : Places.ITEMS) {
      List<Task<Sale>> bids =
          Bidder.ALL.stream()
              .map(bidder -> Task.async(self, mine -> bidder.bid(mine, item, places)))
              .toList();
      Sale sale = Task.awaitAll(self, bids, Duration.ofMinutes(1)).getFirst();
      lines.add(item + ": sold to " + sale.winner() + " for " + sale.price());
    }
    List<Sale> sales = Ledger.of(places).call(self, new Sales());
    long sum = sales.stream().mapToLong(Sale::price).sum();
    lines.add("the ledger has " + sales.size() + " sales, " + sum + " in all");
    House.close(self, places);
    return lines;
  }

  private void awaitLedger(Self self) {
    while (true) {
      try {
        Ledger.of(places).call(self, new Sales());
        return;
      } catch (CallException _) {
        self.receive(PAUSE); // it may be starting
      }
    }
  }
}
