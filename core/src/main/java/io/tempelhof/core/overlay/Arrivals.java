package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Arrived;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Announces a newcomer in its own neighbourhood only: along the prefix tree, two delegates per
/// sub-tree, within the smallest sub-tree around it that holds {@value #NEIGHBOURHOOD} nodes it
/// knows; 1, 5 and 15 s after it has joined.
final class Arrivals {
  static final int NEIGHBOURHOOD = 16;
  static final int DELEGATES = 2;
  static final int REMEMBERED_MAX = 128;

  private static final long[] AFTER_NANOS = {1_000_000_000L, 5_000_000_000L, 15_000_000_000L};

  private record Event(NodeId node, int creation, int round) {}

  private final Contacts contacts;
  private final Connections connections;
  private final RandomGenerator random;

  /// The announcements seen lately and the smallest depth each was served for.
  private final Map<Event, Integer> seen =
      new LinkedHashMap<>(0) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Event, Integer> eldest) {
          return size() > REMEMBERED_MAX;
        }
      };

  private int round = AFTER_NANOS.length;
  private long joinedAt;
  private long notBefore = Long.MIN_VALUE;

  Arrivals(Contacts contacts, Connections connections, RandomGenerator random) {
    this.contacts = contacts;
    this.connections = connections;
    this.random = random;
  }

  /// The node has joined.
  void begin(long now) {
    round = 0;
    joinedAt = now;
  }

  /// Nothing is announced before that.
  void postpone(long until) {
    notBefore = Math.max(notBefore, until);
  }

  void end() {
    round = AFTER_NANOS.length;
  }

  long nextDeadline() {
    return round < AFTER_NANOS.length
        ? Math.max(joinedAt + AFTER_NANOS[round], notBefore)
        : Long.MAX_VALUE;
  }

  void timer(NodeRecord self, long now, Consumer<Wish> out) {
    if (now >= nextDeadline()) {
      serve(new Arrived(self, round, neighbourhoodDepth()), out);
      round++;
    }
  }

  /// How long ago its node was first announced, in nanoseconds, if none of the announcements was
  /// postponed.
  static long age(Arrived arrived) {
    return AFTER_NANOS[Math.min(arrived.round(), AFTER_NANOS.length - 1)] - AFTER_NANOS[0];
  }

  /// The number of leading bits shared by the smallest own sub-tree with enough known nodes.
  private int neighbourhoodDepth() {
    int known = 0;
    int depth = contacts.depth();
    while (depth > 0 && known < NEIGHBOURHOOD) {
      depth--;
      known += contacts.inBucket(depth).size();
    }
    return depth;
  }

  /// Passes an announcement on, unless that range of the tree has been served already.
  void heard(Arrived arrived, Consumer<Wish> out) {
    NodeRecord node = arrived.node();
    Event event = new Event(node.id(), node.creation(), arrived.round());
    Integer served = seen.get(event);
    if (served == null || arrived.depth() < served) {
      seen.put(event, arrived.depth());
      serve(arrived, out);
    }
  }

  private void serve(Arrived arrived, Consumer<Wish> out) {
    for (int bucket = Math.max(0, arrived.depth()); bucket < contacts.depth(); bucket++) {
      List<Connection> delegates =
          Connections.pick(
              connections.inBucket(bucket),
              DELEGATES,
              peer -> peer.carriesQueries() && !peer.id.equals(arrived.node().id()),
              random);
      for (Connection delegate : delegates) {
        out.accept(
            new Wish.Tell(delegate.name, new Arrived(arrived.node(), arrived.round(), bucket + 1)));
      }
    }
  }
}
