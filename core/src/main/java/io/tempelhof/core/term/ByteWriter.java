package io.tempelhof.core.term;

import java.util.Arrays;
import java.util.Objects;

/// Writes bytes, and numbers in network order, into a buffer that grows.
abstract sealed class ByteWriter permits TermWriter {
  private static final int FIRST_BYTES = 128;
  private static final int DOUBLED_BYTES_MAX = 16 << 20;

  byte[] bytes;
  int size;

  ByteWriter() {
    this(FIRST_BYTES);
  }

  ByteWriter(int capacity) {
    bytes = new byte[Math.max(16, capacity)];
  }

  /// How many bytes were written.
  public final int size() {
    return size;
  }

  /// The buffer itself: the first `size()` bytes are written. The next put may replace it.
  public final byte[] array() {
    return bytes;
  }

  /// A copy of what was written.
  public final byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  /// What was written, not copied if it fills the buffer. Nothing may be written afterwards.
  public final byte[] finish() {
    return size == bytes.length ? bytes : toBytes();
  }

  /// Forgets everything written from this size on.
  public final void truncate(int size) {
    if (size < 0 || size > this.size) {
      throw new IndexOutOfBoundsException(size);
    }
    this.size = size;
  }

  /// Makes room for so many more bytes.
  ///
  /// @throws IllegalArgumentException beyond {@link TermLimits#MAX_ENCODED_BYTES}
  final void room(long more) {
    if (more > bytes.length - size) {
      grow(more);
    }
  }

  private void grow(long more) {
    long needed = size + more;
    int max = TermLimits.MAX_ENCODED_BYTES;
    if (needed > max) {
      throw tooLong();
    }
    int grown = bytes.length + Math.min(bytes.length, DOUBLED_BYTES_MAX);
    bytes = Arrays.copyOf(bytes, Math.min(max, Math.max((int) needed, grown)));
  }

  static IllegalArgumentException tooLong() {
    return new IllegalArgumentException(
        "a term of more than " + TermLimits.MAX_ENCODED_BYTES + " bytes in external form");
  }

  /// Writes the low 8 bits.
  public final void putByte(int value) {
    room(1);
    bytes[size++] = (byte) value;
  }

  /// Writes the low 16 bits, big-endian.
  public final void putShort(int value) {
    room(2);
    BigEndian.putShort(bytes, size, value);
    size += 2;
  }

  /// Writes 32 bits, big-endian.
  public final void putInt(int value) {
    room(4);
    BigEndian.putInt(bytes, size, value);
    size += 4;
  }

  /// Writes 64 bits, big-endian.
  public final void putLong(long value) {
    room(8);
    BigEndian.putLong(bytes, size, value);
    size += 8;
  }

  /// Bytes as they are, such as a term encoded before.
  public final void putRaw(byte[] raw) {
    putRaw(raw, 0, raw.length);
  }

  /// Writes these bytes as they are.
  public final void putRaw(byte[] raw, int offset, int length) {
    room(length);
    System.arraycopy(raw, offset, bytes, size, length);
    size += length;
  }

  /// Overwrites a byte written before.
  public final void setByte(int at, int value) {
    Objects.checkIndex(at, size);
    bytes[at] = (byte) value;
  }

  /// Overwrites four bytes written before, such as a length known only now.
  public final void setInt(int at, int value) {
    if (at < 0 || at > size - 4) {
      throw new IndexOutOfBoundsException(at);
    }
    BigEndian.putInt(bytes, at, value);
  }

  /// The UTF-8 form of a text, without a length.
  ///
  /// @throws IllegalArgumentException if the text has a lone surrogate
  public final void putUtf8(String text) {
    int length = text.length();
    room(length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        putBeyondAscii(text, i);
        return;
      }
      bytes[size++] = (byte) c;
    }
  }

  private void putBeyondAscii(String text, int from) {
    int length = text.length();
    for (int i = from; i < length; i++) {
      int c = text.charAt(i);
      room(4);
      if (c < 0x80) {
        bytes[size++] = (byte) c;
        continue;
      }
      if (c < 0x800) {
        bytes[size++] = (byte) (0xC0 | (c >> 6));
      } else {
        if (Character.isSurrogate((char) c)) {
          c = text.codePointAt(i++);
          if (c < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
            throw new IllegalArgumentException("text with half a surrogate pair alone");
          }
          bytes[size++] = (byte) (0xF0 | (c >> 18));
          bytes[size++] = (byte) (0x80 | ((c >> 12) & 0x3F));
        } else {
          bytes[size++] = (byte) (0xE0 | (c >> 12));
        }
        bytes[size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
      }
      bytes[size++] = (byte) (0x80 | (c & 0x3F));
    }
  }
}
