package io.tempelhof.core.association;

import io.tempelhof.core.association.AssociationInput.Traffic;

/// Whether the other end of a connection is alive, and whether it can see that we are.
///
/// A *ticked* connection carries a tick whenever nothing else was written for a while, and is
/// silent when nothing was heard for long. Any other one is expected to answer only after something
/// was written to it. The other end of a ticked connection need not tick on its own: it is pinged
/// before its silence counts. Genuine Erlang nodes are always ticked, also while we write but hear
/// nothing, and are never pinged (OTP: {@code net_ticktime}; they do the same toward hidden nodes).
final class Liveness {
  private static final long NEVER = Long.MAX_VALUE;

  /// What is to be done now.
  enum Verdict {
    /// Nothing.
    FINE,
    /// Write a tick.
    TICK,
    /// Write a ping.
    PING,
    /// Nothing was heard for too long.
    SILENT
  }

  private final boolean extended;
  private final long tick;
  private final long silence;
  private long writtenAt;
  private long heardAt;
  private long tickedAt;
  private long unansweredSince = NEVER;
  private boolean pinged;
  private boolean ticked;

  Liveness(boolean extended, AssociationSettings settings, long now) {
    this.extended = extended;
    this.tick = extended ? settings.tickNanos() : settings.erlangTickNanos();
    this.silence = extended ? settings.silenceNanos() : settings.erlangSilenceNanos();
    this.writtenAt = now;
    this.heardAt = now;
    this.tickedAt = now;
    this.ticked = !extended;
  }

  void wrote(long now) {
    writtenAt = now;
    if (unansweredSince == NEVER) {
      unansweredSince = now;
    }
  }

  long writtenAt() {
    return writtenAt;
  }

  /// @param late the timer came much later than asked for: we stalled ourselves and have not had
  ///   the time to hear anything
  Verdict check(Traffic traffic, boolean mustTick, boolean late, long now) {
    heardUntil(traffic);
    if (mustTick && !ticked) {
      heardAt = Math.max(heardAt, now - tick); // until now silence was no fault
    }
    ticked = mustTick;
    if (late) {
      excuseUntil(now + tick);
    }
    if (now >= silentAt()) {
      return Verdict.SILENT;
    }
    if (now >= pingAt()) {
      pinged = true;
      return Verdict.PING;
    }
    if (now >= tickAt(mustTick)) {
      tickedAt = now;
      return Verdict.TICK;
    }
    return Verdict.FINE;
  }

  private void heardUntil(Traffic traffic) {
    writtenAt = Math.max(writtenAt, traffic.lastWrittenAt());
    if (traffic.lastReadAt() > heardAt) {
      heardAt = traffic.lastReadAt();
      pinged = false;
    }
    if (heardAt >= unansweredSince) {
      unansweredSince = writtenAt > heardAt ? writtenAt : NEVER;
    }
  }

  private void excuseUntil(long then) {
    heardAt = Math.max(heardAt, then - silence);
    if (unansweredSince != NEVER) {
      unansweredSince = Math.max(unansweredSince, then - silence);
    }
  }

  /// When {@link #check} has something to do if nothing is heard until then.
  long deadline(boolean mustTick) {
    return Math.min(tickAt(mustTick), Math.min(pingAt(), silentAt()));
  }

  private long tickAt(boolean mustTick) {
    if (!mustTick) {
      return NEVER;
    }
    return tick + (extended ? writtenAt : Math.min(writtenAt, Math.max(heardAt, tickedAt)));
  }

  private long pingAt() {
    if (!extended || pinged) {
      return NEVER;
    }
    return ticked ? heardAt + 2 * tick : after(tick);
  }

  private long silentAt() {
    return ticked ? heardAt + silence : after(silence);
  }

  private long after(long nanos) {
    return unansweredSince == NEVER ? NEVER : unansweredSince + nanos;
  }
}
