package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Closest;
import io.tempelhof.core.overlay.OverlayMessage.FindClosest;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The iterative lookups under way: dials for them, asks, and collects what they found.
final class Searches {
  /// A lookup that is over.
  record Ended(long number, IterativeLookup lookup, LookupResult result) {}

  private final NodeName self;
  private final Connections connections;
  private final Map<Long, IterativeLookup> underWay = new LinkedHashMap<>(0);

  Searches(NodeName self, Connections connections) {
    this.self = self;
    this.connections = connections;
  }

  boolean isEmpty() {
    return underWay.isEmpty();
  }

  boolean running(long number) {
    return underWay.containsKey(number);
  }

  /// Begins a lookup, or gives one under way more nodes to begin with.
  void begin(long number, NodeId target, List<NodeRecord> entries, long now) {
    IterativeLookup lookup =
        underWay.computeIfAbsent(number, n -> new IterativeLookup(target, self, now));
    for (NodeRecord entry : entries) {
      lookup.begin(entry);
    }
  }

  /// Some nodes to begin with: members we are connected to.
  List<NodeRecord> anyConnected(RandomGenerator random) {
    List<NodeRecord> records = new ArrayList<>(IterativeLookup.PARALLEL);
    for (Connection connection :
        connections.pick(IterativeLookup.PARALLEL, Connection::member, random)) {
      NodeRecord record = connection.record();
      if (record != null) {
        records.add(record);
      }
    }
    return records;
  }

  /// The next node to dial. Those already connected are asked on the way.
  @Nullable NodeRecord nextDial(long now, Consumer<Wish> out) {
    for (IterativeLookup lookup : underWay.values()) {
      for (NodeRecord next = lookup.next(); next != null; next = lookup.next()) {
        Connection connection = connections.get(next.name());
        if (connection == null) {
          return next;
        }
        if (connection.record() != null) {
          ask(connection, lookup, now, out);
        }
      }
    }
    return null;
  }

  boolean await(NodeName name) {
    for (IterativeLookup lookup : underWay.values()) {
      if (lookup.awaits(name)) {
        return true;
      }
    }
    return false;
  }

  /// A node has introduced itself: it is asked what it was dialled for.
  void introduced(Connection connection, long now, Consumer<Wish> out) {
    for (IterativeLookup lookup : underWay.values()) {
      if (lookup.awaits(connection.name)) {
        ask(connection, lookup, now, out);
      }
    }
  }

  private static void ask(
      Connection connection, IterativeLookup lookup, long now, Consumer<Wish> out) {
    lookup.asked(connection.name, now);
    connection.questions++;
    out.accept(new Wish.Tell(connection.name, new FindClosest(lookup.target())));
  }

  void answered(NodeName by, Closest answer) {
    for (IterativeLookup lookup : underWay.values()) {
      if (lookup.target().equals(answer.target())) {
        lookup.answered(by, answer.contacts());
      }
    }
  }

  /// The node cannot be reached.
  void failed(NodeName name) {
    for (IterativeLookup lookup : underWay.values()) {
      lookup.failed(name);
    }
  }

  /// The connection to the node is gone.
  void lost(NodeName name) {
    for (IterativeLookup lookup : underWay.values()) {
      lookup.lost(name);
    }
  }

  void timer(long now) {
    for (IterativeLookup lookup : underWay.values()) {
      lookup.timer(now);
    }
  }

  long nextDeadline() {
    long next = Long.MAX_VALUE;
    for (IterativeLookup lookup : underWay.values()) {
      next = Math.min(next, lookup.nextDeadline());
    }
    return next;
  }

  /// Takes out one lookup that is over, if there is one: by its end, or because the node that has
  /// just introduced itself is the one looked for.
  @Nullable Ended nextEnded(@Nullable NodeRecord introduced, long now) {
    Iterator<Map.Entry<Long, IterativeLookup>> each = underWay.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<Long, IterativeLookup> entry = each.next();
      IterativeLookup lookup = entry.getValue();
      LookupResult result = introduced == null ? null : lookup.found(introduced);
      if (result != null || lookup.ended(now)) {
        each.remove();
        return new Ended(entry.getKey(), lookup, result != null ? result : lookup.missed());
      }
    }
    return null;
  }
}
