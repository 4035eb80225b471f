package io.tempelhof.core.wire;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.TermWriter;
import org.jspecify.annotations.Nullable;

/// A signal on its way out.
final class Outgoing {
  final Signal signal;

  /// How many lanes it still has to reach the head of. More than one: it goes behind everything.
  int lanes = 1;

  /// Its number among those of this connection that went in fragments.
  long sequence;

  /// How much of the payload was written.
  int at;

  private final @Nullable Encoded payload;
  private final int size;

  /// @param payload the term after the control message; null if there is none
  Outgoing(Signal signal, @Nullable Encoded payload) {
    this.signal = signal;
    this.payload = payload;
    this.size = payload == null ? 0 : payload.size();
  }

  boolean isLong() {
    return size > FrameWriter.WHOLE_BYTES;
  }

  boolean isBegun() {
    return at > 0;
  }

  /// How much of the payload is left, in bytes.
  int left() {
    return size - at;
  }

  /// How many fragments what is left makes.
  long fragments() {
    return Math.ceilDiv(left(), FrameWriter.FRAGMENT_BYTES);
  }

  /// Appends the next bytes of the payload.
  void putPayload(int length, TermWriter out) {
    if (payload != null) {
      payload.copy(at, length, out);
      at += length;
    }
  }
}
