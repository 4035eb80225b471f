package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Late;
import java.util.function.Consumer;

/// Whether this JVM gets enough of the processor. Its own timers are the measure: while they come
/// late, the silence of others says nothing, and it abstains from finding anybody dead (Lifeguard,
/// arXiv 1707.00788). And it says so to its peers, so that its own silence says less to them.
final class Lateness {
  /// A timer so much too late shows that this JVM gets too little of the processor for a dial, in
  /// which both ends have several turns, to be answered in time.
  static final long LATE_NANOS = 250_000_000L;

  /// A timer so much too late shows that it is not a matter of moments, and peers are told.
  static final long TOLD_NANOS = 1_000_000_000L;

  /// We count as late for so long after.
  static final long MEMORY_NANOS = 5_000_000_000L;

  /// Whoever stood still for so long may be reading what was sent long ago, as if it were new.
  static final long ASLEEP_NANOS = 2_000_000_000L;

  /// It takes so long to read all of it.
  static final long WAKING_NANOS = 1_000_000_000L;

  private final Connections connections;
  private long lateUntil = Long.MIN_VALUE;
  private long veryLateUntil = Long.MIN_VALUE;
  private long wakingUntil = Long.MIN_VALUE;
  private boolean told;
  private long times;

  Lateness(Connections connections) {
    this.connections = connections;
  }

  /// A timer due at {@code deadline} has come, or should have.
  void observe(long deadline, long now) {
    if (now - deadline > ASLEEP_NANOS) {
      wakingUntil = now + WAKING_NANOS;
    }
    if (now - deadline > LATE_NANOS) {
      times += late(now) ? 0 : 1;
      lateUntil = now + MEMORY_NANOS;
    }
    if (now - deadline > TOLD_NANOS) {
      veryLateUntil = now + MEMORY_NANOS;
    }
  }

  boolean late(long now) {
    return now < lateUntil;
  }

  /// Whether we have just stood still: nobody knows how old what we read is.
  boolean waking(long now) {
    return now < wakingUntil;
  }

  /// When that is over.
  long wakingUntil() {
    return wakingUntil;
  }

  /// How often a time of being late has begun.
  long times() {
    return times;
  }

  /// Tells all peers when we begin to be very late, and when that is over.
  void tell(long now, Consumer<Wish> out) {
    boolean veryLate = now < veryLateUntil;
    if (veryLate == told) {
      return;
    }
    told = veryLate;
    for (Connection peer : connections.open()) {
      if (peer.carriesQueries()) {
        out.accept(new Wish.Tell(peer.name, new Late(told)));
      }
    }
  }

  /// When it is over.
  long nextDeadline() {
    return told ? veryLateUntil : Long.MAX_VALUE;
  }
}
