package io.tempelhof.core.node;

import io.tempelhof.core.term.NodeName;
import org.jspecify.annotations.Nullable;

/// Whether a live node already bears our name. Neighbours say so when they refuse our dials because
/// they hold a connection to a node of that name. That may be the remains of our own earlier
/// incarnation, which breaks when it has been silent for long enough; so they are believed only
/// when they still say so after the patience given.
///
/// The longer we had been there when they first said so, the longer we wait: where each of two
/// nodes is refused by some, the newcomer gives up first, and then nobody refuses the other any
/// more.
final class NameTwin {
  /// So many times as long as we had been there.
  private static final int LONGER = 4;

  private final long patienceNanos;
  private @Nullable NodeName witness;
  private long begunAt;
  private long firstAt;
  private long lastAt;

  NameTwin(long patienceNanos) {
    this.patienceNanos = patienceNanos;
  }

  /// From now on we are there.
  void begin(long now) {
    begunAt = now;
  }

  /// A neighbour has refused us.
  ///
  /// @return whether our name is taken
  boolean refused(NodeName by, long now) {
    if (!suspected(now)) {
      firstAt = now;
    }
    witness = by;
    lastAt = now;
    return now - firstAt >= patienceNanos + LONGER * (firstAt - begunAt);
  }

  /// Whether somebody has lately refused us: the join does not count as complete.
  boolean suspected(long now) {
    return now < suspectedUntil();
  }

  /// Without a further refusal the suspicion ends then.
  long suspectedUntil() {
    return witness == null ? Long.MIN_VALUE : lastAt + patienceNanos / 2;
  }
}
