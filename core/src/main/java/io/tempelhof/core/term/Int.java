package io.tempelhof.core.term;

/// An integer that fits 64 bits. Integers beyond are {@link BigInt}; the two never overlap.
public record Int(long value) implements Term {
  /// The integer with this value.
  public static Int of(long value) {
    return new Int(value);
  }
}
