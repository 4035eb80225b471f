package io.tempelhof.core.overlay;

import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Who watches this node, and whom it watches. A node chooses its own watchers: of its peers the
/// five closest outside its failure domain, filled up from inside only where there are no others.
/// It announces them in its record, at once to those that are watchers now or were until now, and
/// to its other peers when they have not changed for a while. Nobody chosen may decline.
///
/// Neighbours whose hosts fall silent together have lost their watchers too. So where several
/// suspicions come close together a node watches all its peers for a while.
final class Watching {
  static final int WATCHERS = NodeRecord.Watchers.MAX;

  /// Changes within so short a time are announced together; within {@value #FEW_SETTLE_MILLIS} ms
  /// where fewer than {@value #ENOUGH} watchers are left.
  static final long SETTLE_NANOS = 2_000_000_000L;

  static final int FEW_SETTLE_MILLIS = 300;
  static final int ENOUGH = 3;

  /// The same for peers that are no watchers.
  static final long TELL_NANOS = 5_000_000_000L;

  /// So many suspicions within so long raise the alarm, which lasts for so long after the last.
  static final int ALARMING = 2;

  static final long ALARMING_NANOS = 5_000_000_000L;
  static final long ALERT_NANOS = 15_000_000_000L;

  private final boolean client;
  private final Introductions introductions;
  private final Connections connections;
  private long dueAt = Long.MAX_VALUE;

  /// When the other peers are told, who need to know only if all watchers die at once.
  private long tellAt = Long.MAX_VALUE;

  private long suspectedAt = Long.MIN_VALUE / 2;
  private int suspected;
  private long alertUntil = Long.MAX_VALUE;
  private boolean alert;

  Watching(boolean client, Introductions introductions, Connections connections) {
    this.client = client;
    this.introductions = introductions;
    this.connections = connections;
  }

  /// How much would fail together with both: 0 nothing declared, 1 a rack, 2 a host, 3 a JVM.
  static int shared(FailureDomain one, FailureDomain other) {
    if (same(one.jvm(), other.jvm())) {
      return 3;
    }
    if (same(one.host(), other.host())) {
      return 2;
    }
    return same(one.rack(), other.rack()) ? 1 : 0;
  }

  private static boolean same(String one, String other) {
    return !one.isEmpty() && one.equals(other);
  }

  /// Peers have come, gone, or fallen silent.
  void changed(long now) {
    if (!client) {
      long settling = left() < ENOUGH ? FEW_SETTLE_MILLIS * 1_000_000L : SETTLE_NANOS;
      dueAt = Math.min(dueAt, now + settling);
    }
  }

  /// How many of those we have announced are there.
  private int left() {
    int left = 0;
    for (NodeName watcher : introductions.self().watchers().names()) {
      Connection connection = connections.get(watcher);
      left += connection != null && !connection.quiet() ? 1 : 0;
    }
    return left;
  }

  /// A peer has come under suspicion because nothing is heard of it.
  void suspected(long now, Consumer<Wish> out) {
    suspected = now - suspectedAt > ALARMING_NANOS ? 1 : suspected + 1;
    suspectedAt = now;
    if (suspected >= ALARMING) {
      alertUntil = now + ALERT_NANOS;
      alert(true, out);
    }
  }

  private void alert(boolean on, Consumer<Wish> out) {
    if (alert != on) {
      alert = on;
      for (Connection connection : connections.open()) {
        connection.alert = on && connection.carriesQueries();
        connections.announce(connection, out);
      }
    }
  }

  /// The other end has said who it is, and who watches it.
  void heard(Connection connection, Consumer<Wish> out) {
    NodeRecord its = connection.record();
    NodeName us = introductions.self().name();
    connection.watching = its != null && its.watchers().names().contains(us);
    connections.announce(connection, out);
  }

  /// Whether of these watchers of a node, ourselves among them, we are the one with the smallest
  /// id.
  boolean isFirst(List<NodeName> watchers) {
    NodeId us = introductions.self().id();
    for (NodeName watcher : watchers) {
      Connection connection = connections.get(watcher);
      if (connection != null && Long.compareUnsigned(connection.id.high(), us.high()) < 0) {
        return false;
      }
    }
    return true;
  }

  void timer(long now, Consumer<Wish> out) {
    if (now >= dueAt) {
      dueAt = Long.MAX_VALUE;
      choose(now, out);
    }
    if (now >= tellAt) {
      tellAt = Long.MAX_VALUE;
      tellOthers(out);
    }
    if (now >= alertUntil) {
      alertUntil = Long.MAX_VALUE;
      alert(false, out);
    }
  }

  private void tellOthers(Consumer<Wish> out) {
    for (Connection connection : connections.open()) {
      if (connection.carriesQueries()
          && !connection.watched
          && connection.toldSequence != introductions.self().watchers().sequence()) {
        tell(connection, out);
      }
    }
  }

  private void tell(Connection connection, Consumer<Wish> out) {
    connection.toldSequence = introductions.self().watchers().sequence();
    out.accept(new Wish.Tell(connection.name, introductions.renewed()));
  }

  private void choose(long now, Consumer<Wish> out) {
    NodeRecord self = introductions.self();
    List<NodeName> best = best(self);
    Set<NodeName> told = new HashSet<>(self.watchers().names());
    boolean change = told.size() != best.size() || !told.containsAll(best);
    if (change) {
      introductions.renew(self.watchedBy(List.copyOf(best)));
      tellAt = now + TELL_NANOS;
    }
    told.addAll(best);
    for (Connection connection : connections.open()) {
      connection.watched = best.contains(connection.name);
      if (change && told.contains(connection.name)) {
        tell(connection, out);
      }
      connections.announce(connection, out);
    }
  }

  private List<NodeName> best(NodeRecord self) {
    List<Connection> candidates = new ArrayList<>();
    for (Connection connection : connections.open()) {
      if (connection.carriesQueries() && !connection.quiet()) {
        candidates.add(connection);
      }
    }
    candidates.sort(
        Comparator.<Connection>comparingInt(c -> shared(self.domain(), c.domain()))
            .thenComparing((a, b) -> self.id().compareDistance(a.id, b.id)));
    List<NodeName> best = new ArrayList<>(WATCHERS);
    for (int i = 0; i < Math.min(WATCHERS, candidates.size()); i++) {
      best.add(candidates.get(i).name);
    }
    return best;
  }

  long nextDeadline() {
    return Math.min(Math.min(dueAt, tellAt), alertUntil);
  }
}
