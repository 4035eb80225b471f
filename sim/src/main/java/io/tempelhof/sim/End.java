package io.tempelhof.sim;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One node's end of a virtual connection.
final class End {
  final Listener owner;

  /// Tells this end from every other end of the world.
  final long number;

  /// When the frame sent last arrives: a later one never overtakes it.
  long lastArrival;

  /// The attempt this end belongs to until its owner has taken it over.
  @Nullable Attempt attempt;

  private @Nullable End other;
  private boolean open = true;
  private @Nullable List<Runnable> whenClosed;

  End(Listener owner, long number) {
    this.owner = owner;
    this.number = number;
  }

  static void join(End one, End another) {
    one.other = another;
    another.other = one;
  }

  End other() {
    if (other == null) {
      throw new IllegalStateException("an end without another");
    }
    return other;
  }

  /// Whether the owner may still read and write.
  boolean isOpen() {
    return open;
  }

  void shut() {
    open = false;
    owner.ends.remove(this);
  }

  /// To be called when the owner knows that this end is shut.
  void settle() {
    List<Runnable> actions = whenClosed;
    whenClosed = null;
    if (actions != null) {
      actions.forEach(Runnable::run);
    }
  }

  /// Runs the action once this end is shut and its owner knows, now if it is already.
  void whenClosed(Runnable action) {
    if (!open) {
      action.run();
      return;
    }
    if (whenClosed == null) {
      whenClosed = new ArrayList<>(1);
    }
    whenClosed.add(action);
  }
}
