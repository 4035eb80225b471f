package io.tempelhof.core.term;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A binary: whole bytes.
public final class Binary implements Term {
  private final byte[] bytes;

  private Binary(byte[] bytes) {
    this.bytes = bytes;
  }

  /// A binary with a copy of these bytes.
  public static Binary of(byte[] bytes) {
    return new Binary(bytes.clone());
  }

  /// The UTF-8 form of the text.
  ///
  /// @throws IllegalArgumentException if the text has half a surrogate pair alone
  public static Binary of(String text) {
    if (!Utf8.encodable(text)) {
      throw new IllegalArgumentException("text with half a surrogate pair alone");
    }
    return new Binary(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Takes over the array, which must not change afterwards.
  static Binary owning(byte[] bytes) {
    return new Binary(bytes);
  }

  public int size() {
    return bytes.length;
  }

  /// The bytes as UTF-8 text, or null if they are none.
  public @Nullable String text() {
    return Utf8.decode(bytes, 0, bytes.length);
  }

  /// A copy of the bytes.
  public byte[] toBytes() {
    return bytes.clone();
  }

  /// The array itself, for this package's codec: never to be changed.
  byte[] array() {
    return bytes;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Binary b && Arrays.equals(bytes, b.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return TermPrinter.print(this);
  }
}
