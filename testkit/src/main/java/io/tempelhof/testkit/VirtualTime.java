package io.tempelhof.testkit;

import io.tempelhof.core.term.Pid;
import io.tempelhof.runtime.Activity;
import io.tempelhof.runtime.Processes;
import io.tempelhof.runtime.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A time that passes only when a test says so, and only while nothing happens. With it a test of a
/// timeout of an hour takes a millisecond and goes the same way each time.
///
/// ```java
/// VirtualTime time = new VirtualTime();
/// Processes processes =
///     time.watch(new Processes(name, 1, Remote.NONE, Options.DEFAULT.withTime(time)));
/// ...
/// time.advance(Duration.ofHours(1));
/// ```
///
/// It governs the timeouts of receives and calls, {@code sendAfter} and {@code exitAfter}, and when
/// a process counts as stuck; one of them may be the time of many nodes. {@link #advance} goes from
/// one instant at which something is due to the next. At each, timers fire first, in the order of
/// their time and then of their making; then waits that are over end one after the other, in the
/// order of their time and then of their beginning. Before, between and after these it waits until
/// every process waits for a message again ({@link #settle}).
///
/// What it cannot do: it sees processes, not the network. What is on its way between two nodes it
/// does not wait for, nor for threads of the program's own: expect what they bring before you
/// advance. Sockets, dials, heartbeats and lookups of nodes have their real deadlines. {@code
/// Thread.sleep}, and whatever else does not ask the runtime, takes real time. Timers of different
/// nodes that are due at the same instant fire in any order.
public final class VirtualTime implements Time {
  private static final int QUICK_LOOKS = 20;
  private static final long PAUSE_NANOS = 20_000;

  /// A thread that waits.
  private record Waiter(Thread thread, long deadline, long number) {
    /// Not a process: the thread of a node's timers.
    boolean isOfTimers() {
      return !thread.isVirtual();
    }
  }

  private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();
  private final List<Processes> watched = new CopyOnWriteArrayList<>();
  private final Set<Pid> overlooked = ConcurrentHashMap.newKeySet();
  private final Object advancing = new Object();

  // The monitor of this object makes one step of looking at the time and beginning to wait.
  private volatile long now;
  private long waits;

  /// Time zero.
  public VirtualTime() {}

  // The runtime's side.

  @Override
  public long now() {
    return now;
  }

  @Override
  public void parkUntil(Object blocker, long deadline) {
    Waiter waiter;
    synchronized (this) {
      if (deadline - now <= 0) {
        return;
      }
      long due = deadline < now ? Long.MAX_VALUE : deadline; // more than 292 years away
      waiter = new Waiter(Thread.currentThread(), due, ++waits);
      waiters.add(waiter);
    }
    try {
      LockSupport.park(blocker);
    } finally {
      waiters.remove(waiter);
    }
  }

  // The test's side.

  /// From now on waits for these, too, before time passes.
  ///
  /// @return the same
  /// @throws IllegalArgumentException if this is not the time by which they wait
  public Processes watch(Processes processes) {
    if (processes.time() != this) {
      throw new IllegalArgumentException(
          "the processes of " + processes.node() + " wait by another time: " + processes.time());
    }
    watched.add(processes);
    return processes;
  }

  /// These are over, or need not be waited for any more.
  public void forget(Processes processes) {
    watched.remove(processes);
  }

  /// From now on does not wait for that process: it blocks, or computes, by design.
  public void overlook(Pid pid) {
    overlooked.add(pid);
  }

  /// How much of this time has passed since its beginning.
  public Duration elapsed() {
    return Duration.ofNanos(now);
  }

  /// In how much time something is due: a timer, or the end of a wait; empty if nothing is. Waits
  /// as {@link #settle} does.
  public Optional<Duration> next() {
    synchronized (advancing) {
      settle();
      long next = nextDue();
      return next == Long.MAX_VALUE ? Optional.empty() : Optional.of(Duration.ofNanos(next - now));
    }
  }

