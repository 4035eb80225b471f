package io.tempelhof.sim.cluster;

import io.tempelhof.core.association.AssociationInput.Traffic;
import io.tempelhof.core.overlay.DigestFilter;
import io.tempelhof.sim.network.End;
import io.tempelhof.sim.network.Frame;
import io.tempelhof.sim.network.Receiver;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// A connection as its association's driver sees it: the end it reads and writes, and what is
/// counted there.
final class Line implements Receiver {
  final End end;
  private final SimAssociation association;

  /// Frames held back until the association opens the gate; null when it is open.
  private @Nullable Deque<Frame> held = new ArrayDeque<>(2);

  /// Whether the association has ever called it up.
  boolean wasUp;

  final DigestFilter digests = new DigestFilter();

  /// How many users' signals were written.
  long written;

  /// How many users' signals were read.
  long received;

  private long lastSignalReadAt;

  /// When a user's signal was last read or written.
  private long lastSignalAt;

  private long lastReadAt;
  private long lastWrittenAt;

  Line(End end, SimAssociation association, long now) {
    this.end = end;
    this.association = association;
    lastSignalReadAt = now;
    lastSignalAt = now;
    lastReadAt = now;
    lastWrittenAt = now;
  }

  long number() {
    return end.number();
  }

  SimAssociation association() {
    return association;
  }

  Traffic traffic() {
    return new Traffic(lastSignalReadAt, lastReadAt, lastWrittenAt);
  }

  long lastSignalAt() {
    return lastSignalAt;
  }

  void wrote(boolean signal, long now) {
    lastWrittenAt = now;
    if (signal) {
      lastSignalAt = now;
    }
  }

  void readSignal(long now) {
    received++;
    lastSignalReadAt = now;
    lastSignalAt = now;
  }

  @Override
  public void read(Frame frame) {
    lastReadAt = association.now();
    Deque<Frame> waiting = held;
    if (waiting == null || (waiting.isEmpty() && frame instanceof Frame.OfAssociation)) {
      association.take(this, frame);
    } else {
      waiting.add(frame);
    }
  }

  /// The frames held back so far; from now on none is.
  Deque<Frame> openGate() {
    Deque<Frame> waiting = held;
    held = null;
    return waiting == null ? new ArrayDeque<>(0) : waiting;
  }

  @Override
  public void closed(String reason) {
    association.closed(this, reason);
  }
}
