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
    /// Tell the node that a watched one has fallen silent.
    QUIET,
    /// Tell it that it is heard again.
    HEARD,
    /// Write a tick.
    TICK,
    /// Write a ping.
    PING,
    /// Nothing was heard for too long.
    SILENT
  }

  /// How often a connection is ticked, and how long it may be silent before that is told, and
  /// before it is broken.
  private record Rhythm(long tick, long quiet, long silence) {}

  private final boolean extended;
  private final Rhythm usual;
  private final Rhythm close;
  private Rhythm rhythm;
  private long writtenAt;
  private long heardAt;
  private long tickedAt;
  private long unansweredSince = NEVER;
  private boolean pinged;
  private boolean ticked;
  private boolean quiet;

  /// When something was last read before it fell quiet.
  private long quietSince;

  private long excusedUntil;

  Liveness(boolean extended, AssociationSettings settings, long now) {
    this.extended = extended;
    this.usual =
        extended
            ? new Rhythm(
                settings.tickNanos(),
                settings.silenceNanos() - settings.tickNanos(),
                settings.silenceNanos())
            : new Rhythm(settings.erlangTickNanos(), NEVER, settings.erlangSilenceNanos());
    this.close =
        new Rhythm(settings.watchTickNanos(), settings.quietNanos(), settings.silenceNanos());
    this.rhythm = usual;
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

  /// Whether one end watches the other closely.
  void watch(boolean closely, long now) {
    Rhythm next = closely && extended ? close : usual;
    if (!next.equals(rhythm)) {
      rhythm = next;
      if (ticked && !quiet) {
        heardAt = Math.max(heardAt, now - next.tick); // until now silence was no fault
      }
    }
  }

  /// @param late the timer came much later than asked for: we stalled ourselves and have not had
  ///   the time to hear anything
  Verdict check(Traffic traffic, boolean mustTick, boolean late, long now) {
    heardUntil(traffic);
    if (mustTick && !ticked) {
      heardAt = Math.max(heardAt, now - rhythm.tick); // until now silence was no fault
    }
    ticked = mustTick;
    if (late) {
      excuse(now);
    }
    if (now >= silentAt()) {
      return Verdict.SILENT;
    }
    if (quiet && traffic.lastReadAt() > quietSince) {
      quiet = false;
      return Verdict.HEARD;
    }
    if (!quiet && now >= quietAt()) {
      quiet = true;
      quietSince = traffic.lastReadAt();
      return Verdict.QUIET;
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

  /// Whoever was silent meanwhile gets another tick's time to be heard.
  private void excuse(long now) {
    excusedUntil = now + rhythm.tick;
    heardAt = Math.max(heardAt, excusedUntil - rhythm.silence);
    if (unansweredSince != NEVER) {
      unansweredSince = Math.max(unansweredSince, excusedUntil - rhythm.silence);
    }
  }

  /// When {@link #check} has something to do if nothing is heard until then.
  long deadline(boolean mustTick) {
    long told = quiet ? NEVER : quietAt();
    return Math.min(Math.min(tickAt(mustTick), told), Math.min(pingAt(), silentAt()));
  }

  private long tickAt(boolean mustTick) {
    if (!mustTick) {
      return NEVER;
    }
    return rhythm.tick + (extended ? writtenAt : Math.min(writtenAt, Math.max(heardAt, tickedAt)));
  }

  private long pingAt() {
    if (!extended || pinged) {
      return NEVER;
    }
    return ticked ? heardAt + 2 * rhythm.tick : after(rhythm.tick);
  }

  private long quietAt() {
    return ticked && rhythm.quiet != NEVER ? Math.max(heardAt + rhythm.quiet, excusedUntil) : NEVER;
  }

  private long silentAt() {
    return ticked ? heardAt + rhythm.silence : after(rhythm.silence);
  }

  private long after(long nanos) {
    return unansweredSince == NEVER ? NEVER : unansweredSince + nanos;
  }
}
