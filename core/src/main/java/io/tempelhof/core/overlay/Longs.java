package io.tempelhof.core.overlay;

import java.util.Arrays;

/// An immutable row of 64-bit numbers: event ids, digests. On the wire 8 bytes each.
public final class Longs {
  static final Longs NONE = new Longs(new long[0]);

  private final long[] values;

  private Longs(long[] values) {
    this.values = values;
  }

  /// The first {@code count} of these, copied.
  public static Longs of(long[] values, int count) {
    return new Longs(Arrays.copyOf(values, count));
  }

  /// All of these, copied.
  public static Longs of(long... values) {
    return new Longs(values.clone());
  }

  /// The first {@code count} of them.
  Longs upTo(int count) {
    return new Longs(Arrays.copyOf(values, count));
  }

  /// Those from that place on.
  Longs from(int place) {
    return new Longs(Arrays.copyOfRange(values, place, values.length));
  }

  /// How many there are.
  public int size() {
    return values.length;
  }

  /// The number at that place, counted from 0.
  public long at(int index) {
    return values[index];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Longs longs && Arrays.equals(values, longs.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return values.length <= 8 ? Arrays.toString(values) : values.length + " numbers";
  }
}
