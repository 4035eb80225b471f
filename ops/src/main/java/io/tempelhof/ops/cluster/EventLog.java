package io.tempelhof.ops.cluster;

import io.tempelhof.ops.cluster.ClusterEvent.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What happened, the last 10,000 of it. Safe for use by any thread.
public final class EventLog {
  static final int EVENTS_MAX = 10_000;

  private final Deque<ClusterEvent> events = new ArrayDeque<>();
  private long sequence;

  /// Something has happened.
  public synchronized void add(
      long atMillis, Kind kind, String node, @Nullable String by, String text) {
    if (events.size() == EVENTS_MAX) {
      events.removeFirst();
    }
    events.add(new ClusterEvent(++sequence, atMillis, kind, node, by, text));
  }

  /// The number of the last one, 0 before the first.
  public synchronized long last() {
    return sequence;
  }

  /// Those after that number which are still kept, oldest first, but no more than so many: the
  /// oldest are left out.
  public synchronized List<ClusterEvent> after(long number, int most) {
    List<ClusterEvent> found = new ArrayList<>();
    var newestFirst = events.descendingIterator();
    while (newestFirst.hasNext() && found.size() < most) {
      ClusterEvent event = newestFirst.next();
      if (event.sequence() <= number) {
        break;
      }
      found.add(event);
    }
    return found.reversed();
  }
}
