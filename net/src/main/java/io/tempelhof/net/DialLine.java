package io.tempelhof.net;

import java.util.ArrayDeque;
import java.util.Deque;

/// Where dials that nobody waits for stand in line. All nodes that share event loops share their
/// processors, too: when hundreds of nodes repair their overlay at the same moment and every one
/// dials at once, no handshake ends before its deadline, and all of it is done for nothing. So only
/// as many are begun as can be brought to an end; those somebody waits for go first.
final class DialLine {
  /// How many dials may be under way for each event loop before further ones wait.
  static final int PER_LOOP = 32;

  private final int limit;
  private final Deque<Runnable> line = new ArrayDeque<>();
  private int underWay;

  /// @param limit how many may be under way before further ones wait
  DialLine(int limit) {
    this.limit = limit;
  }

  /// Runs {@code start}: at once if somebody waits for it or there is room, otherwise later, on the
  /// thread of whoever makes room. Each start is followed by one {@link #done}.
  void enter(Runnable start, boolean awaited) {
    synchronized (this) {
      if (!awaited && underWay >= limit) {
        line.add(start);
        return;
      }
      underWay++;
    }
    start.run();
  }

  /// Leaves the line.
  ///
  /// @return false if the dial has been started already
  synchronized boolean leave(Runnable start) {
    return line.remove(start);
  }

  /// A dial is over, one way or the other: the next one begins.
  void done() {
    Runnable next;
    synchronized (this) {
      underWay--;
      next = underWay < limit ? line.poll() : null;
      if (next == null) {
        return;
      }
      underWay++;
    }
    next.run();
  }

  /// How many stand in line.
  synchronized int waiting() {
    return line.size();
  }
}
