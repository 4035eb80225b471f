package io.tempelhof.core.overlay;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The latest notice of each node, and when it happened. The entries lie side by side in the order
/// they came, since comparing two logs reads all of them; an index by open addressing finds one.
/// Plain arrays, since ten thousand simulated nodes may remember ten thousand others each.
final class EventTable {
  private static final int ROOM_MIN = 8;

  /// Enough for {@link EventLog#EVENTS_MAX} places.
  private static final int PLACE_BITS = 18;

  private static final int PLACE = (1 << PLACE_BITS) - 1;

  private @Nullable Notice[] notices = new @Nullable Notice[ROOM_MIN];
  private long[] times = new long[ROOM_MIN];
  private int size;

  /// 1 + the place of the entry in the lower bits, above them some bits of the entry's id: one that
  /// cannot be the one sought need not be looked at. 0 for none.
  private int[] index = new int[2 * ROOM_MIN];

  /// What {@link #visit} calls.
  interface Visitor {
    void visit(Notice notice, long at, long id);
  }

  /// What {@link #retain} asks.
  interface Keeper {
    boolean keep(Notice notice, long at);
  }

  int size() {
    return size;
  }

  private int slot(NodeId id) {
    long mixed = mixed(id);
    int mask = index.length - 1;
    int slot = (int) (mixed >>> 32) & mask;
    int tag = tag(mixed);
    for (int entry = index[slot]; entry != 0; entry = index[slot]) {
      if ((entry & ~PLACE) == tag && at((entry & PLACE) - 1).node().id().equals(id)) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static long mixed(NodeId id) {
    return (id.low() ^ id.high()) * 0x9e3779b97f4a7c15L;
  }

  private static int tag(long mixed) {
    return (int) mixed & ~PLACE;
  }

  private void point(int slot, int place) {
    index[slot] = place + 1 | tag(mixed(at(place).node().id()));
  }

  private Notice at(int place) {
    Notice notice = notices[place];
    if (notice == null) {
      throw new IllegalStateException("no entry " + place + " of " + size);
    }
    return notice;
  }

  /// Negative for none.
  private int place(NodeId id) {
    return (index[slot(id)] & PLACE) - 1;
  }

  @Nullable Notice find(NodeId id) {
    int place = place(id);
    return place < 0 ? null : at(place);
  }

  /// When what {@link #find} answers happened; 0 if that is nothing.
  long time(NodeId id) {
    int place = place(id);
    return place < 0 ? 0 : times[place];
  }

  void put(Notice notice, long at) {
    int slot = slot(notice.node().id());
    if (index[slot] != 0) {
      set((index[slot] & PLACE) - 1, notice, at);
      return;
    }
    if (size == notices.length) {
      resize(size + size / 4 + ROOM_MIN);
    }
    set(size, notice, at);
    point(slot, size++);
    if (3 * size > 2 * index.length) {
      reindex();
    }
  }

  private void set(int place, Notice notice, long at) {
    notices[place] = notice;
    times[place] = at;
  }

  private void resize(int room) {
    notices = Arrays.copyOf(notices, room);
    times = Arrays.copyOf(times, room);
  }

  private void reindex() {
    int least = Math.max(size, ROOM_MIN) * 3 / 2;
    index = new int[2 * Integer.highestOneBit(least)];
    for (int place = 0; place < size; place++) {
      point(slot(at(place).node().id()), place);
    }
  }

  void visit(Visitor visitor) {
    for (int place = 0; place < size; place++) {
      Notice notice = at(place);
      visitor.visit(notice, times[place], notice.id());
    }
  }

  /// Drops what is not to be kept.
  void retain(Keeper keeper) {
    int kept = 0;
    for (int place = 0; place < size; place++) {
      Notice notice = at(place);
      if (keeper.keep(notice, times[place])) {
        notices[kept] = notice;
        times[kept++] = times[place];
      }
    }
    if (kept < size) {
      Arrays.fill(notices, kept, size, null);
      size = kept;
      if (4 * size < notices.length) {
        resize(size + size / 4 + ROOM_MIN);
      }
      reindex();
    }
  }

  /// A time such that about that share of the entries (0 to 1) happened before it.
  long quantile(double share) {
    long[] all = Arrays.copyOf(times, size);
    Arrays.sort(all);
    return size == 0 ? Long.MIN_VALUE : all[(int) Math.min(size - 1.0, share * size)];
  }

  /// The first notice from a place given by chance on that is to the keeper's liking.
  @Nullable Notice from(int place, Keeper liking) {
    for (int i = 0; i < size; i++) {
      int next = Math.floorMod(place + i, size);
      if (liking.keep(at(next), times[next])) {
        return at(next);
      }
    }
    return null;
  }
}
