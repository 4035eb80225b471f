package io.tempelhof.runtime;

import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notices processes that must end but do not, because they neither call the runtime nor react to
/// being interrupted. Java cannot end a thread by force; but it can be said which one it is.
final class StuckWatch {
  // There is at most one look under way. It has a timer of its own, since exit signals come on
  // event loops too, and those must not wait while many processes set theirs.

  private static final Logger LOG = LoggerFactory.getLogger(StuckWatch.class);
  private static final int FRAMES_LOGGED_MAX = 20;

  /// How many processes one look reports each for itself.
  private static final int REPORTED_MAX = 10;

  /// How many looks fall into the time a process may take.
  private static final int LOOKS = 4;

  private static final class Entry {
    final long since;
    volatile boolean stuck;

    Entry(long since) {
      this.since = since;
    }
  }

  private final NodeName node;
  private final Duration after;
  private final Timers timers;
  private final Counters counters;
  private final Time time;
  private final Map<LocalProcess, Entry> ending = new ConcurrentHashMap<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile boolean closing;
  private volatile boolean over;

  /// @param after how long a process may take to end before it counts as stuck
  StuckWatch(NodeName node, Duration after, Counters counters, Time time) {
    this.node = node;
    this.after = after;
    this.timers = new Timers("watch over the ending of " + node, 1, time);
    this.time = time;
    this.counters = counters;
  }

  /// The process must end from now on.
  void add(LocalProcess process) {
    ending.put(process, new Entry(time.now()));
    schedule();
  }

  /// It has.
  void remove(LocalProcess process) {
    ending.remove(process);
    if (closing) {
      end();
    }
  }

  /// No process is started any more: the watch ends with the last that must end.
  void close() {
    closing = true;
    end();
  }

  private void end() {
    if (ending.isEmpty()) {
      over = true;
      timers.close();
    }
  }

  /// Whether it must end, and has not for so long.
  boolean isStuck(LocalProcess process) {
    Entry entry = ending.get(process);
    return entry != null && entry.stuck;
  }

  /// Those that are stuck now, the oldest process first.
  List<Pid> stuck() {
    return ending.entrySet().stream()
        .filter(e -> e.getValue().stuck)
        .map(e -> e.getKey().pid())
        .sorted(Comparator.comparingLong(ProcessTable::number))
        .toList();
  }

  /// When it looks next, as {@link Timers#next}.
  long nextLook() {
    return timers.next();
  }

  private void schedule() {
    if (!over && scheduled.compareAndSet(false, true)) {
      boolean set = false;
      try {
        timers.set(after.dividedBy(LOOKS), null, this::look);
        set = true;
      } catch (IllegalStateException e) {
        if (!over) {
          throw e;
        }
      } finally {
        if (!set) {
          scheduled.set(false);
        }
      }
    }
  }

  private boolean look() {
    scheduled.set(false);
    long now = time.now();
    boolean more = false;
    int found = 0;
    for (var e : ending.entrySet()) {
      Entry entry = e.getValue();
      if (now - entry.since < after.toNanos()) {
        more = true;
      } else if (!entry.stuck) {
        entry.stuck = true;
        counters.stuck.increment();
        if (++found <= REPORTED_MAX) {
          report(e.getKey());
        }
      }
    }
    if (found > REPORTED_MAX) {
      LOG.warn("{} more processes on {} are stuck", found - REPORTED_MAX, node);
    }
    if (more) {
      schedule();
    }
    return true;
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
        after.toMillis(),
        stack);
  }
}
