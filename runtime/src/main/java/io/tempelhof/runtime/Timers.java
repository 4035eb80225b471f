package io.tempelhof.runtime;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Timers in the order of their time, and one thread that fires what is due. A node has one for
/// whatever its processes set, and one for itself.
final class Timers {
  // The thread is a platform thread, because busy processes may be holding every carrier of virtual
  // ones; for the same reason it never queues for the lock. It starts with the first timer and ends
  // when none is set and none was due for a while.
  //
  // Timers fire outside the lock, so that whoever sets one waits for other setters at most.

  private static final Logger LOG = LoggerFactory.getLogger(Timers.class);
  private static final long THREAD_KEPT_NANOS = TimeUnit.SECONDS.toNanos(10);

  /// When to try again what found no room towards another node.
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /// How often the thread looks whether the lock is free.
  private static final long LOCK_POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

  private final String name;
  private final int max;
  private final Time time;
  private final long epoch;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition fired = lock.newCondition();
  private final TreeSet<Timer> pending =
      new TreeSet<>(
          Comparator.<Timer>comparingLong(t -> t.deadline).thenComparingLong(t -> t.number));
  private final Map<LocalProcess, Set<Timer>> byTarget = new HashMap<>();
  private @Nullable Timer firing;
  private @Nullable Thread thread;
  private boolean closed;
  private long numbers;

  /// How many are set. Changed under the lock.
  private final AtomicInteger size = new AtomicInteger();

  /// @param name for the thread
  /// @param max how many timers may be set at once
  Timers(String name, int max, Time time) {
    this.name = name;
    this.max = max;
    this.time = time;
    this.epoch = time.now();
  }

  /// Sets a timer.
  ///
  /// @param target whose end is also the timer's; null for nobody's
  /// @throws IllegalArgumentException if the delay is negative
  /// @throws SystemLimitException if there are as many as there may be
  /// @throws IllegalStateException if these timers are closed
  Timer set(Duration delay, @Nullable LocalProcess target, Timer.Firing firing) {
    refuseNegative(delay);
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the " + name + " are closed");
      }
      if (size.get() >= max) {
        throw new SystemLimitException("no more than " + max + " timers may be set at once");
      }
      Timer timer = new Timer(this, firing, target, ++numbers, deadline(delay));
      add(timer);
      return timer;
    } finally {
      lock.unlock();
    }
  }

  /// A timer whose receiver has ended already: nothing comes of it.
  ///
  /// @throws IllegalArgumentException if the delay is negative
  Timer over(Duration delay) {
    refuseNegative(delay);
    return new Timer(this, () -> true, null, 0, 0);
  }

  private static void refuseNegative(Duration delay) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("a timer cannot fire " + delay + " from now");
    }
  }

  Optional<Duration> cancel(Timer timer) {
    lock.lock();
    try {
      while (timer == firing) {
        fired.awaitUninterruptibly();
      }
      Optional<Duration> left = left(timer);
      remove(timer);
      return left;
    } finally {
      lock.unlock();
    }
  }

  Optional<Duration> left(Timer timer) {
    lock.lock();
    try {
      return pending.contains(timer)
          ? Optional.of(Duration.ofNanos(Math.max(0, timer.deadline - now())))
          : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /// How many timers are set.
  int size() {
    return size.get();
  }

  /// When the next one fires, on the {@link Time} given: now, if one does; {@link Long#MAX_VALUE}
  /// if none is set.
  long next() {
    lock.lock();
    try {
      if (firing != null) {
        return time.now();
      }
      return pending.isEmpty() ? Long.MAX_VALUE : absolute(pending.first().deadline);
    } finally {
      lock.unlock();
    }
  }

  /// The process has ended, and with it the timers meant for it.
  void ended(LocalProcess process) {
    if (size.get() == 0) {
      return;
    }
    lock.lock();
    try {
      Set<Timer> theirs = byTarget.remove(process);
      if (theirs != null) {
        theirs.forEach(this::remove);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Stops all timers, and lets nobody set another.
  void close() {
    lock.lock();
    try {
      closed = true;
      pending.clear();
      byTarget.clear();
      size.set(0);
      LockSupport.unpark(thread);
    } finally {
      lock.unlock();
    }
  }

  private long now() {
    return time.now() - epoch;
  }

  private long deadline(Duration delay) {
    long now = now();
    return delay.compareTo(Duration.ofNanos(Long.MAX_VALUE - now)) < 0
        ? now + delay.toNanos()
        : Long.MAX_VALUE;
  }

  private long absolute(long deadline) {
    return deadline > Long.MAX_VALUE - Math.max(0, epoch) ? Long.MAX_VALUE : deadline + epoch;
  }

  private void add(Timer timer) {
    if (thread == null) {
      // First, since it may fail: then nothing was set.
      thread = Thread.ofPlatform().daemon().name(name).start(this::fireAll);
    }
    pending.add(timer);
    size.incrementAndGet();
    if (timer.target != null) {
      byTarget.computeIfAbsent(timer.target, _ -> new HashSet<>(2)).add(timer);
    }
    if (timer == pending.first()) {
      LockSupport.unpark(thread);
    }
  }

  private void remove(Timer timer) {
    if (!pending.remove(timer)) {
      return;
    }
    size.decrementAndGet();
    if (timer.target != null) {
      byTarget.computeIfPresent(
          timer.target,
          (_, theirs) -> {
            theirs.remove(timer);
            return theirs.isEmpty() ? null : theirs;
          });
    }
  }

  // The thread.

  private void fireAll() {
    lockUnqueued();
    try {
      for (Timer due = awaitDue(); due != null; due = awaitDue()) {
        boolean done = fireUnlocked(due);
        if (!done && !closed) {
          due.deadline = now() + RETRY_NANOS;
          add(due);
        }
      }
    } finally {
      thread = null;
      lock.unlock();
    }
  }

  /// Takes out the next timer that is due, once there is one; null when the thread is to end.
  private @Nullable Timer awaitDue() {
    long kept = now() + THREAD_KEPT_NANOS;
    while (true) {
      long until;
      if (pending.isEmpty()) {
        until = kept;
        if (closed || until <= now()) {
          return null;
        }
      } else {
        Timer next = pending.first();
        until = next.deadline;
        if (until <= now()) {
          remove(next);
          return next;
        }
      }
      // Who changes something from here on unparks this thread, and then it does not park.
      lock.unlock();
      try {
        time.parkUntil(this, until + epoch);
      } finally {
        lockUnqueued();
      }
    }
  }

  private boolean fireUnlocked(Timer timer) {
    firing = timer;
    lock.unlock();
    try {
      return timer.firing.fire();
    } catch (Throwable bug) {
      LOG.error("a timer failed, which is a bug", bug);
      return true;
    } finally {
      lockUnqueued();
      firing = null;
      fired.signalAll();
    }
  }

  /// Takes the lock as soon as it is free, before all that wait in its queue. The first of these
  /// may be a process that gets no carrier as long as others are busy, even such as a timer is to
  /// end.
  private void lockUnqueued() {
    while (!lock.tryLock()) {
      LockSupport.parkNanos(this, LOCK_POLL_NANOS);
    }
  }
}
