package io.tempelhof.core.term;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// A compressed term: 131, 80, its size without the version byte (32 bits), zlib data.
final class Compressed {
  private static final int HEAD_BYTES = 6;

  /// The best that deflate can do, in bytes out per byte in: more than that is not announced
  /// honestly.
  private static final long MAX_RATIO = 1_032;

  private Compressed() {}

  static Decoded decode(byte[] bytes) {
    if (bytes.length < HEAD_BYTES) {
      return new Malformed("compressed term without a size", bytes.length);
    }
    long size = Integer.toUnsignedLong(BigEndian.getInt(bytes, 2));
    if (size > TermLimits.MAX_INFLATED_BYTES || size > MAX_RATIO * bytes.length) {
      return new Malformed("compressed term of " + size + " bytes", 2);
    }
    byte[] term = new byte[(int) size];
    if (!inflate(bytes, term)) {
      return new Malformed("compressed data that do not inflate to their size", HEAD_BYTES);
    }
    Decoded decoded = Etf.nothingAfter(Etf.decodeBare(term, 0, term.length, null), term.length);
    return decoded instanceof Decoded.Ok ok ? new Decoded.Ok(ok.term(), bytes.length) : decoded;
  }

  /// Whether the data, all of them, inflate to exactly this many bytes.
  private static boolean inflate(byte[] bytes, byte[] target) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(bytes, HEAD_BYTES, bytes.length - HEAD_BYTES);
      boolean fits =
          inflater.inflate(target) == target.length && inflater.inflate(new byte[1]) == 0;
      return fits && inflater.finished() && inflater.getRemaining() == 0;
    } catch (DataFormatException noZlib) {
      return false;
    } finally {
      inflater.end();
    }
  }
}
