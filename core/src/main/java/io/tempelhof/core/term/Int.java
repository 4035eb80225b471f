package io.tempelhof.core.term;

/// An integer that fits 64 bits. Integers beyond are {@link BigInt}; the two never overlap.
public record Int(long value) implements Term {
  private static final Int[] SMALL = new Int[256];

  static {
    for (int i = 0; i < SMALL.length; i++) {
      SMALL[i] = new Int(i);
    }
  }

  /// The integer with this value.
  public static Int of(long value) {
    return value >= 0 && value < SMALL.length ? SMALL[(int) value] : new Int(value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
