package io.tempelhof.net;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// A queue with many producers and one consumer which knows by itself whether the consumer must be
/// sent for: whoever offers something to an idle inlet must see to it that the consumer runs. One
/// compare-and-set per offer, one word while idle.
///
/// The consumer takes batches until {@link #rest} or {@link #retire} says that nothing is left. It
/// may change threads between these calls if one happens before the next.
final class Inlet<T> {
  // A stack, whose top is one of the marks while it is empty. The consumer takes it whole and turns
  // it round.

  /// What became of an offer.
  enum Offer {
    /// The consumer will see it.
    QUEUED,
    /// The same, but it has to be started.
    QUEUED_IDLE,
    /// Nothing is taken any more.
    RETIRED
  }

  /// One item, and the one after it.
  static final class Link<T> {
    private final @Nullable T item;
    private @Nullable Link<T> next;

    private Link(@Nullable T item) {
      this.item = item;
    }

    T item() {
      if (item == null) {
        throw new IllegalStateException("a mark was taken for an item");
      }
      return item;
    }

    /// Null for the last of a batch.
    @Nullable Link<T> next() {
      return next;
    }
  }

  private static final VarHandle TOP;

  static {
    try {
      TOP = MethodHandles.lookup().findVarHandle(Inlet.class, "top", Link.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final Link<?> IDLE = new Link<>(null);
  private static final Link<?> TAKEN = new Link<>(null);
  private static final Link<?> RETIRED = new Link<>(null);

  private volatile Link<?> top = IDLE;

  /// Any thread.
  Offer offer(T item) {
    Link<T> link = new Link<>(item);
    while (true) {
      Link<?> seen = top;
      if (seen == RETIRED) {
        return Offer.RETIRED;
      }
      link.next = isMark(seen) ? null : items(seen);
      if (TOP.compareAndSet(this, seen, link)) {
        return seen == IDLE ? Offer.QUEUED_IDLE : Offer.QUEUED;
      }
    }
  }

  /// Consumer only: everything offered since the last call, first offered first; null if that is
  /// nothing.
  @Nullable Link<T> take() {
    if (isMark(top)) {
      return null;
    }
    Link<?> taken = (Link<?>) TOP.getAndSet(this, TAKEN);
    @Nullable Link<T> first = null;
    @Nullable Link<T> link = items(taken);
    while (link != null) {
      Link<T> older = link.next;
      link.next = first;
      first = link;
      link = older;
    }
    return first;
  }

  /// Consumer only: whether nothing is left. If so it must stop, and will be sent for.
  boolean rest() {
    return TOP.compareAndSet(this, TAKEN, IDLE);
  }

  /// Consumer only: whether nothing is left. If so nothing will be taken any more.
  boolean retire() {
    return TOP.compareAndSet(this, TAKEN, RETIRED);
  }

  /// Consumer only: takes nothing any more, whatever is left.
  void abandon() {
    top = RETIRED;
  }

  private static boolean isMark(Link<?> link) {
    return link.item == null;
  }

  @SuppressWarnings("unchecked") // only the marks are shared between inlets
  private Link<T> items(Link<?> link) {
    return (Link<T>) link;
  }
}
