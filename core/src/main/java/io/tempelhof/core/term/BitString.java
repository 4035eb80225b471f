package io.tempelhof.core.term;

import java.util.Arrays;

/// A bit string that does not end on a byte: the last byte holds {@code bits} (1 to 7) valid bits,
/// the most significant ones; the rest is zero.
public final class BitString implements Term {
  private final byte[] bytes;
  private final int bits;

  private BitString(byte[] bytes, int bits) {
    if (bits < 1 || bits > 7 || bytes.length == 0) {
      throw new IllegalArgumentException("the last byte of a bit string has 1 to 7 bits: " + bits);
    }
    bytes[bytes.length - 1] &= (byte) (0xFF << (8 - bits));
    this.bytes = bytes;
    this.bits = bits;
  }

  /// The bit string of a copy of these bytes, only the first {@code bits} (1 to 7) of the last one
  /// counting.
  public static BitString of(byte[] bytes, int bits) {
    return new BitString(bytes.clone(), bits);
  }

  /// Takes over the array, which must not change afterwards.
  static BitString owning(byte[] bytes, int bits) {
    return new BitString(bytes, bits);
  }

  /// The array itself, for this package: never to be changed.
  byte[] array() {
    return bytes;
  }

  /// Valid bits in the last byte, 1 to 7.
  public int bits() {
    return bits;
  }

  /// A copy of the bytes.
  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof BitString b && bits == b.bits && Arrays.equals(bytes, b.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(bytes) + bits;
  }

  @Override
  public String toString() {
    return TermPrinter.print(this);
  }
}
