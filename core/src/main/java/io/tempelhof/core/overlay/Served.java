package io.tempelhof.core.overlay;

/// The smallest depth each of the latest events was served for, {@value #EVENTS_MAX} at most. They
/// are remembered in two halves: when the younger one is full, the older one is forgotten. Plain
/// arrays, since every copy of a notice is looked up here.
final class Served {
  static final int EVENTS_MAX = 4_096;

  /// No depth: never served, as far as is remembered.
  static final int NEVER = -1;

  private Half young = new Half();
  private Half old = new Half();

  /// The smallest depth that event was served for, or {@link #NEVER}.
  int depth(long event) {
    int depth = young.find(event);
    return depth == NEVER ? old.find(event) : depth;
  }

  /// It is served for that depth now.
  void put(long event, int depth) {
    if (young.size == EVENTS_MAX / 2) {
      old = young;
      young = new Half();
    }
    young.put(event, depth);
  }

  /// By open addressing; an event's number is well mixed already.
  private static final class Half {
    private long[] events = new long[4];

    /// 1 + the depth; 0 where there is no event.
    private byte[] depths = new byte[4];

    private int size;

    private int slot(long event) {
      int slot = (int) event & (events.length - 1);
      while (depths[slot] != 0 && events[slot] != event) {
        slot = (slot + 1) & (events.length - 1);
      }
      return slot;
    }

    int find(long event) {
      return Byte.toUnsignedInt(depths[slot(event)]) - 1;
    }

    void put(long event, int depth) {
      int slot = slot(event);
      if (depths[slot] == 0 && 4 * ++size > 3 * events.length) {
        grow();
        slot = slot(event);
      }
      events[slot] = event;
      depths[slot] = (byte) (depth + 1);
    }

    private void grow() {
      long[] earlier = events;
      byte[] theirs = depths;
      events = new long[2 * earlier.length];
      depths = new byte[events.length];
      for (int i = 0; i < earlier.length; i++) {
        if (theirs[i] != 0) {
          int slot = slot(earlier[i]);
          events[slot] = earlier[i];
          depths[slot] = theirs[i];
        }
      }
    }
  }
}
