package io.tempelhof.core.term;

import java.math.BigInteger;

/// An integer that does not fit 64 bits.
public record BigInt(BigInteger value) implements Term {
  public BigInt {
    if (value.bitLength() < Long.SIZE) {
      throw new IllegalArgumentException("an integer of 64 bits is an Int: " + value);
    }
    if (value.bitLength() > 8L * TermLimits.MAX_INTEGER_BYTES) {
      throw new IllegalArgumentException("an integer of " + value.bitLength() + " bits");
    }
  }

  /// The integer with this value, as {@link Int} where it fits.
  public static Term of(BigInteger value) {
    return value.bitLength() < Long.SIZE ? new Int(value.longValue()) : new BigInt(value);
  }

  @Override
  public String toString() {
    return TermPrinter.print(this);
  }
}
