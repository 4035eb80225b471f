package io.tempelhof.core.overlay;

/// A set of 64-bit numbers that are well mixed already, for one look-up.
final class LongSet {
  private final long[] slots;
  private boolean zero;

  /// @param size how many there will be at most
  LongSet(int size) {
    slots = new long[Math.max(4, 2 * Integer.highestOneBit(Math.max(1, size)) * 2)];
  }

  /// All of these.
  static LongSet of(Longs values) {
    LongSet set = new LongSet(values.size());
    for (int i = 0; i < values.size(); i++) {
      set.add(values.at(i));
    }
    return set;
  }

  void add(long value) {
    if (value == 0) {
      zero = true;
      return;
    }
    slots[slot(value)] = value;
  }

  boolean contains(long value) {
    return value == 0 ? zero : slots[slot(value)] == value;
  }

  private int slot(long value) {
    int slot = (int) value & (slots.length - 1);
    while (slots[slot] != 0 && slots[slot] != value) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }
}
