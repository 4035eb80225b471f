package io.tempelhof.net;

import io.tempelhof.core.term.Etf;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.core.wire.Flags;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// The two forms of frames, written by hand.
enum FrameForm {
  PASS_THROUGH(RawPeer.PASS_THROUGH),
  HEADERS(Flags.OFFERED);

  private final Flags flags;

  FrameForm(Flags flags) {
    this.flags = flags;
  }

  /// What a peer must offer for it.
  Flags flags() {
    return flags;
  }

  /// A whole frame, without its length.
  ///
  /// @param payload without a version byte; empty for none
  byte[] frame(Tuple control, byte... payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    if (this == HEADERS) {
      frame.writeBytes(new byte[] {(byte) 131, 68, 0});
      frame.writeBytes(bare(control));
    } else {
      frame.write(112);
      frame.writeBytes(Etf.encode(control));
      if (payload.length > 0) {
        frame.write(131);
      }
    }
    frame.writeBytes(payload);
    return frame.toByteArray();
  }

  /// The first of some fragments.
  static byte[] firstFragment(long sequence, long number, Tuple control, byte... part) {
    byte[] head = bare(control);
    return ByteBuffer.allocate(19 + head.length + part.length)
        .put((byte) 131)
        .put((byte) 69)
        .putLong(sequence)
        .putLong(number)
        .put((byte) 0)
        .put(head)
        .put(part)
        .array();
  }

  /// A later one.
  static byte[] nextFragment(long sequence, long number, byte... part) {
    return ByteBuffer.allocate(18 + part.length)
        .put((byte) 131)
        .put((byte) 70)
        .putLong(sequence)
        .putLong(number)
        .put(part)
        .array();
  }

  /// A term without its version byte.
  static byte[] bare(Term term) {
    byte[] encoded = Etf.encode(term);
    return Arrays.copyOfRange(encoded, 1, encoded.length);
  }
}
