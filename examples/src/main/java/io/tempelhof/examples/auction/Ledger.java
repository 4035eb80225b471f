package io.tempelhof.examples.auction;

import io.tempelhof.core.term.Atom;
import io.tempelhof.runtime.From;
import io.tempelhof.runtime.behaviour.Startable;
import io.tempelhof.runtime.server.Call;
import io.tempelhof.runtime.server.Server;
import io.tempelhof.runtime.server.ServerRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes down what was sold, each item once, however often it is told. In Erlang's words its
/// requests are {@code {sale, Item, Winner, Price}} and {@code sales}, so an Elixir GenServer can
/// do its work: see `ledger.exs`.
final class Ledger implements Server<Ledger.Entry> {
  static final String NAME = "ledger";

  sealed interface Entry {}

  record Sale(String item, String winner, long price) implements Entry, Call<Atom> {}

  record Sales() implements Entry, Call<List<Sale>> {}

  private final Map<String, Sale> sales = new LinkedHashMap<>();

  static Startable startable() {
    return Server.of(Entry.class, _ -> new Ledger()).named(NAME);
  }

  static ServerRef<Entry> of(Places places) {
    return ServerRef.to(Entry.class, NAME, places.ledger());
  }

  @Override
  public Object handleCall(Entry entry, From from) {
    return switch (entry) {
      case Sale sale -> {
        sales.put(sale.item(), sale);
        yield Atom.of("ok");
      }
      case Sales _ -> List.copyOf(sales.values());
    };
  }
}
