package io.tempelhof.core.overlay;

import java.util.random.RandomGenerator;

/// No new peers are sought for a while after a connection broke: others may be dead as well. First
/// it is found out who is, so that nobody dials the dead, and so that word of them goes before the
/// dials. It is over when no death has been heard of for {@value #QUIET_MILLIS} ms to twice as
/// long, and after {@value #MAX_SECONDS} s at the latest. In the long run lulls take one part in
/// {@value #SHARE} of the time; but where a node has died, its whole JVM may be next.
final class Lull {
  static final int QUIET_MILLIS = 500;
  static final int MAX_SECONDS = 2;

  /// Each is made up for by so many times as long as it lasted, from its beginning on.
  static final int SHARE = 5;

  /// One may begin although it still takes so long to make up for those before.
  static final long CREDIT_NANOS = 5_000_000_000L;

  static final long QUIET_NANOS = QUIET_MILLIS * 1_000_000L;
  static final long MAX_NANOS = MAX_SECONDS * 1_000_000_000L;
  private static final long NONE = Long.MIN_VALUE;

  private final Contacts contacts;
  private final RandomGenerator random;
  private long began;
  private long until = NONE;

  /// When those before the current one are made up for, and when it is as well.
  private long settledBefore = NONE;

  private long settledAt = NONE;

  private long buriedBefore;

  Lull(Contacts contacts, RandomGenerator random) {
    this.contacts = contacts;
    this.random = random;
  }

  /// A connection to that node broke: a lull begins, unless it was told that the node is dead.
  void begin(NodeId lost, long now) {
    if (contacts.find(lost) != null && now >= until && settledAt <= now + CREDIT_NANOS) {
      settledBefore = Math.max(settledAt, now);
      began = now;
      extend(now);
    }
  }

  private void extend(long now) {
    buriedBefore = contacts.buried();
    until = Math.min(now + QUIET_NANOS + random.nextLong(QUIET_NANOS), began + MAX_NANOS);
    settledAt = settledBefore + SHARE * (until - began);
  }

  boolean lasts(long now) {
    if (now < until && contacts.buried() != buriedBefore) {
      extend(now);
    }
    return now < until;
  }

  void timer(long now) {
    if (!lasts(now)) {
      until = NONE;
    }
  }

  /// When it is over, or is looked at again.
  long nextDeadline() {
    return until == NONE ? Long.MAX_VALUE : until;
  }

  /// Until then it lasts at least; {@code Long.MIN_VALUE} where there is none.
  long until() {
    return until;
  }
}
