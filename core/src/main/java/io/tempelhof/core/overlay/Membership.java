package io.tempelhof.core.overlay;

import io.tempelhof.core.term.NodeName;
import java.util.List;
import java.util.function.Consumer;

/// How far the node has come: outside, a member, joined. A member seeks peers and does its upkeep;
/// it has joined once it has the peers it seeks.
final class Membership {
  /// So long after it became a member a node counts as joined even if some attempts to get peers
  /// are still under way.
  static final long SETTLE_NANOS = 10_000_000_000L;

  private final boolean client;
  private final Joining joining;
  private final Peering peering;
  private final Upkeep upkeep;
  private boolean member;
  private boolean joined;
  private long memberSince;

  Membership(boolean client, Joining joining, Peering peering, Upkeep upkeep) {
    this.client = client;
    this.joining = joining;
    this.peering = peering;
    this.upkeep = upkeep;
  }

  boolean member() {
    return member;
  }

  /// Whether it copies what others know, and will be a member then.
  boolean entering() {
    return joining.copying();
  }

  /// Whether it has a place among the members' ids, with buckets to fill: a client node has none.
  boolean fillsBuckets() {
    return member && !client;
  }

  boolean joined() {
    return joined;
  }

  /// The node has come into a cluster, its own or another's, or into another part of its cluster.
  void begin(long now) {
    if (!member) {
      member = true;
      memberSince = now;
      peering.begin();
    }
    if (!client) {
      upkeep.begin(now);
    }
    peering.reconsider();
  }

  void end() {
    peering.end();
    upkeep.end();
  }

  /// The lookup of our own id has ended with these closest.
  void searched(List<NodeRecord> closest, long now, Consumer<Wish> out) {
    if (!closest.isEmpty() && (client || !joining.copy(closest, now, out))) {
      begin(now);
    }
  }

  /// One whose contacts are copied has answered, or is lost.
  void copied(NodeName from, long now) {
    if (joining.copied(from)) {
      begin(now);
    }
  }

  void timer(NodeRecord self, long now, Consumer<Wish> out) {
    upkeep.timer(self, now, out);
    if (joining.timer(now)) {
      begin(now);
    }
  }

  long nextDeadline() {
    long next = Math.min(upkeep.nextDeadline(), joining.nextDeadline());
    return member && !joined ? Math.min(next, memberSince + SETTLE_NANOS) : next;
  }

  /// @return whether the node has joined just now
  boolean settles(long now) {
    if (!member || joined || !(peering.settled() || now - memberSince >= SETTLE_NANOS)) {
      return false;
    }
    joined = true;
    return true;
  }
}
