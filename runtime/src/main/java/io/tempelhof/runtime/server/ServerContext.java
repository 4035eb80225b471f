package io.tempelhof.runtime.server;

import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.mapping.TermMapping;
import io.tempelhof.runtime.From;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.behaviour.Debug;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// What a {@link Server} has to do with its process. Of use on that process's thread only.
public final class ServerContext {
  private final Self self;
  private final Debug debug;

  /// What is to be handled before any other message.
  final Deque<Object> continuations = new ArrayDeque<>();

  @Nullable Duration idle;
  @Nullable Term ending;

  ServerContext(Self self, Debug debug) {
    this.self = self;
    this.debug = debug;
  }

  /// The process of the server.
  public Self self() {
    return self;
  }

  /// Answers a call, if {@link Server#handleCall} said {@link Server#LATER} or is still at it.
  public void reply(From from, Object answer) {
    from.reply(self, answer);
    debug.out(answer, from);
  }

  /// Ends the server {@code normal} once this handler has returned and its answer is sent.
  public void stop() {
    stop(ExitReason.NORMAL);
  }

  /// Ends the server with this reason once this handler has returned and its answer is sent. The
  /// first reason counts.
  public void stop(Object reason) {
    if (ending == null) {
      ending = TermMapping.toTerm(reason);
    }
  }

  /// Has {@link Server#handleContinue} called with this before any other message is handled.
  /// Several are handled in order.
  public void continueWith(Object next) {
    continuations.add(next);
  }

  /// Has {@link Server#handleTimeout} called if no message comes for so long. Holds until the next
  /// message, whatever it is; a handler that wants it again says so again.
  public void idleAfter(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("a time to wait cannot be " + time);
    }
    idle = time;
  }
}
