package io.tempelhof.net.fault;

import io.netty.channel.ChannelPromise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// What is under way in one direction of one socket, in order. One thread at a time.
final class Lane {
  /// Something under way.
  ///
  /// @param promise to be kept when it has been let go; null for what was read
  /// @param due when that is
  record Held(Object what, @Nullable ChannelPromise promise, int bytes, long due) {}

  private static final long SECOND_NANOS = 1_000_000_000L;

  private final Deque<Held> held = new ArrayDeque<>(0);
  private SplittableRandom random = new SplittableRandom(0);
  private LinkFault fault = LinkFault.NONE;
  private long bytes;

  /// When the link is done with what it was given last, and when the last of it arrives.
  private long sentAt;

  private long lastDue;

  /// From now on this is wrong with the link. What is under way arrives when it would have; once
  /// nothing is wrong any more, at once.
  void become(LinkFault other) {
    fault = other;
  }

  /// Where its jitter comes from.
  void seed(long seed) {
    random = new SplittableRandom(seed);
  }

  /// Whether what is given now may pass at once.
  boolean isOpen() {
    return held.isEmpty() && fault.isTransparent();
  }

  boolean isEmpty() {
    return held.isEmpty();
  }

  boolean isStalled() {
    return fault.stalled();
  }

  /// What is under way.
  long bytes() {
    return bytes;
  }

  /// Of how many bytes a piece consists at most, so that a slow link does not keep all of a long
  /// one until its end: a fiftieth of a second, or 256.
  int pieceBytes() {
    return fault.bytesPerSecond() == 0
        ? Integer.MAX_VALUE
        : Math.clamp(fault.bytesPerSecond() / 50, 256, Integer.MAX_VALUE);
  }

  void put(Object what, @Nullable ChannelPromise promise, int size, long now) {
    long start = held.isEmpty() ? now : Math.max(now, sentAt);
    long rate = fault.bytesPerSecond();
    sentAt = rate == 0 ? start : start + (long) (size * (double) SECOND_NANOS / rate);
    long jitter = fault.jitter().toNanos();
    long due = sentAt + fault.delay().toNanos() + (jitter == 0 ? 0 : random.nextLong(jitter + 1));
    lastDue = held.isEmpty() ? due : Math.max(due, lastDue);
    held.add(new Held(what, promise, size, lastDue));
    bytes += size;
  }

  /// Takes out the next that has arrived; null if none has.
  @Nullable Held take(long now) {
    return nextDue(now) <= now ? remove() : null;
  }

  /// Takes out the next, arrived or not; null if there is none.
  @Nullable Held remove() {
    Held next = held.poll();
    if (next != null) {
      bytes -= next.bytes();
    }
    return next;
  }

  /// When the next arrives; {@link Long#MAX_VALUE} if nothing will.
  long nextDue(long now) {
    Held next = held.peek();
    if (next == null || fault.stalled()) {
      return Long.MAX_VALUE;
    }
    return fault.isTransparent() ? now : next.due();
  }
}
