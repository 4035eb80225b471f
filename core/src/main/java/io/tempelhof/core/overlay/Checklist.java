package io.tempelhof.core.overlay;

/// A row of 64-bit numbers that are well mixed already, to be ticked off one by one. A number that
/// stands there more than once counts once.
final class Checklist {
  private final Longs numbers;

  /// By open addressing: 1 + the place of a number, 0 for none.
  private final int[] places;

  private final boolean[] ticked;
  private int left;

  Checklist(Longs numbers) {
    this.numbers = numbers;
    places = new int[2 * Integer.highestOneBit(Math.max(2, numbers.size() * 3 / 2))];
    ticked = new boolean[numbers.size()];
    for (int place = 0; place < ticked.length; place++) {
      int slot = slot(numbers.at(place));
      if (places[slot] == 0) {
        places[slot] = place + 1;
        left++;
      } else {
        ticked[place] = true;
      }
    }
  }

  private int slot(long number) {
    int mask = places.length - 1;
    int slot = (int) number & mask;
    while (places[slot] != 0 && numbers.at(places[slot] - 1) != number) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  boolean contains(long number) {
    return places[slot(number)] != 0;
  }

  void tick(long number) {
    int place = places[slot(number)] - 1;
    if (place >= 0 && !ticked[place]) {
      ticked[place] = true;
      left--;
    }
  }

  /// Those not ticked, in their order.
  Longs rest() {
    long[] rest = new long[left];
    int count = 0;
    for (int place = 0; place < ticked.length; place++) {
      if (!ticked[place]) {
        rest[count++] = numbers.at(place);
      }
    }
    return Longs.of(rest, count);
  }
}
