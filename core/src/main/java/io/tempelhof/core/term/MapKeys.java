package io.tempelhof.core.term;

/// Rows of keys and values by turns, kept in map key order. Sorting instead of hashing means that
/// no choice of keys by a peer can make a map slow, and that a map has one form.
final class MapKeys {
  /// Longer rows are merged, shorter ones sorted by insertion; in entries.
  private static final int INSERTION_ENTRIES = 8;

  private MapKeys() {}

  /// Sorts the row in place. False, with the row in no particular order, if two keys are equal.
  static boolean sortUnique(Term[] row) {
    int sorted = 2;
    while (sorted < row.length && compare(row, sorted - 2, sorted) < 0) {
      sorted += 2;
    }
    if (sorted >= row.length) {
      return true; // as a genuine node sends small maps
    }
    if (row.length <= 2 * INSERTION_ENTRIES) {
      insertionSort(row, 0, row.length);
    } else {
      mergeSort(row);
    }
    for (int i = 2; i < row.length; i += 2) {
      if (compare(row, i - 2, i) == 0) {
        return false;
      }
    }
    return true;
  }

  /// The index of a key in a sorted row, negative where it is missing.
  static int find(Term[] row, Term key) {
    int low = 0;
    int high = row.length / 2 - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = TermOrder.MAP_KEYS.compare(row[2 * middle], key);
      if (order == 0) {
        return 2 * middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  private static int compare(Term[] row, int i, int j) {
    return TermOrder.MAP_KEYS.compare(row[i], row[j]);
  }

  private static void insertionSort(Term[] row, int from, int to) {
    for (int i = from + 2; i < to; i += 2) {
      Term key = row[i];
      Term value = row[i + 1];
      int j = i - 2;
      while (j >= from && TermOrder.MAP_KEYS.compare(row[j], key) > 0) {
        row[j + 2] = row[j];
        row[j + 3] = row[j + 1];
        j -= 2;
      }
      row[j + 2] = key;
      row[j + 3] = value;
    }
  }

  /// Bottom-up merge sort: runs of {@link #INSERTION_ENTRIES}, then twice as long, and so on.
  private static void mergeSort(Term[] row) {
    int run = 2 * INSERTION_ENTRIES;
    for (int from = 0; from < row.length; from += run) {
      insertionSort(row, from, Math.min(row.length, from + run));
    }
    for (long width = run; width < row.length; width *= 2) {
      Term[] source = row.clone();
      for (long from = 0; from < row.length; from += 2 * width) {
        int middle = (int) Math.min(row.length, from + width);
        int to = (int) Math.min(row.length, from + 2 * width);
        merge(source, (int) from, middle, to, row);
      }
    }
  }

  private static void merge(Term[] source, int from, int middle, int to, Term[] target) {
    int left = from;
    int right = middle;
    for (int i = from; i < to; i += 2) {
      boolean takeLeft = right >= to || (left < middle && compare(source, left, right) <= 0);
      int taken = takeLeft ? left : right;
      target[i] = source[taken];
      target[i + 1] = source[taken + 1];
      if (takeLeft) {
        left += 2;
      } else {
        right += 2;
      }
    }
  }
}
