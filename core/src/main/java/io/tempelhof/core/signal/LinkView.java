package io.tempelhof.core.signal;

import java.util.ArrayDeque;
import java.util.Queue;

/// One link as the {@link LinkTable} of our process holds it, worked out from the signals that pass
/// between the two processes.
final class LinkView {
  // The table changes by what our process does, which we see as outgoing signals in the same order,
  // and by what is delivered to it, which we see as incoming signals, but earlier. Where the two
  // orders meet shows only in an UnlinkAck: it leaves when the Unlink takes effect. So an Unlink,
  // and all that came in after it, is held back until then. For what comes in while nothing is held
  // back the exact moment does not matter.

  private static final long NONE = 0;

  private final Queue<Signal> heldBack = new ArrayDeque<>(0);
  private boolean linked;

  /// Our last unlink, while it is not acknowledged; no unlink has id 0.
  private long unlinking = NONE;

  void weLink() {
    linked = true;
  }

  void weUnlink(long id) {
    linked = false;
    unlinking = id;
  }

  /// Our process ended, or there never was one. An unlink of its own is acknowledged all the same.
  void weEnd() {
    linked = false;
  }

  /// An {@link Signal.Unlink} has taken effect: the oldest one held back, unless it came over an
  /// earlier connection, which has broken since.
  void weAcknowledge(long id) {
    if (!(heldBack.peek() instanceof Signal.Unlink oldest) || oldest.id() != id) {
      return;
    }
    apply(heldBack.remove());
    while (!heldBack.isEmpty() && !(heldBack.peek() instanceof Signal.Unlink)) {
      apply(heldBack.remove());
    }
  }

  /// A {@link Signal.Link}, {@link Signal.Unlink}, {@link Signal.UnlinkAck} or {@link Signal.Exit}
  /// came in.
  void incoming(Signal signal) {
    if (signal instanceof Signal.Unlink || !heldBack.isEmpty()) {
      heldBack.add(signal);
    } else {
      apply(signal);
    }
  }

  /// Everything that came in has been delivered.
  void settle() {
    while (!heldBack.isEmpty()) {
      apply(heldBack.remove());
    }
  }

  /// As {@link LinkTable} does.
  private void apply(Signal signal) {
    switch (signal) {
      case Signal.Link _ -> linked |= unlinking == NONE;
      case Signal.UnlinkAck s -> unlinking = unlinking == s.id() ? NONE : unlinking;
      case Signal.Unlink _ -> linked = false;
      case Signal.Exit _ -> linked &= unlinking != NONE;
      case Signal.Message _,
          Signal.ExitRequest _,
          Signal.Monitor _,
          Signal.Demonitor _,
          Signal.Down _,
          Signal.GroupLeader _,
          Signal.SpawnRequest _,
          Signal.SpawnReply _ ->
          throw new IllegalArgumentException(signal + " says nothing about a link");
    }
  }

  boolean linked() {
    return linked;
  }

  /// The id of our unlink that waits for its acknowledgement; 0 for none.
  long unlinking() {
    return unlinking;
  }

  /// Whether no acknowledgement is awaited, by our process or theirs.
  boolean isSettled() {
    return unlinking == NONE && heldBack.isEmpty();
  }

  boolean isOver() {
    return !linked && isSettled();
  }
}
