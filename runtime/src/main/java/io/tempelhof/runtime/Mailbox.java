package io.tempelhof.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The messages of one process, in the order they arrived.
///
/// Any thread may {@link #push}; everything else is the owner's, the process itself. The owner
/// walks the messages with {@link #rewind} and {@link #next}, and takes out the one it wants with
/// {@link #take}; those it passes by stay for another time.
final class Mailbox {
  // A stack (R. K. Treiber, "Systems Programming: Coping with Parallelism", 1986) on which senders
  // push with one compare-and-set, and which the owner empties in one exchange into a list of its
  // own, turning it round. Three more states share the stack's only word: null is an empty stack
  // whose owner is at work, IDLE an empty one whose owner sleeps (the sender that replaces it must
  // wake it, and only that one), CLOSED one whose owner is gone for ever.

  /// What became of a pushed envelope.
  enum Pushed {
    QUEUED,
    /// Queued, and the owner sleeps: the caller must wake it.
    WAKE,
    /// There is no owner any more; the envelope was not queued.
    CLOSED
  }

  private static final Envelope IDLE = Envelope.of("idle");
  private static final Envelope CLOSED = Envelope.of("closed");
  private static final VarHandle HEAD;

  static {
    try {
      HEAD = MethodHandles.lookup().findVarHandle(Mailbox.class, "head", Envelope.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /// The stack: newest first, or one of the states above.
  private volatile @Nullable Envelope head;

  /// The owner's list, oldest first.
  private @Nullable Envelope first;

  private @Nullable Envelope last;

  /// The last message walked past, and the one {@link #next} gave after it, of which is not known
  /// yet whether it stays.
  private @Nullable Envelope passed;

  private @Nullable Envelope current;

  /// Any thread: puts an envelope at the end.
  Pushed push(Envelope envelope) {
    while (true) {
      Envelope newest = head;
      if (newest == CLOSED) {
        return Pushed.CLOSED;
      }
      envelope.next = newest == IDLE ? null : newest;
      if (HEAD.compareAndSet(this, newest, envelope)) {
        return newest == IDLE ? Pushed.WAKE : Pushed.QUEUED;
      }
    }
  }

  /// Starts again at the oldest message.
  void rewind() {
    passed = null;
    current = null;
  }

  /// The next message not walked past since {@link #rewind}; null if there is none (yet: a later
  /// call goes on from here).
  @Nullable Envelope next() {
    if (current != null) {
      passed = current;
    }
    current = afterPassed();
    if (current == null) {
      collect();
      current = afterPassed();
    }
    return current;
  }

  private @Nullable Envelope afterPassed() {
    return passed == null ? first : passed.next;
  }

  /// Takes out the message {@link #next} gave last.
  void take() {
    Envelope taken = Objects.requireNonNull(current);
    if (passed == null) {
      first = taken.next;
    } else {
      passed.next = taken.next;
    }
    if (taken == last) {
      last = passed;
    }
    taken.next = null;
    current = null;
  }

  /// Says that the owner is about to sleep. False if there is something new to walk: then it must
  /// not. Waking up needs no word: the next call to {@link #next} says it.
  boolean idle() {
    return HEAD.compareAndSet(this, null, IDLE) || head == IDLE;
  }

  /// The owner's last act: nothing can be pushed from now on.
  ///
  /// @return how many messages were left
  int close() {
    Envelope newest = (Envelope) HEAD.getAndSet(this, CLOSED);
    int left = 0;
    for (Envelope e = newest == IDLE || newest == CLOSED ? null : newest; e != null; e = e.next) {
      left++;
    }
    for (Envelope e = first; e != null; e = e.next) {
      left++;
    }
    first = null;
    last = null;
    rewind();
    return left;
  }

  /// Moves what was pushed to the end of the owner's list.
  private void collect() {
    Envelope newest = (Envelope) HEAD.getAndSet(this, null);
    if (newest == null || newest == IDLE) {
      return;
    }
    Envelope oldest = null;
    for (Envelope e = newest; e != null; ) {
      Envelope below = e.next;
      e.next = oldest;
      oldest = e;
      e = below;
    }
    if (last == null) {
      first = oldest;
    } else {
      last.next = oldest;
    }
    last = newest;
  }
}
