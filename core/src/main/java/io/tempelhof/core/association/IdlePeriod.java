package io.tempelhof.core.association;

import java.util.random.RandomGenerator;

/// How long a direct connection may be silent before it is closed. Whoever keeps closing a
/// connection only to reopen it learns to wait longer: the third time it is reopened within two
/// periods the period doubles; a pause longer than the period halves it again.
final class IdlePeriod {
  private static final double JITTER = 0.2;
  private static final long NEVER = Long.MIN_VALUE;

  private final long shortest;
  private final long longest;
  private final long hello;
  private final RandomGenerator random;

  /// When it was reopened the last time, and the time before; none of it before the period doubled.
  private long reopenedAt = NEVER;

  private long reopenedBefore = NEVER;
  private long period;
  private long jittered;
  private long closedAt = NEVER;
  private long rememberedUntil = NEVER;

  IdlePeriod(AssociationSettings settings, RandomGenerator random) {
    this.shortest = settings.idleNanos();
    this.longest = settings.idleMaxNanos();
    this.hello = settings.helloNanos();
    this.random = random;
    this.period = shortest;
    this.jittered = shortest;
  }

  /// The time that applies to the current connection: the period ±20 %, so that connections opened
  /// together are not closed together, nor by both ends at once.
  long nanos() {
    return jittered;
  }

  void opened(long now) {
    if (closedAt != NEVER) {
      reopened(now);
    }
    jittered = (long) (period * (1 - JITTER + 2 * JITTER * random.nextDouble()));
  }

  private void reopened(long now) {
    if (now - closedAt > period) {
      period = Math.max(shortest, period / 2);
    }
    if (reopenedBefore != NEVER && now - reopenedBefore <= 2 * period) {
      period = Math.min(longest, 2 * period);
      reopenedAt = NEVER;
      reopenedBefore = NEVER;
    } else {
      reopenedBefore = reopenedAt;
      reopenedAt = now;
    }
  }

  /// Both ends agreed to close.
  ///
  /// @param used it carried signals: when it is reopened counts
  void closed(boolean used, long now) {
    closedAt = used ? now : closedAt;
    rememberedUntil = Math.max(rememberedUntil, now + (used ? 2 * period : hello));
  }

  /// Until when the past matters: a connection opened later starts anew, and no hello said before
  /// can still come.
  long rememberedUntil() {
    return rememberedUntil;
  }
}
