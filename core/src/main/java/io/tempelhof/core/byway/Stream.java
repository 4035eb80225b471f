package io.tempelhof.core.byway;

import io.tempelhof.core.byway.BywayMessage.Segment;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One end of two streams of bytes, one each way, over a way that loses, doubles and reorders what
/// it carries. What is not acknowledged within a second is sent again from there on; what does not
/// come in order is not kept.
final class Stream {
  /// The longest piece.
  static final int PIECE_BYTES = 8 << 10;

  /// So much is under way at most.
  static final int WINDOW_BYTES = 4 * PIECE_BYTES;

  /// So much may wait for its acknowledgement. Whoever writes waits for room long before.
  static final int WAITING_BYTES_MAX = 8 << 20;

  /// For so long nothing may be acknowledged.
  static final long PATIENCE_NANOS = 30_000_000_000L;

  private static final long AGAIN_NANOS = 1_000_000_000L;
  private static final long NEVER = Long.MAX_VALUE;

  private final boolean opener;
  private final long line;
  private byte[] waiting = new byte[256];
  private int count;

  /// How many bytes were acknowledged: where {@code waiting} begins.
  private long base;

  /// What is sent next.
  private long next;

  private long received;

  // The end of a stream counts as one more byte.
  private boolean ends;
  private boolean endSent;
  private boolean endAcknowledged;
  private boolean endReceived;
  private long progressAt;
  private long againAt = NEVER;

  Stream(boolean opener, long line) {
    this.opener = opener;
    this.line = line;
  }

  /// Sends bytes after those before.
  ///
  /// @return false if too many wait
  boolean write(byte[] bytes, int length, long now, Consumer<BywayMessage> out) {
    if (ends || count + length > WAITING_BYTES_MAX) {
      return false;
    }
    if (count == 0) {
      progressAt = now;
    }
    if (count + length > waiting.length) {
      waiting = Arrays.copyOf(waiting, Math.max(2 * waiting.length, count + length));
    }
    System.arraycopy(bytes, 0, waiting, count, length);
    count += length;
    pump(now, out);
    return true;
  }

  /// How many bytes have been written.
  long written() {
    return base + count;
  }

  /// How many of them have arrived.
  long arrived() {
    return base;
  }

  /// Nothing follows.
  void end(long now, Consumer<BywayMessage> out) {
    if (!ends) {
      ends = true;
      progressAt = now;
      pump(now, out);
    }
  }

  /// The next bytes of the other end's stream; {@code null} if the segment holds none.
  byte @Nullable [] heard(Segment segment, long now, Consumer<BywayMessage> out) {
    acknowledged(segment.ack(), now);
    byte[] fresh = null;
    if (segment.bytes().length > 0 || segment.last()) {
      if (segment.offset() == received && !endReceived) {
        fresh = segment.bytes();
        received += fresh.length;
        endReceived = segment.last();
      }
      out.accept(segment(next, new byte[0], false));
    }
    pump(now, out);
    return fresh == null || fresh.length == 0 ? null : fresh;
  }

  private void acknowledged(long ack, long now) {
    long end = base + count;
    if (ack <= base || ack > end + (endSent ? 1 : 0)) {
      return;
    }
    endAcknowledged = ack > end;
    int gone = (int) (Math.min(ack, end) - base);
    System.arraycopy(waiting, gone, waiting, 0, count - gone);
    count -= gone;
    base += gone;
    next = Math.max(next, base);
    progressAt = now;
    againAt = isIdle() ? NEVER : now + AGAIN_NANOS;
  }

  private void pump(long now, Consumer<BywayMessage> out) {
    while (mayGo((int) (base + count - next))) {
      int from = (int) (next - base);
      int length = Math.min(PIECE_BYTES, count - from);
      out.accept(segment(next, Arrays.copyOfRange(waiting, from, from + length), false));
      next += length;
      expectAnswer(now);
    }
    if (ends && !endSent && next == base + count) {
      endSent = true;
      out.accept(segment(next, new byte[0], true));
      expectAnswer(now);
    }
  }

  /// While something is under way less than a piece waits for its acknowledgement, and for more (as
  /// in TCP, by Nagle's rule).
  private boolean mayGo(int unsent) {
    return unsent > 0
        && next - base < WINDOW_BYTES
        && (next == base || ends || unsent >= PIECE_BYTES);
  }

  /// What is said later does not put off when the first is sent again.
  private void expectAnswer(long now) {
    if (againAt == NEVER) {
      againAt = now + AGAIN_NANOS;
    }
  }

  private Segment segment(long offset, byte[] bytes, boolean last) {
    return new Segment(opener, line, offset, received + (endReceived ? 1 : 0), last, bytes);
  }

  /// Sends again what was not acknowledged.
  ///
  /// @return false if nothing has been acknowledged for too long
  boolean timer(long now, Consumer<BywayMessage> out) {
    if (!isIdle() && now - progressAt >= PATIENCE_NANOS) {
      return false;
    }
    if (now >= againAt) {
      againAt = NEVER;
      next = base; // and all from there on
      endSent &= endAcknowledged;
      pump(now, out);
    }
    return true;
  }

  long nextDeadline() {
    return isIdle() ? NEVER : Math.min(againAt, progressAt + PATIENCE_NANOS);
  }

  /// Whether all that was written has arrived.
  private boolean isIdle() {
    return count == 0 && (!ends || endAcknowledged);
  }

  /// Whether the other end has had all, and knows that nothing follows.
  boolean isOver() {
    return endAcknowledged;
  }

  /// Whether nothing follows from the other end.
  boolean endReceived() {
    return endReceived;
  }
}
