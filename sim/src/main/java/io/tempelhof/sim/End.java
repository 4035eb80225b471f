package io.tempelhof.sim;

import io.tempelhof.core.association.AssociationInput.Traffic;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// One node's end of a virtual connection, with what its owner counts on it.
final class End {
  final Listener owner;

  /// Tells this end from every other end of the world.
  final long number;

  /// When the frame sent last arrives: a later one never overtakes it.
  long lastArrival;

  /// The attempt this end belongs to until its owner has taken it over.
  @Nullable Attempt attempt;

  /// The association the connection serves, from then on.
  @Nullable SimAssociation association;

  /// Frames held back until the association opens the gate; null when it is open.
  @Nullable Deque<Frame> held = new ArrayDeque<>(2);

  /// Whether the association has ever called it up.
  boolean wasUp;

  /// How many users' signals were written.
  long written;

  /// How many users' signals were read.
  long received;

  long lastSignalReadAt;

  /// When a user's signal was last read or written.
  long lastSignalAt;

  long lastReadAt;
  long lastWrittenAt;

  private @Nullable End other;
  private boolean open = true;

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

  Traffic traffic() {
    return new Traffic(lastSignalReadAt, lastReadAt, lastWrittenAt);
  }

  void shut() {
    open = false;
    owner.ends.remove(this);
  }
}
