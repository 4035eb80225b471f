package io.tempelhof.examples.auction;

import io.tempelhof.examples.auction.Ledger.Sale;
import io.tempelhof.runtime.From;
import io.tempelhof.runtime.behaviour.Startable;
import io.tempelhof.runtime.server.Call;
import io.tempelhof.runtime.server.Server;
import io.tempelhof.runtime.server.ServerContext;
import io.tempelhof.runtime.server.ServerRef;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One item under the hammer. Everybody bids once, sealed; when all have bid, the highest wins and
/// pays what the second highest bid. Nobody is answered before: whoever bids waits for the hammer,
/// and who comes too late, since an answer was lost, hears how it fell.
///
/// A bid that is none breaks it. Its supervisor starts it again, empty, and all who waited, whose
/// calls have failed with it, bid again.
final class Lot implements Server<Lot.Bid> {
  static final String PREFIX = "lot_";

  record Bid(String bidder, long amount) implements Call<Sale> {}

  private record Bidder(From from, long amount) {}

  private final ServerContext context;
  private final String item;
  private final Places places;
  private final Map<String, Bidder> bidders = new LinkedHashMap<>();
  private @Nullable Sale sold;

  private Lot(ServerContext context, String item, Places places) {
    this.context = context;
    this.item = item;
    this.places = places;
  }

  static Startable startable(String item, Places places) {
    return Server.of(Bid.class, context -> new Lot(context, item, places)).named(PREFIX + item);
  }

  static ServerRef<Bid> of(String item, Places places) {
    return ServerRef.to(Bid.class, PREFIX + item, places.house());
  }

  @Override
  public Object handleCall(Bid bid, From from) {
    if (bid.amount() < 0) {
      throw new IllegalArgumentException(bid.bidder() + " bids " + bid.amount());
    }
    if (sold != null) {
      return sold;
    }
    bidders.put(bid.bidder(), new Bidder(from, bid.amount()));
    if (bidders.size() == places.bidderCount()) {
      hammer();
    }
    return LATER;
  }

  private void hammer() {
    Sale sale = sale();
    Ledger.of(places).call(context.self(), sale);
    bidders.values().forEach(bidder -> context.reply(bidder.from(), sale));
    sold = sale;
  }

  private Sale sale() {
    List<Map.Entry<String, Bidder>> ranking =
        bidders.entrySet().stream()
            .sorted(Comparator.comparingLong(bid -> -bid.getValue().amount()))
            .toList();
    return new Sale(item, ranking.get(0).getKey(), ranking.get(1).getValue().amount());
  }
}
