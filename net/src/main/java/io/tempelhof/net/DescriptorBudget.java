package io.tempelhof.net;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// How many file descriptors the sockets of all nodes of a JVM may take together: 80 % of what the
/// process may open. At that mark new dials wait in line and the nodes are asked to collect idle
/// connections early; accepted connections may go on into a reserve, up to 95 %, and are refused
/// beyond it.
public final class DescriptorBudget {
  private static final double FOR_DIALS = 0.80;
  private static final double WITH_RESERVE = 0.95;
  private static final long UNKNOWN_PROCESS_LIMIT = 1024;

  private static final DescriptorBudget SHARED = of(processLimit());

  private final int dialLimit;
  private final int acceptLimit;
  private final Deque<Runnable> line = new ArrayDeque<>();
  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
  private int used;

  private DescriptorBudget(int dialLimit, int acceptLimit) {
    this.dialLimit = dialLimit;
    this.acceptLimit = acceptLimit;
  }

  /// The one budget of this JVM, from the limit of its process.
  public static DescriptorBudget shared() {
    return SHARED;
  }

  /// The budget of a process that may open that many descriptors.
  public static DescriptorBudget of(long descriptors) {
    return new DescriptorBudget(
        (int) Math.min(Integer.MAX_VALUE, Math.max(1, descriptors * FOR_DIALS)),
        (int) Math.min(Integer.MAX_VALUE, Math.max(1, descriptors * WITH_RESERVE)));
  }

  private static long processLimit() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : UNKNOWN_PROCESS_LIMIT;
  }

  /// How many connections there may be before dials wait.
  public int limit() {
    return dialLimit;
  }

  /// How many descriptors the connections take now.
  public synchronized int used() {
    return used;
  }

  /// How many connections each watcher should give up so that the waiting dials can start and the
  /// reserve is free again; 0 without pressure.
  synchronized int share() {
    int excess = used + line.size() - dialLimit;
    return excess <= 0 ? 0 : Math.ceilDiv(excess, Math.max(1, watchers.size()));
  }

  /// Takes a descriptor for a dial and runs it, here or, when there is none, later by whoever gives
  /// one back.
  void dial(Runnable start) {
    boolean now;
    synchronized (this) {
      now = used < dialLimit;
      if (now) {
        used++;
      } else {
        line.add(start);
      }
    }
    if (now) {
      start.run();
    } else {
      watchers.forEach(Runnable::run);
    }
  }

  /// Leaves the line; false if the dial has started already.
  synchronized boolean cancel(Runnable start) {
    return line.remove(start);
  }

  /// Takes a descriptor for an accepted connection, also from the reserve; false if even that is
  /// used up.
  boolean accept() {
    boolean pressed;
    synchronized (this) {
      if (used >= acceptLimit) {
        return false;
      }
      pressed = ++used > dialLimit;
    }
    if (pressed) {
      watchers.forEach(Runnable::run);
    }
    return true;
  }

  /// Gives a descriptor back; the first dial in line gets it.
  void release() {
    @Nullable Runnable next = null;
    synchronized (this) {
      if (--used < 0) {
        throw new IllegalStateException("a descriptor was given back twice");
      }
      if (used < dialLimit) {
        next = line.poll();
      }
      if (next != null) {
        used++;
      }
    }
    if (next != null) {
      next.run();
    }
  }

  /// Runs {@code pressed} whenever a dial has to wait or an accept takes from the reserve.
  void watch(Runnable pressed) {
    watchers.add(pressed);
  }

  void unwatch(Runnable pressed) {
    watchers.remove(pressed);
  }
}
