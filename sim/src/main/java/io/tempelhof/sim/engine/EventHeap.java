package io.tempelhof.sim.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Events by the time they are due, those of one instant by their order. A heap of four children
/// per entry over plain arrays: the cost of a heap is memory access, and this shape touches the
/// least.
final class EventHeap {
  private static final int CHILDREN = 4;

  private long[] times = new long[1024];
  private long[] orders = new long[1024];
  private @Nullable Runnable[] events = new @Nullable Runnable[1024];
  private int size;

  int size() {
    return size;
  }

  /// When the first event is due; {@link Long#MAX_VALUE} when there is none.
  long nextTime() {
    return size == 0 ? Long.MAX_VALUE : times[0];
  }

  void add(long time, long order, Runnable event) {
    if (size == times.length) {
      grow();
    }
    int hole = size++;
    while (hole > 0) {
      int parent = (hole - 1) / CHILDREN;
      if (before(times[parent], orders[parent], time, order)) {
        break;
      }
      move(parent, hole);
      hole = parent;
    }
    put(hole, time, order, event);
  }

  /// The place of the first event among those of its instant.
  long nextOrder() {
    return orders[0];
  }

  /// Takes out the first event.
  ///
  /// @throws IllegalStateException when there is none
  Runnable poll() {
    Runnable first = events[0];
    if (size == 0 || first == null) {
      throw new IllegalStateException("no event left");
    }
    size--;
    Runnable last = events[size];
    events[size] = null;
    if (size > 0 && last != null) {
      sink(times[size], orders[size], last);
    }
    return first;
  }

  /// Lets the hole at the root sink until the event fits.
  private void sink(long time, long order, Runnable event) {
    int hole = 0;
    while (true) {
      int first = hole * CHILDREN + 1;
      if (first >= size) {
        break;
      }
      int least = first;
      int end = Math.min(first + CHILDREN, size);
      for (int child = first + 1; child < end; child++) {
        if (before(times[child], orders[child], times[least], orders[least])) {
          least = child;
        }
      }
      if (before(time, order, times[least], orders[least])) {
        break;
      }
      move(least, hole);
      hole = least;
    }
    put(hole, time, order, event);
  }

  private static boolean before(long time, long order, long otherTime, long otherOrder) {
    return time < otherTime || (time == otherTime && order < otherOrder);
  }

  private void move(int from, int to) {
    times[to] = times[from];
    orders[to] = orders[from];
    events[to] = events[from];
  }

  private void put(int at, long time, long order, Runnable event) {
    times[at] = time;
    orders[at] = order;
    events[at] = event;
  }

  private void grow() {
    int capacity = size * 2;
    times = Arrays.copyOf(times, capacity);
    orders = Arrays.copyOf(orders, capacity);
    events = Arrays.copyOf(events, capacity);
  }
}
