package io.tempelhof.core.supervise;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.Term;
import java.time.Duration;

/// How a child is told to end (OTP {@code supervisor}).
public sealed interface Shutdown {
  /// It is killed.
  record BrutalKill() implements Shutdown {}

  /// It is asked with {@code shutdown}, and killed if it has not ended after so long.
  record Within(Duration time) implements Shutdown {
    public Within {
      if (time.isNegative()) {
        throw new IllegalArgumentException("the time to end must not be negative");
      }
    }
  }

  /// It is asked with {@code shutdown}, and takes as long as it takes.
  record Infinity() implements Shutdown {}

  /// As {@link BrutalKill}.
  static Shutdown brutalKill() {
    return new BrutalKill();
  }

  /// As {@link Infinity}.
  static Shutdown infinity() {
    return new Infinity();
  }

  /// As {@link Within}.
  static Shutdown within(Duration time) {
    return new Within(time);
  }

  /// As OTP writes it; a time in milliseconds.
  default Term term() {
    return switch (this) {
      case BrutalKill _ -> Atom.of("brutal_kill");
      case Within(Duration time) -> Int.of(time.toMillis());
      case Infinity _ -> Atom.of("infinity");
    };
  }
}
