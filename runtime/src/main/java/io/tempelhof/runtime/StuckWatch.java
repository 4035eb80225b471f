package io.tempelhof.runtime;

import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notices processes that must end but do not, because they neither call the runtime nor react to
/// being interrupted. Java cannot end a thread by force; but it can be said which one it is.
final class StuckWatch {
  // Looks happen on the JDK's common timer and pool, which are platform threads: stuck processes
  // may
  // be holding every carrier of virtual ones. There is at most one look under way per node.

  private static final Logger LOG = LoggerFactory.getLogger(StuckWatch.class);
  private static final int FRAMES_LOGGED_MAX = 20;

  private static final class Entry {
    final long since = System.nanoTime();
    volatile boolean stuck;
  }

  private final NodeName node;
  private final long afterNanos;
  private final Counters counters;
  private final Map<LocalProcess, Entry> ending = new ConcurrentHashMap<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  StuckWatch(NodeName node, Duration after, Counters counters) {
    this.node = node;
    this.afterNanos = after.toNanos();
    this.counters = counters;
  }

  /// The process must end from now on.
  void add(LocalProcess process) {
    ending.put(process, new Entry());
    schedule();
  }

  /// It has.
  void remove(LocalProcess process) {
    ending.remove(process);
  }

  /// Those that are stuck now, the oldest process first.
  List<Pid> stuck() {
    return ending.entrySet().stream()
        .filter(e -> e.getValue().stuck)
        .map(Map.Entry::getKey)
        .sorted(Comparator.comparingLong(LocalProcess::number))
        .map(LocalProcess::pid)
        .toList();
  }

  private void schedule() {
    if (scheduled.compareAndSet(false, true)) {
      var _ = ForkJoinPool.commonPool().schedule(this::look, afterNanos, TimeUnit.NANOSECONDS);
    }
  }

  private void look() {
    scheduled.set(false);
    long now = System.nanoTime();
    boolean more = false;
    for (var e : ending.entrySet()) {
      Entry entry = e.getValue();
      if (now - entry.since < afterNanos) {
        more = true;
      } else if (!entry.stuck) {
        entry.stuck = true;
        counters.stuck.increment();
        report(e.getKey());
      }
    }
    if (more) {
      schedule();
    }
  }

  private void report(LocalProcess process) {
    StringBuilder stack = new StringBuilder();
    StackTraceElement[] frames = process.thread().getStackTrace();
    for (int i = 0; i < Math.min(frames.length, FRAMES_LOGGED_MAX); i++) {
      stack.append("\n\tat ").append(frames[i]);
    }
    LOG.warn(
        "process {} on {} is stuck: it must end ({}) and has not within {} ms{}",
        process.pid(),
        node,
        process.mustEnd(),
        TimeUnit.NANOSECONDS.toMillis(afterNanos),
        stack);
  }
}
