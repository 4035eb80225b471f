package io.tempelhof.core.overlay;

import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// What a member does by the clock: exchanges with neighbours, announcements of its own arrival,
/// rounds of pruning, and looking for itself and into buckets that were emptied. While so many may
/// have died that no new peers are sought, it waits.
final class Upkeep {
  /// Surplus peers are looked for, and attempts without outcome given up, that often.
  static final long ROUND_NANOS = 5_000_000_000L;

  /// So often we look for ourselves by way of a random peer, so that those on the way learn of us.
  static final long EXPLORE_NANOS = 60_000_000_000L;

  /// So soon, and that often, also after one of the closest was lost.
  static final long QUICK_NANOS = 3_000_000_000L;

  static final int QUICK_TIMES = 2;

  private final Exchanges exchanges;
  private final Arrivals arrivals;
  private final Peering peering;
  private final Pruning pruning;
  private final Lookups lookups;
  private final Connections connections;
  private final RandomGenerator random;
  private long nextRoundAt = Long.MAX_VALUE;
  private long nextExploreAt = Long.MAX_VALUE;
  private int quick;

  /// Those that lost their last peer, and have not been looked into since.
  private final BitSet emptied = new BitSet(0);

  private long emptiedAt = Long.MAX_VALUE;

  Upkeep(
      Exchanges exchanges,
      Arrivals arrivals,
      Peering peering,
      Pruning pruning,
      Lookups lookups,
      Connections connections,
      RandomGenerator random) {
    this.exchanges = exchanges;
    this.arrivals = arrivals;
    this.peering = peering;
    this.pruning = pruning;
    this.lookups = lookups;
    this.connections = connections;
    this.random = random;
  }

  /// The node has come into a cluster, or into another part of it.
  void begin(long now) {
    exchanges.begin(now);
    arrivals.begin(now);
    nextExploreAt = now + jittered(EXPLORE_NANOS);
    nextRoundAt = now + random.nextLong(ROUND_NANOS);
  }

  void end() {
    exchanges.end();
    arrivals.end();
    nextRoundAt = Long.MAX_VALUE;
    nextExploreAt = Long.MAX_VALUE;
    emptied.clear();
    emptiedAt = Long.MAX_VALUE;
  }

  /// One of the closest is gone. Who takes its place may not know of us, nor those we ask of it.
  void neighbourLost(long now) {
    exchanges.neighbourLost(now);
    if (nextExploreAt != Long.MAX_VALUE) {
      quick = QUICK_TIMES;
      nextExploreAt = Math.min(nextExploreAt, now + QUICK_NANOS);
    }
  }

  /// The last peer in that bucket is gone.
  void emptied(int bucket, long now) {
    emptied.set(bucket);
    emptiedAt = now;
  }

  long nextDeadline() {
    long next = Math.min(exchanges.nextDeadline(), arrivals.nextDeadline());
    next = Math.min(next, Math.min(Math.min(nextRoundAt, nextExploreAt), emptiedAt));
    return Math.max(next, peering.lullUntil());
  }

  void timer(NodeRecord self, long now, Consumer<Wish> out) {
    if (now < nextDeadline()) {
      return;
    }
    lookIntoEmptied(self, now, out);
    exchanges.timer(now, out);
    arrivals.timer(self, now, out);
    if (now >= nextRoundAt) {
      nextRoundAt = now + ROUND_NANOS;
      peering.expire(now);
      pruning.round(now, out);
    }
    if (now >= nextExploreAt) {
      quick = Math.max(0, quick - 1);
      nextExploreAt = now + (quick > 0 ? QUICK_NANOS : jittered(EXPLORE_NANOS));
      List<Connection> first = connections.pick(1, Connection::carriesQueries, random);
      if (!first.isEmpty()) {
        lookups.exploreSelf(first.getFirst(), self, now, out);
      }
    }
  }

  private void lookIntoEmptied(NodeRecord self, long now, Consumer<Wish> out) {
    for (int at = emptied.nextSetBit(0); at >= 0; at = emptied.nextSetBit(at + 1)) {
      if (connections.peersInBucket(at) == 0 && connections.peers() > 0) {
        lookups.explore(self.id().randomInBucket(at, random), self, now, out);
      }
    }
    emptied.clear();
    emptiedAt = Long.MAX_VALUE;
  }

  private long jittered(long nanos) {
    return nanos / 100 * (80 + random.nextInt(41));
  }
}
