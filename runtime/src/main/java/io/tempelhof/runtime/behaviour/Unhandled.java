package io.tempelhof.runtime.behaviour;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The messages that one behaviour did not understand: each is counted, and at most one a minute is
/// named in the log.
public final class Unhandled {
  /// What a call is answered that is not understood.
  public static final Term UNKNOWN_CALL = Tuple.of(Atom.of("error"), Atom.of("unknown_call"));

  private static final Logger LOG = LoggerFactory.getLogger(Unhandled.class);
  private static final long QUIET_NANOS = 60_000_000_000L;
  private static final int SHOWN_CHARS_MAX = 200;

  private final Self self;
  private final Class<?> callbacks;
  private long total;
  private long lastLogged;

  /// @param callbacks the class to be named in the log
  public Unhandled(Self self, Class<?> callbacks) {
    this.self = self;
    this.callbacks = callbacks;
  }

  /// One more.
  ///
  /// @param kind which kind of message
  /// @param what it is
  public void count(String kind, Object what) {
    total++;
    self.countUnhandled();
    long now = Time.of(self).now();
    if (total == 1 || now - lastLogged > QUIET_NANOS) {
      lastLogged = now;
      String text = kind + " " + what;
      String shown =
          text.length() > SHOWN_CHARS_MAX ? text.substring(0, SHOWN_CHARS_MAX) + "..." : text;
      LOG.warn(
          "{} {} does not understand {} ({} so far)",
          callbacks.getName(),
          self.pid(),
          shown,
          total);
    }
  }

  /// How many so far.
  public Int total() {
    return Int.of(total);
  }
}
