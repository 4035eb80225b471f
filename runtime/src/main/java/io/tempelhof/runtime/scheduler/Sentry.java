package io.tempelhof.runtime.scheduler;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// Sees to it that nobody waits long behind one who computes: whoever is to run next on a worker
/// that has begun nothing for {@value #AGED_MILLIS} ms is handed to all. On duty only while
/// processes wake one another.
final class Sentry extends Thread {
  static final int AGED_MILLIS = 2;

  private final Scheduler scheduler;
  private final AtomicBoolean onDuty = new AtomicBoolean();

  Sentry(Scheduler scheduler) {
    super("processes, sentry");
    this.scheduler = scheduler;
    setDaemon(true);
  }

  /// Any thread: somebody waits to run next.
  void call() {
    if (!onDuty.get() && onDuty.compareAndSet(false, true)) {
      LockSupport.unpark(this);
    }
  }

  @Override
  public void run() {
    List<Worker> workers = scheduler.workers();
    int[] begun = new int[workers.size()];
    while (true) {
      while (!onDuty.get()) {
        LockSupport.park(scheduler);
      }
      LockSupport.parkNanos(scheduler, AGED_MILLIS * 1_000_000L);
      for (int i = 0; i < begun.length; i++) {
        int now = workers.get(i).begun();
        if (now == begun[i]) {
          scheduler.share(workers.get(i).takeNext());
        }
        begun[i] = now;
      }
      if (scheduler.allSleep()) {
        onDuty.set(false);
        // Somebody who called just before that was not heard.
        if (!scheduler.allSleep()) {
          onDuty.set(true);
        }
      }
    }
  }
}
