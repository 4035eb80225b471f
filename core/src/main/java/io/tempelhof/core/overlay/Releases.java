package io.tempelhof.core.overlay;

import java.util.function.Consumer;

/// Gives back the connections that the overlay opened only to ask something, as soon as they have
/// served: not before the node has joined, since until then there is always more to ask.
final class Releases {
  private final Connections connections;
  private final Membership membership;
  private final Peering peering;
  private final Searches searches;
  private long nextDeadline = Long.MAX_VALUE;

  Releases(Connections connections, Membership membership, Peering peering, Searches searches) {
    this.connections = connections;
    this.membership = membership;
    this.peering = peering;
    this.searches = searches;
  }

  /// Looks at all of them.
  void check(long now, Consumer<Wish> out) {
    nextDeadline = Long.MAX_VALUE;
    for (Connection connection : connections.open()) {
      check(connection, now, out);
    }
  }

  /// Looks at those that were still needed for a while.
  void timer(long now, Consumer<Wish> out) {
    if (now >= nextDeadline) {
      check(now, out);
    }
  }

  long nextDeadline() {
    return nextDeadline;
  }

  /// Looks at one on which something has happened.
  void check(Connection connection, long now, Consumer<Wish> out) {
    if (connection.opened()
        && membership.joined()
        && connection.record() != null
        && connection.questions == 0
        && connection.relation.state() == PeerRelation.State.NONE
        && !peering.attempting(connection.name)
        && !searches.await(connection.name)
        && !connection.releasing(now)) {
      if (now < connection.neededUntil) {
        nextDeadline = Math.min(nextDeadline, connection.neededUntil);
      } else {
        connection.released(now);
        out.accept(new Wish.Release(connection.name));
      }
    }
  }
}
