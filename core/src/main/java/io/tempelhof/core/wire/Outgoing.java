package io.tempelhof.core.wire;

import io.tempelhof.core.signal.Signal;

/// A signal on its way out that could not be written at once.
final class Outgoing {
  final Signal signal;

  /// The term after the control message, version byte first; empty if there is none.
  final byte[] payload;

  /// How many lanes it still has to reach the head of. More than one: it goes behind everything.
  int lanes = 1;

  /// Its number among those of this connection that went in fragments.
  long sequence;

  /// How much of the payload was written.
  int at;

  Outgoing(Signal signal, byte[] payload) {
    this.signal = signal;
    this.payload = payload;
  }

  boolean isLong() {
    return payload.length > FrameWriter.FRAGMENT_BYTES;
  }

  boolean isBegun() {
    return at > 0;
  }

  boolean isFinished() {
    return at == payload.length;
  }

  /// How many fragments what is left makes.
  long fragments() {
    return Math.ceilDiv(payload.length - at, FrameWriter.FRAGMENT_BYTES);
  }
}
