package io.tempelhof.ops.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The points of the last 15 minutes of observing. Safe for use by any thread.
public final class History {
  /// One every 2 s.
  static final int POINTS_MAX = 450;

  private static final long KEPT_MILLIS = 15 * 60 * 1_000;

  private final Deque<Point> points = new ArrayDeque<>();

  synchronized void add(Point point) {
    points.add(point);
    while (points.size() > POINTS_MAX || points.getFirst().atMs() < point.atMs() - KEPT_MILLIS) {
      points.removeFirst();
    }
  }

  /// Oldest first.
  public synchronized List<Point> points() {
    return List.copyOf(points);
  }
}
