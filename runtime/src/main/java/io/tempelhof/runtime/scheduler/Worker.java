package io.tempelhof.runtime.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One of the platform threads of a {@link Scheduler}.
final class Worker extends Thread {
  /// Of so many tasks one comes from those that wait for any worker, and one from those that wait
  /// for this one: else two that only wake each other would keep all others waiting.
  private static final int ROUND = 128;

  private static final VarHandle NEXT;
  private static final VarHandle SLEEPS;
  private static final VarHandle BEGUN;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      NEXT = lookup.findVarHandle(Worker.class, "next", Runnable.class);
      SLEEPS = lookup.findVarHandle(Worker.class, "sleeps", boolean.class);
      BEGUN = lookup.findVarHandle(Worker.class, "begun", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Scheduler scheduler;
  private final int number;

  /// The one woken last, which runs next.
  private volatile @Nullable Runnable next;

  /// Those that {@link #next} was before.
  private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();

  /// Whether it sleeps and nobody has woken it.
  private volatile boolean sleeps;

  /// How many tasks it has begun.
  private int begun;

  Worker(Scheduler scheduler, int number) {
    super("processes " + number);
    this.scheduler = scheduler;
    this.number = number;
    setDaemon(true);
  }

  boolean belongsTo(Scheduler other) {
    return scheduler == other;
  }

  /// The worker itself, by way of the virtual thread it carries.
  void runNext(Runnable task) {
    Runnable before = (Runnable) NEXT.getAndSet(this, task);
    if (before != null) {
      queue.add(before);
      scheduler.wakeOne();
    }
  }

  /// Any thread.
  ///
  /// @return whether it slept, and the caller is the one to unpark it
  boolean wake() {
    return sleeps && SLEEPS.compareAndSet(this, true, false);
  }

  @Override
  public void run() {
    while (true) {
      Runnable task = task();
      if (task != null) {
        BEGUN.setOpaque(this, (begun + 1) & Integer.MAX_VALUE);
        task.run();
      } else {
        rest();
      }
    }
  }

  private @Nullable Runnable task() {
    Runnable task =
        switch (begun % ROUND) {
          case 0 -> scheduler.takeShared();
          case ROUND / 2 -> queue.poll();
          default -> null;
        };
    task = task == null ? takeNext() : task;
    task = task == null ? queue.poll() : task;
    task = task == null ? scheduler.takeShared() : task;
    return task == null ? fromOthers() : task;
  }

  /// Any thread: takes away the one that was to run next.
  ///
  /// @return null if there is none
  @Nullable Runnable takeNext() {
    return next == null ? null : (Runnable) NEXT.getAndSet(this, null);
  }

  private @Nullable Runnable fromOthers() {
    int size = scheduler.workers().size();
    for (int i = 1; i < size; i++) {
      Runnable task = scheduler.workers().get((number + i) % size).queue.poll();
      if (task != null) {
        return task;
      }
    }
    return null;
  }

  /// Sleeps until there is something to do.
  private void rest() {
    sleeps = true;
    scheduler.fallsAsleep();
    while (sleeps && !isAnythingQueued()) {
      LockSupport.park(scheduler);
    }
    sleeps = false;
    scheduler.isAwake();
  }

  private boolean isAnythingQueued() {
    return scheduler.isAnythingShared()
        || scheduler.workers().stream().anyMatch(worker -> !worker.queue.isEmpty());
  }

  /// Any thread: how many tasks it has begun, as far as that is known here.
  int begun() {
    return (int) BEGUN.getOpaque(this);
  }
}