  /// Lets time pass, and everything happen that is due in it.
  ///
  /// @throws IllegalArgumentException if the time is negative
  /// @throws AssertionError as {@link #settle}
  public void advance(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("time does not pass backwards: " + time);
    }
    synchronized (advancing) {
      long target = Math.addExact(now, time.toNanos());
      settle();
      for (long next = nextDue(); next <= target; next = nextDue()) {
        become(next);
        fireTimers();
        endWaits();
      }
      become(target);
    }
  }

  /// Waits, in real time, until nothing happens any more: every process watched waits for a
  /// message, no timer fires, and nobody who has ended is still being told of.
  ///
  /// @throws AssertionError if it does not come to rest; the message says who is at work
  public void settle() {
    settle(Patience.DEFAULT);
  }

  /// The same, for at most this long.
  public void settle(Duration patience) {
    if (watched.isEmpty()) {
      throw new IllegalStateException("this time watches no processes yet: see watch()");
    }
    long deadline = System.nanoTime() + patience.toNanos();
    for (int looks = 0; ; looks++) {
      String unrest = unrest();
      if (unrest == null) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "not at rest within " + Patience.text(patience) + ", so time cannot pass: " + unrest);
      }
      pause(looks);
    }
  }

  private static void pause(int looks) {
    if (looks < QUICK_LOOKS) {
      Thread.onSpinWait();
    } else {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  // How it passes.

  private synchronized void become(long instant) {
    now = Math.max(now, instant);
  }

  private long nextDue() {
    long next = Long.MAX_VALUE;
    for (Processes processes : watched) {
      next = Math.min(next, processes.activity().nextTimer());
    }
    for (Waiter waiter : waiters) {
      if (!waiter.isOfTimers()) {
        next = Math.min(next, waiter.deadline());
      }
    }
    return next;
  }

  private void fireTimers() {
    for (Waiter waiter : due()) {
      if (waiter.isOfTimers()) {
        wake(waiter);
      }
    }
    settle();
  }

  private void endWaits() {
    while (true) {
      Optional<Waiter> first = due().stream().filter(w -> !w.isOfTimers()).findFirst();
      if (first.isEmpty()) {
        return;
      }
      wake(first.get());
      settle();
    }
  }

  private List<Waiter> due() {
    List<Waiter> due = new ArrayList<>(waiters);
    due.removeIf(waiter -> waiter.deadline() - now > 0);
    due.sort(Comparator.comparingLong(Waiter::deadline).thenComparingLong(Waiter::number));
    return due;
  }

  private void wake(Waiter waiter) {
    LockSupport.unpark(waiter.thread());
    for (int looks = 0; waiters.contains(waiter); looks++) {
      pause(looks);
    }
  }

  /// What goes on; null if nothing does. A look at all processes, and another at whether anything
  /// has happened since: what was seen at different moments then held at one.
  private @Nullable String unrest() {
    long done = 0;
    for (Processes processes : watched) {
      Activity activity = processes.activity();
      String unrest = unrest(processes, activity);
      if (unrest != null) {
        return unrest;
      }
      done += activity.done();
    }
    for (Processes processes : watched) {
      Activity activity = processes.activity();
      String unrest = unrest(processes, activity);
      if (unrest != null) {
        return unrest;
      }
      done -= activity.done();
    }
    return done == 0 ? null : "messages are being received";
  }

  private @Nullable String unrest(Processes processes, Activity activity) {
    List<Pid> busy = activity.busy().stream().filter(pid -> !overlooked.contains(pid)).toList();
    if (!busy.isEmpty()) {
      return busy.stream()
          .limit(10)
          .map(pid -> Words.process(processes, pid))
          .collect(Collectors.joining("\n  ", busy.size() + " at work:\n  ", ""));
    }
    if (activity.parting() > 0) {
      return "the end of a process on " + processes.node() + " is being told";
    }
    return activity.nextTimer() <= now ? "a timer of " + processes.node() + " fires" : null;
  }

  @Override
  public String toString() {
    return "virtual time " + elapsed();
  }
}
