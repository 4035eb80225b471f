package io.tempelhof.core.supervise;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Children that end and start in turn: first the ones to be stopped, then, when all of them have
/// ended, those to be started.
final class Sequence {
  private final Deque<Child> stops = new ArrayDeque<>();
  private final Deque<Child> starts = new ArrayDeque<>();

  /// Those that nobody waits for any more but the ones to be started.
  private final List<Child> overdue = new ArrayList<>();

  /// Begins anew with the children as they are. A stop or start that is under way goes on.
  void plan(Children children) {
    stops.clear();
    starts.clear();
    overdue.clear();
    for (Child child : children.inOrder()) {
      if (child.grouped) {
        stops.addFirst(child);
      }
      if (child.phase == Child.Phase.WAITING || child.again) {
        starts.addLast(child);
      }
    }
  }

  /// One more to be started, behind all others.
  void append(Child child) {
    starts.addLast(child);
  }

  /// The next to be stopped, or the one that is being stopped; null when there is nobody left that
  /// should be waited for.
  @Nullable Child toStop() {
    for (Child child = stops.peekFirst(); child != null; child = stops.peekFirst()) {
      if (child.lives() && child.grouped && child.phase != Child.Phase.STUCK) {
        return child;
      }
      stops.removeFirst();
      if (child.lives() && child.grouped) {
        overdue.add(child);
      }
    }
    return null;
  }

  /// Whether all that were to be stopped have ended.
  boolean allEnded() {
    overdue.removeIf(child -> !(child.lives() && child.grouped));
    return toStop() == null && overdue.isEmpty();
  }

  /// The next to be started, or the one that is being started; null when there is none.
  @Nullable Child toStart() {
    for (Child child = starts.peekFirst(); child != null; child = starts.peekFirst()) {
      boolean starting =
          child.phase == Child.Phase.STARTING || (child.isStopping() && !child.doomed);
      if (child.phase == Child.Phase.WAITING || starting) {
        return child;
      }
      starts.removeFirst();
    }
    return null;
  }
}
