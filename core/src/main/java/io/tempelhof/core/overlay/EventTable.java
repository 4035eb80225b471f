package io.tempelhof.core.overlay;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The latest notice of each node, and when it happened: open addressing, since ten thousand
/// simulated nodes may remember ten thousand others each.
final class EventTable {
  private static final int SLOTS_MIN = 16;

  private @Nullable Notice[] notices = new @Nullable Notice[SLOTS_MIN];
  private long[] times = new long[SLOTS_MIN];
  private long[] ids = new long[SLOTS_MIN];
  private int size;

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
    int mask = notices.length - 1;
    long mixed = (id.low() ^ id.high()) * 0x9e3779b97f4a7c15L;
    int slot = (int) (mixed >>> 32) & mask;
    for (Notice at = notices[slot]; at != null && !at.node().id().equals(id); at = notices[slot]) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  @Nullable Notice find(NodeId id) {
    return notices[slot(id)];
  }

  /// When what {@link #find} answers happened.
  long time(NodeId id) {
    return times[slot(id)];
  }

  void put(Notice notice, long at) {
    int slot = slot(notice.node().id());
    if (notices[slot] == null) {
      if (3 * (size + 1) > 2 * notices.length) {
        rebuild(2 * notices.length, (any, time) -> true);
        slot = slot(notice.node().id());
      }
      size++;
    }
    notices[slot] = notice;
    times[slot] = at;
    ids[slot] = notice.id();
  }

  void visit(Visitor visitor) {
    for (int i = 0; i < notices.length; i++) {
      Notice notice = notices[i];
      if (notice != null) {
        visitor.visit(notice, times[i], ids[i]);
      }
    }
  }

  /// Drops what is not to be kept.
  void retain(Keeper keeper) {
    rebuild(notices.length, keeper);
    while (notices.length > SLOTS_MIN && 6 * size < notices.length) {
      rebuild(notices.length / 2, (any, time) -> true);
    }
  }

  private void rebuild(int slots, Keeper keeper) {
    @Nullable Notice[] old = notices;
    long[] oldTimes = times;
    long[] oldIds = ids;
    notices = new @Nullable Notice[slots];
    times = new long[slots];
    ids = new long[slots];
    size = 0;
    for (int i = 0; i < old.length; i++) {
      Notice notice = old[i];
      if (notice != null && keeper.keep(notice, oldTimes[i])) {
        int slot = slot(notice.node().id());
        notices[slot] = notice;
        times[slot] = oldTimes[i];
        ids[slot] = oldIds[i];
        size++;
      }
    }
  }

  /// A time such that about that share of the entries (0 to 1) happened before it.
  long quantile(double share) {
    long[] all = new long[size];
    int count = 0;
    for (int i = 0; i < notices.length; i++) {
      if (notices[i] != null) {
        all[count++] = times[i];
      }
    }
    Arrays.sort(all);
    return count == 0 ? Long.MIN_VALUE : all[(int) Math.min(count - 1.0, share * count)];
  }

  /// The first notice from a place given by chance on that is to the keeper's liking.
  @Nullable Notice from(int place, Keeper liking) {
    int start = place & (notices.length - 1);
    for (int i = 0; i < notices.length; i++) {
      int slot = (start + i) & (notices.length - 1);
      Notice notice = notices[slot];
      if (notice != null && liking.keep(notice, times[slot])) {
        return notice;
      }
    }
    return null;
  }
}
