package io.tempelhof.runtime;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.locks.LockSupport;

/// How one process waits until some time, in real {@link Time}.
///
/// Most waits with a timeout end long before it, as that for an answer does. The JVM sets a timer
/// for each and cancels it, and wakes the thread that keeps them: ten times the cost of a message.
/// So who waits often sets an alarm that stands, and wakes for nothing when it comes: once in
/// {@value #SECONDS_MAX} s at most in place of at every wait.
final class TimedWait {
  static final int SECONDS_MAX = 10;

  /// A wait that is shorter is left to the JVM.
  private static final long FAR_NANOS = SECONDS.toNanos(1);

  /// So many waits come before one: whoever asks once and ends leaves no alarm behind.
  private static final int OFTEN = 16;

  private static final ScheduledThreadPoolExecutor ALARMS = alarms();

  private int waits;

  /// When the alarm comes, as far as one is set.
  private long alarmAt;

  /// @param now what {@link Time#now} says
  TimedWait(long now) {
    alarmAt = now;
  }

  private static ScheduledThreadPoolExecutor alarms() {
    ScheduledThreadPoolExecutor alarms =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("alarms of waiting processes").factory());
    alarms.setKeepAliveTime(SECONDS_MAX, SECONDS);
    alarms.allowCoreThreadTimeOut(true);
    return alarms;
  }

  /// Lets the calling thread, always the same, wait until then; it may wake earlier.
  void until(Object blocker, long deadline, long now) {
    waits = Math.min(waits + 1, OFTEN);
    if (waits < OFTEN || deadline - now < FAR_NANOS) {
      LockSupport.parkNanos(blocker, deadline - now);
      return;
    }
    if (alarmAt - now <= 0 || deadline - alarmAt < 0) {
      Thread waiting = Thread.currentThread();
      long delay = Math.min(deadline - now, SECONDS.toNanos(SECONDS_MAX));
      var _ = ALARMS.schedule(() -> LockSupport.unpark(waiting), delay, NANOSECONDS);
      alarmAt = now + delay;
    }
    LockSupport.park(blocker);
  }
}
