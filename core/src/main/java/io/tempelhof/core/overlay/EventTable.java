package io.tempelhof.core.overlay;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The latest notice of each node, and when it happened. The entries lie side by side in the order
/// they came, since comparing two logs reads all of them; an index by open addressing finds one.
/// Plain arrays, since ten thousand simulated nodes may remember ten thousand others each.
final class EventTable {
  private static final int ROOM_MIN = 8;

  private @Nullable Notice[] notices = new @Nullable Notice[ROOM_MIN];
  private long[] times = new long[ROOM_MIN];
  private int size;

  /// 1 + the place of the entry; 0 for none.
  private int[] index = new int[2 * ROOM_MIN];

  /// Some bits of the entry's id: an entry that cannot be the one need not be looked at.
  private byte[] tags = new byte[2 * ROOM_MIN];

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
    int mask = index.length - 1;
    int slot = (int) (mixed(id) >>> 32) & mask;
    byte tag = tag(id);
    while (index[slot] != 0 && (tags[slot] != tag || !at(index[slot] - 1).node().id().equals(id))) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static long mixed(NodeId id) {
    return (id.low() ^ id.high()) * 0x9e3779b97f4a7c15L;
  }

  private static byte tag(NodeId id) {
    return (byte) (mixed(id) >>> 24);
  }

  private void point(int slot, int place) {
    index[slot] = place + 1;
    tags[slot] = tag(at(place).node().id());
  }

  private Notice at(int place) {
    Notice notice = notices[place];
    if (notice == null) {
      throw new IllegalStateException("no entry " + place + " of " + size);
    }
    return notice;
  }

  @Nullable Notice find(NodeId id) {
    int found = index[slot(id)];
    return found == 0 ? null : at(found - 1);
  }

  /// When what {@link #find} answers happened; 0 if that is nothing.
  long time(NodeId id) {
    int found = index[slot(id)];
    return found == 0 ? 0 : times[found - 1];
  }

  void put(Notice notice, long at) {
    int slot = slot(notice.node().id());
    if (index[slot] > 0) {
      set(index[slot] - 1, notice, at);
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
    tags = new byte[index.length];
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
