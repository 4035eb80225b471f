package io.tempelhof.core.association;

import io.tempelhof.core.association.AssociationMessage.Check;
import io.tempelhof.core.association.AssociationMessage.Checked;
import io.tempelhof.core.association.AssociationMessage.CloseAck;
import io.tempelhof.core.association.AssociationMessage.CloseDone;
import io.tempelhof.core.association.AssociationMessage.CloseRefused;
import io.tempelhof.core.association.AssociationMessage.CloseRequest;
import io.tempelhof.core.association.AssociationMessage.Hello;
import io.tempelhof.core.association.AssociationMessage.Ping;
import io.tempelhof.core.association.AssociationMessage.Pong;
import java.util.random.RandomGenerator;

/// What an association without a connection does by the clock. One that *sleeps*, with links or
/// monitors, asks its other end now and then whether that one still remembers: a death notice may
/// have got lost. Two questions without answer, and it must be reached by a connection. One with
/// nothing left is forgotten after a while.
final class Dormancy {
  private static final int UNANSWERED_MAX = 2;
  private static final double JITTER = 0.2;
  private static final long NEVER = Long.MAX_VALUE;

  /// What is due.
  enum Due {
    /// Nothing more.
    NOTHING,
    /// It does not answer: ask for a connection.
    SEEK,
    FORGET
  }

  private final long every;
  private final RandomGenerator random;
  private long askAt = NEVER;
  private long forgetAt = NEVER;
  private int unanswered;

  Dormancy(AssociationSettings settings, RandomGenerator random) {
    this.every = settings.checkNanos();
    this.random = random;
  }

  /// There are links or monitors, and nothing to say.
  void sleep(long now) {
    heard(now);
    forgetAt = NEVER;
  }

  /// Nothing is left; the past matters until then.
  void fade(long until) {
    askAt = NEVER;
    forgetAt = until;
  }

  /// There is a connection, or the wish for one, or nothing at all.
  void end() {
    askAt = NEVER;
    forgetAt = NEVER;
  }

  boolean isAsleep() {
    return askAt != NEVER;
  }

  /// The other end has shown that it remembers what we do. Also by asking first: so of the two ends
  /// that sleep only one asks, at most times.
  void heard(long now) {
    unanswered = 0;
    askAt = now + (long) (every * (1 - JITTER + 2 * JITTER * random.nextDouble()));
  }

  /// Asks the other end if that is due, and says what else is.
  Due due(History history, Turn turn) {
    long now = turn.now();
    if (now >= forgetAt) {
      end();
      return Due.FORGET;
    }
    if (now < askAt) {
      return Due.NOTHING;
    }
    if (unanswered == UNANSWERED_MAX) {
      end();
      return Due.SEEK;
    }
    unanswered++;
    askAt = now + every / 4;
    turn.does(new AssociationOutput.Relay(new Check(history.epoch())));
    return Due.NOTHING;
  }

  /// A message came by way of other nodes, perhaps late: an answer counts only for the history we
  /// are in.
  ///
  /// @return whether the other end, asked by us, remembers another one or none
  boolean relayed(AssociationMessage message, History history, Turn turn) {
    switch (message) {
      case Check m -> {
        turn.does(new AssociationOutput.Relay(new Checked(m.epoch(), history.epoch())));
        if (isAsleep() && m.epoch() == history.epoch()) {
          heard(turn.now());
        }
      }
      case Checked m when isAsleep() && m.asked() == history.epoch() -> {
        if (m.epoch() != m.asked()) {
          return true;
        }
        heard(turn.now());
      }
      case Checked _, Hello _, CloseRequest _, CloseAck _, CloseRefused _, CloseDone _ -> {}
      case Ping _, Pong _ -> {}
    }
    return false;
  }

  /// When {@link #due} has something to do.
  long deadline() {
    return Math.min(askAt, forgetAt);
  }
}
