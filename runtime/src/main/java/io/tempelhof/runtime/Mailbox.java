package io.tempelhof.runtime;

import io.tempelhof.core.signal.TraceToken;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The messages of one process, in the order they arrived.
///
/// Any thread may {@link #push}; everything else is the owner's, the process itself. The owner
/// walks the messages with {@link #rewind} and {@link #find}; those it walks past stay for another
/// time.
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

  /// The last message walked past.
  private @Nullable Envelope passed;

  /// A reference no message here bore when it was made, and the last message there was then; null
  /// for none.
  private @Nullable Ref mark;

  private @Nullable Envelope marked;

  /// The trace that the message taken last belongs to; null for most.
  private @Nullable TraceToken trace;

  // Written by the owner alone. Others read them without being told of changes: figures to look at,
  // and no more exact than that.

  /// How many messages the owner's list holds, and how many of them it has walked past.
  private int held;

  private int passedOver;

  /// Any thread: puts an envelope at the end.
  Pushed push(Envelope envelope) {
    while (true) {
      Envelope newest = head;
      if (newest == CLOSED) {
        return Pushed.CLOSED;
      }
      envelope.next = newest == IDLE ? null : newest;
      envelope.depth = depth(envelope.next) + 1;
      if (HEAD.compareAndSet(this, newest, envelope)) {
        return newest == IDLE ? Pushed.WAKE : Pushed.QUEUED;
      }
    }
  }

  /// Starts again at the oldest message.
  void rewind() {
    passed = null;
  }

  /// Remembers this place, in place of an earlier one: the reference has just been made, so what is
  /// here does not bear it (as the BEAM does, OTP "Efficiency Guide", "Processes").
  void mark(Ref reference) {
    if (head != null) {
      collect();
    }
    mark = reference;
    marked = last;
  }

  /// Starts again at the oldest message that may bear the reference.
  void rewindTo(Ref reference) {
    passed = mark != null && mark.equals(reference) ? marked : null;
  }

  /// Goes on through the messages not walked past since {@link #rewind} until one matches, and
  /// takes it out. Malformed ones are dropped.
  ///
  /// @return null if none does (yet: a later call goes on from here)
  <T> @Nullable T find(Pattern<T> pattern, Habitat habitat) {
    for (Envelope next = next(); next != null; next = next()) {
      T found = pattern.match(next);
      if (found != null) {
        take();
        return found;
      }
      if (next.isMalformed()) {
        take();
        habitat.counters().dropped(Dropped.MALFORMED);
      } else {
        pass(habitat.time());
      }
    }
    return null;
  }

  /// The oldest message not walked past since {@link #rewind}, to be passed or taken; null if there
  /// is none (yet: a later call goes on from here).
  @Nullable Envelope next() {
    if (afterPassed() == null) {
      collect();
    }
    return afterPassed();
  }

  private @Nullable Envelope afterPassed() {
    return passed == null ? first : passed.next;
  }

  /// Takes out the message that is next.
  void take() {
    Envelope taken = Objects.requireNonNull(afterPassed());
    if (passed == null) {
      first = taken.next;
    } else {
      passed.next = taken.next;
    }
    if (taken == last) {
      last = passed;
    }
    if (taken == marked) {
      marked = passed;
    }
    held--;
    if (taken.passedAt != 0) {
      passedOver--;
    }
    taken.next = null;
    trace = taken.trace == null ? null : taken.trace.received();
  }

  /// The trace that the owner's next message belongs to, as that of the last one it took; null for
  /// most.
  @Nullable TraceToken nextTrace(Pid owner) {
    if (trace != null) {
      trace = trace.next(owner);
    }
    return trace;
  }

  /// Whether the owner's next message belongs to a trace.
  boolean isTraced() {
    return trace != null;
  }

  /// The owner has taken a message that belongs to no trace, and that was never here.
  void tookUntraced() {
    trace = null;
  }

  /// Walks past the message that is next: nobody wants it this time.
  void pass(Time time) {
    Envelope unwanted = Objects.requireNonNull(afterPassed());
    if (unwanted.passedAt == 0) {
      // Odd, so that it is never 0.
      unwanted.passedAt = time.now() | 1;
      passedOver++;
    }
    passed = unwanted;
  }

  /// Any thread: about how many messages are here. Exact while nobody pushes or takes.
  int length() {
    return depth(head) + held;
  }

  /// Any thread: about how many messages the owner has walked past and left here.
  int passedOver() {
    return passedOver;
  }

  /// Any thread: for how long the oldest message has been here since the owner first walked past
  /// it, in nanoseconds; 0 if there is none.
  long passedOverNanos(Time time) {
    Envelope oldest = first;
    return oldest == null || oldest.passedAt == 0 ? 0 : time.now() - oldest.passedAt;
  }

  /// Any thread: whether the owner sleeps, and nothing has come since.
  boolean isIdle() {
    return head == IDLE;
  }

  private static int depth(@Nullable Envelope newest) {
    return newest == null ? 0 : newest.depth;
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
    int left = depth(newest) + held;
    first = null;
    last = null;
    marked = null;
    held = 0;
    passedOver = 0;
    rewind();
    return left;
  }

  /// Moves what was pushed to the end of the owner's list.
  private void collect() {
    Envelope newest = (Envelope) HEAD.getAndSet(this, null);
    if (newest == null || newest == IDLE) {
      return;
    }
    held += newest.depth;
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
