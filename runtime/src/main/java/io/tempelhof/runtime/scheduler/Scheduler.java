package io.tempelhof.runtime.scheduler;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Runs virtual threads that mostly wake one another. Whoever is woken by another runs next on the
/// same worker, so that two that talk to each other stay where their memory is; a second worker is
/// woken only when a first has more than one to run, or has left one waiting for some milliseconds.
/// The scheduler of the JVM wakes one for each.
///
/// The idea of a place for the one woken last is that of Go's and Tokio's schedulers.
///
/// A worker that waits in the operating system, for a file say, is not replaced meanwhile.
public final class Scheduler implements Executor {
  private final List<Worker> workers = new ArrayList<>();

  private final Sentry sentry = new Sentry(this);

  /// Those woken from outside, and those who stepped aside.
  private final Queue<Runnable> shared = new ConcurrentLinkedQueue<>();

  /// How many workers sleep, or are about to.
  private final AtomicInteger idle = new AtomicInteger();

  /// @param size how many workers there are
  Scheduler(int size) {
    for (int i = 0; i < size; i++) {
      workers.add(new Worker(this, i));
    }
    workers.forEach(Thread::start);
    sentry.start();
  }

  /// What the JDK keeps to itself: apart, for it is there only where that is allowed.
  private static final class Carrier {
    private static final MethodHandle CURRENT = currentCarrier();
  }

  private static MethodHandle currentCarrier() {
    try {
      return MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup())
          .findStatic(Thread.class, "currentCarrierThread", MethodType.methodType(Thread.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("JDK 25 has it", e);
    }
  }

  /// Whether the JVM lets us look into its threads.
  static boolean isAllowed() {
    return Thread.class
        .getModule()
        .isOpen(Thread.class.getPackageName(), Scheduler.class.getModule());
  }

  private static Thread carrier() {
    try {
      return (Thread) Carrier.CURRENT.invokeExact();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /// Takes a virtual thread that can go on.
  @Override
  public void execute(Runnable task) {
    Thread caller = Thread.currentThread();
    if (caller.isVirtual() && carrier() instanceof Worker worker && worker.belongsTo(this)) {
      worker.runNext(task);
      sentry.call();
    } else {
      // From outside; or the worker itself hands in the thread it has just run, which steps aside.
      share(task);
    }
  }

  /// To be run by any worker; null for nothing.
  void share(@Nullable Runnable task) {
    if (task != null) {
      shared.add(task);
      wakeOne();
    }
  }

  /// What is to be run by any worker.
  ///
  /// @return null if nothing waits
  @Nullable Runnable takeShared() {
    Runnable task = shared.poll();
    if (task != null && !shared.isEmpty()) {
      wakeOne();
    }
    return task;
  }

  boolean isAnythingShared() {
    return !shared.isEmpty();
  }

  List<Worker> workers() {
    return workers;
  }

  /// A worker is about to sleep. From here on whoever hands in a task sees that.
  void fallsAsleep() {
    idle.incrementAndGet();
  }

  void isAwake() {
    idle.decrementAndGet();
  }

  boolean allSleep() {
    return idle.get() == workers.size();
  }

  /// There is more to do than those awake can begin at once.
  void wakeOne() {
    if (idle.get() > 0) {
      for (Worker worker : workers) {
        if (worker.wake()) {
          LockSupport.unpark(worker);
          return;
        }
      }
    }
  }
}
