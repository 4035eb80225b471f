package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Query;
import io.tempelhof.core.overlay.OverlayMessage.QueryFailed;
import io.tempelhof.core.overlay.OverlayMessage.QueryFound;
import io.tempelhof.core.term.NodeName;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Recursive lookups as messages: those of others are passed on and their answers back, the answers
/// to our own are handed to {@link Lookups}.
final class Queries {
  private final NodeName self;
  private final Relay relay;
  private final Lookups lookups;
  private long lost;

  Queries(NodeName self, Relay relay, Lookups lookups) {
    this.self = self;
    this.relay = relay;
    this.lookups = lookups;
  }

  /// How many queries and answers had no way on.
  long lost() {
    return lost;
  }

  /// A query has come. {@code record}: our own.
  void heard(Query query, NodeRecord record, long now, Consumer<Wish> out) {
    if (!query.visited().contains(self)) {
      lost++;
      return;
    }
    switch (relay.route(query, record, Set.of(), now)) {
      case Relay.Forward forward -> out.accept(new Wish.Tell(forward.to(), forward.query()));
      case Relay.Answer answer -> sendBack(answer.answer(), query.visited(), out);
    }
  }

  /// The target's answer has come.
  void heard(QueryFound answer, Consumer<Wish> out) {
    if (isOurs(answer.visited())) {
      lookups.found(answer, out);
    } else {
      sendBack(answer, answer.visited(), out);
    }
  }

  /// The answer that there is none has come.
  void heard(QueryFailed answer, NodeRecord record, long now, Consumer<Wish> out) {
    if (isOurs(answer.visited())) {
      lookups.failed(answer, record, now, out);
    } else {
      sendBack(answer, answer.visited(), out);
    }
  }

  /// Whether a query began here.
  boolean isOurs(List<NodeName> visited) {
    return !visited.isEmpty() && visited.getFirst().equals(self);
  }

  private void sendBack(OverlayMessage answer, List<NodeName> visited, Consumer<Wish> out) {
    NodeName to = relay.back(visited);
    if (to == null) {
      lost++;
    } else {
      out.accept(new Wish.Tell(to, answer));
    }
  }
}
