package io.tempelhof.core.term;

import java.util.Arrays;

/// A place in a part of a byte array. Reading past the end of the part is {@link Illegal}.
final class Cursor {
  /// Thrown while reading; the door that started the reading turns it into {@link Malformed}.
  static final class Illegal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Malformed malformed;

    /// {@code offset} is where the illegal thing starts.
    Illegal(String reason, int offset) {
      super(reason, null, false, false);
      malformed = new Malformed(reason, offset);
    }

    Malformed malformed() {
      return malformed;
    }
  }

  /// A shorter part of an array is rather copied than shared.
  private static final int SHARED_BYTES_MIN = 64 << 10;

  private final byte[] bytes;
  private final boolean owned;
  private final int end;
  private int at;

  /// @param owned whether the array will not change, so that terms may share it
  Cursor(byte[] bytes, int from, int to, boolean owned) {
    this.bytes = bytes;
    this.owned = owned;
    this.at = from;
    this.end = to;
  }

  /// The bytes that {@link #position} and {@link #skip} speak of.
  byte[] array() {
    return bytes;
  }

  int position() {
    return at;
  }

  /// How many bytes are left.
  int left() {
    return end - at;
  }

  /// Moves on by so many bytes; answers where they start.
  int skip(int length) {
    if (length > end - at) {
      throw new Illegal(length + " bytes needed, " + left() + " left", at);
    }
    int from = at;
    at += length;
    return from;
  }

  int unsignedByte() {
    if (at == end) {
      throw new Illegal("a byte needed, none left", at);
    }
    return bytes[at++] & 0xFF;
  }

  int unsignedShort() {
    return BigEndian.getShort(bytes, skip(2));
  }

  int int32() {
    return BigEndian.getInt(bytes, skip(4));
  }

  long int64() {
    return BigEndian.getLong(bytes, skip(8));
  }

  /// An unsigned number of 32 bits that counts things of at least one byte each, so that one with
  /// more things than bytes left is illegal.
  int count32() {
    int count = int32();
    if (count < 0 || count > left()) {
      throw new Illegal(
          Integer.toUnsignedString(count) + " announced in " + left() + " bytes", at - 4);
    }
    return count;
  }

  /// Whether so many bytes may be shared, and are not worth a copy: they are most of the array.
  boolean mayShare(int length) {
    return owned && length >= SHARED_BYTES_MIN && length > bytes.length / 2;
  }

  /// A copy of the next bytes.
  byte[] take(int length) {
    int from = skip(length);
    return Arrays.copyOfRange(bytes, from, from + length);
  }
}
