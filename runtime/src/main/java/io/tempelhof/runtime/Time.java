package io.tempelhof.runtime;

import java.util.concurrent.locks.LockSupport;

/// The time by which processes wait: timeouts of receives, timers, the watch over those that must
/// end. Everything in this package that asks what time it is asks here, so that a test can put a
/// clock of its own in place ({@link Options#withTime}).
///
/// Sockets know nothing of it: their own deadlines are real.
public interface Time {
  /// The clock of the JVM.
  Time REAL = new Real();

  /// The time by which this process waits: for code that runs in a process and has to ask.
  static Time of(Self self) {
    return self.processes.time();
  }

  /// Nanoseconds since some moment, never decreasing; two of them are compared by their difference,
  /// as those of {@link System#nanoTime}.
  long now();

  /// Lets the calling thread wait until that time. Returns at once when it has come, and as {@link
  /// LockSupport#park(Object)} does: when the thread is unparked, when it is interrupted, and now
  /// and then for no reason.
  ///
  /// @param blocker what it waits at, for whoever looks
  void parkUntil(Object blocker, long deadline);

  /// {@link #REAL}.
  final class Real implements Time {
    private Real() {}

    @Override
    public long now() {
      return System.nanoTime();
    }

    @Override
    public void parkUntil(Object blocker, long deadline) {
      LockSupport.parkNanos(blocker, deadline - System.nanoTime());
    }

    @Override
    public String toString() {
      return "Time.REAL";
    }
  }
}
