package io.tempelhof.core.term;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A binary: whole bytes. One that was the most of a long message shares the message's array.
public final class Binary implements Term {
  private final byte[] bytes;
  private final int from;
  private final int size;

  private Binary(byte[] bytes, int from, int size) {
    this.bytes = bytes;
    this.from = from;
    this.size = size;
  }

  /// A binary with a copy of these bytes.
  public static Binary of(byte[] bytes) {
    return owning(bytes.clone());
  }

  /// The UTF-8 form of the text.
  ///
  /// @throws IllegalArgumentException if the text has half a surrogate pair alone
  public static Binary of(String text) {
    if (!Utf8.encodable(text)) {
      throw new IllegalArgumentException("text with half a surrogate pair alone");
    }
    return owning(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Takes over the array, which must not change afterwards.
  static Binary owning(byte[] bytes) {
    return within(bytes, 0, bytes.length);
  }

  /// A part of an array that must not change afterwards.
  static Binary within(byte[] bytes, int from, int size) {
    return new Binary(bytes, from, size);
  }

  /// How many bytes it has.
  public int size() {
    return size;
  }

  /// The bytes as UTF-8 text, or null if they are none.
  public @Nullable String text() {
    return Utf8.decode(bytes, from, size);
  }

  /// A copy of the bytes.
  public byte[] toBytes() {
    return Arrays.copyOfRange(bytes, from, from + size);
  }

  /// The bytes, for this package: never to be changed.
  byte[] array() {
    return size == bytes.length ? bytes : toBytes();
  }

  /// The bytes where they are.
  Piece piece() {
    return new Piece(bytes, from, size);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Binary b
        && Arrays.equals(bytes, from, from + size, b.bytes, b.from, b.from + b.size);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(array());
  }

  @Override
  public String toString() {
    return TermPrinter.print(this);
  }
}
