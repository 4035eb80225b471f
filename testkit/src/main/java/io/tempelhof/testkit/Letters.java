package io.tempelhof.testkit;

import io.tempelhof.core.term.Term;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The messages that have come to a probe and have not been taken by the test. The probe's process
/// puts them in, the test takes them out. Safe for use by any thread.
final class Letters {
  private static final int WAITING_MAX = 100_000;
  private static final int TAKEN_SHOWN = 5;

  /// Looks for something, under the lock.
  interface Look<T> {
    /// @return what was found and taken; null if it may still come
    /// @throws AssertionError if it cannot come any more
    @Nullable T at(List<Term> waiting);
  }

  private final List<Term> waiting = new ArrayList<>();
  private final Deque<Term> taken = new ArrayDeque<>();
  private long lost;
  private @Nullable Term over;

  synchronized void put(Term message) {
    if (waiting.size() < WAITING_MAX) {
      waiting.add(message);
      notifyAll();
    } else {
      lost++;
    }
  }

  /// Nothing comes any more.
  synchronized void end(Term reason) {
    over = reason;
    notifyAll();
  }

  /// Whether nothing comes any more.
  synchronized boolean isOver() {
    return over != null;
  }

  /// Takes out the message at that place.
  Term take(int index) {
    Term message = waiting.remove(index);
    taken.add(message);
    if (taken.size() > TAKEN_SHOWN) {
      taken.remove();
    }
    return message;
  }

  synchronized List<Term> waiting() {
    return List.copyOf(waiting);
  }

  synchronized void clear() {
    waiting.clear();
  }

  /// Looks at what there is, and again whenever something comes.
  ///
  /// @return null if the time has passed, or nothing can come any more
  synchronized <T> @Nullable T await(Duration patience, Look<T> look) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      T found = look.at(waiting);
      long left = deadline - System.nanoTime();
      if (found != null || left <= 0 || over != null) {
        return found;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /// What there is, for a failure.
  synchronized AssertionError failure(String said, String probe, Supplier<String> circumstances) {
    StringBuilder text = new StringBuilder(said).append("\n  at ").append(probe);
    if (over != null) {
      text.append(", which has ended: ").append(over);
    }
    Words.messages(text, "in its mailbox", waiting);
    if (!taken.isEmpty()) {
      Words.messages(text, "taken before", List.copyOf(taken));
    }
    if (lost > 0) {
      text.append("\n  ").append(lost).append(" more did not fit into it");
    }
    String more = circumstances.get();
    if (!more.isEmpty()) {
      text.append("\n  ").append(more);
    }
    return new AssertionError(text.toString());
  }
}
