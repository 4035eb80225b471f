package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Contact;
import io.tempelhof.core.overlay.OverlayMessage.News;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The deaths, departures, arrivals and returns this node has learned of: the latest of each node,
/// for {@value #HOURS} h, at most {@value #EVENTS_MAX}. Two logs that have learned of the same
/// events in whatever order are equal.
///
/// The *digest* is the exclusive or of the ids of those that happened in the last {@value
/// #WINDOW_SECONDS} s, but for the youngest, which are still on their way to everybody. Times are
/// counted from the event's origin, as it was told with its age, in steps of {@value #SLOT_MILLIS}
/// ms, so that all nodes let an event in and out at about the same moment.
final class EventLog {
  static final int HOURS = 24;
  static final int EVENTS_MAX = 200_000;
  static final int WINDOW_SECONDS = 60;
  static final int SLOT_MILLIS = 100;
  static final long YOUNG_NANOS = 200_000_000L;

  /// A digest that we had so short a time ago is that of a node which will learn from us.
  static final long HISTORY_NANOS = 10_000_000_000L;

  /// No two logs let an event out at the same moment: where so many slots go within so short a time
  /// before or after now, digests differ for that alone.
  static final int MANY = 4;

  static final long NEAR_NANOS = 500_000_000L;
  static final int SUMS_MAX = 256;
  static final int ANSWER_MAX = 4_000;

  /// Above that many entries arrivals are remembered for {@value #ARRIVAL_SECONDS} s only.
  static final int ROOMY = 4_096;

  static final int ARRIVAL_SECONDS = 120;
  static final int BURIED_SECONDS = 10;
  private static final long SLOT_NANOS = SLOT_MILLIS * 1_000_000L;
  private static final long SECOND = 1_000_000_000L;
  private static final long SWEEP_NANOS = 60 * SECOND;

  private static final long UNKNOWN = Long.MIN_VALUE;

  private final EventTable table = new EventTable();

  /// The exclusive or of the event ids of each slot not yet out of the window.
  private final TreeMap<Long, Long> slots = new TreeMap<>();

  /// Ids of deaths that may be none.
  private final Set<Long> doubtful = new LinkedHashSet<>(0);

  private final PastDigests history = new PastDigests();

  /// The window cut into parts, as it was when it had that digest.
  private long[] summed = {0};

  private long summedAt;
  private long firstSlot = Long.MIN_VALUE;
  private long lastSlot = Long.MIN_VALUE;
  private long manyLeaveUntil = Long.MIN_VALUE;
  private long digest;
  private long sweepAt = Long.MAX_VALUE;
  private long nextDeadline = Long.MAX_VALUE;
  private int down;

  /// The latest of that node.
  @Nullable Notice find(NodeId id) {
    return table.find(id);
  }

  /// Whether the node a contact is of is down, by what we have learned. A silent host looks alive
  /// to those it is still connected to: that they have heard it counts only from {@value
  /// #BURIED_SECONDS} s after its death on, when everybody knows.
  boolean buries(Contact contact, long now) {
    Notice latest = table.find(contact.record().id());
    return latest != null
        && latest.buries(contact.record())
        && now - contact.ageMillis() * 1_000_000
            <= table.time(contact.record().id()) + BURIED_SECONDS * SECOND;
  }

  /// How many nodes have an entry.
  int size() {
    return table.size();
  }

  /// How many of them are down.
  int down() {
    return down;
  }

  /// Takes in a notice.
  ///
  /// @param at when it happened
  /// @return whether it is news
  boolean add(Notice notice, long at, long now) {
    advance(now);
    NodeId node = notice.node().id();
    Notice earlier = table.find(node);
    if (earlier != null) {
      if (!notice.overrides(earlier)) {
        return false;
      }
      mix(earlier, table.time(node), now);
      doubtful.remove(earlier.id());
      down -= earlier.isDown() ? 1 : 0;
    }
    down += notice.isDown() ? 1 : 0;
    table.put(notice, at);
    mix(notice, at, now);
    if (table.size() > EVENTS_MAX) {
      long oldest = table.quantile(0.1);
      retain((kept, time) -> time > oldest);
    }
    if (sweepAt == Long.MAX_VALUE) {
      sweepAt = now + SWEEP_NANOS;
    }
    return true;
  }

  private void mix(Notice notice, long at, long now) {
    nextDeadline = UNKNOWN;
    long slot = Math.floorDiv(at, SLOT_NANOS);
    if (slot < firstSlot) {
      return;
    }
    long id = notice.id();
    long sum = slots.getOrDefault(slot, 0L) ^ id;
    if (sum == 0) {
      slots.remove(slot);
    } else {
      slots.put(slot, sum);
    }
    if (slot <= lastSlot) {
      become(digest ^ id, now);
    }
  }

  private void become(long next, long now) {
    if (next != digest) {
      history.add(digest, now);
      digest = next;
    }
  }

  /// Lets the window move on.
  void advance(long now) {
    if (now >= nextDeadline()) {
      move(now);
      nextDeadline = UNKNOWN;
    }
  }

  private void move(long now) {
    long first = Math.floorDiv(now - WINDOW_SECONDS * SECOND, SLOT_NANOS);
    long last = Math.floorDiv(now - YOUNG_NANOS, SLOT_NANOS) - 1;
    long next = digest;
    int gone = 0;
    while (!slots.isEmpty() && slots.firstKey() < first) {
      gone++;
      Map.Entry<Long, Long> out = slots.pollFirstEntry();
      next ^= out.getKey() <= lastSlot ? out.getValue() : 0;
    }
    if (last > lastSlot) {
      for (long sum : slots.subMap(lastSlot, false, last, true).values()) {
        next ^= sum;
      }
    }
    firstSlot = first;
    lastSlot = last;
    become(next, now);
    if (gone > 0 && gone + leavingSoon(now) >= MANY) {
      manyLeaveUntil = now + 2 * NEAR_NANOS;
    }
    if (now >= sweepAt) {
      sweepAt = table.size() == 0 ? Long.MAX_VALUE : now + SWEEP_NANOS;
      sweep(now);
    }
  }

  private void sweep(long now) {
    boolean roomy = table.size() <= ROOMY;
    retain((notice, at) ->
        now - at < HOURS * 3_600L * SECOND
            && (roomy || notice.isDown() || now - at < ARRIVAL_SECONDS * SECOND));
  }

  private void retain(EventTable.Keeper keeper) {
    table.retain(keeper);
    int[] count = new int[1];
    table.visit((notice, at, id) -> count[0] += notice.isDown() ? 1 : 0);
    down = count[0];
  }

  /// When {@link #advance} changes the digest.
  long nextDeadline() {
    if (nextDeadline == UNKNOWN) {
      nextDeadline = computeDeadline();
    }
    return nextDeadline;
  }

  private long computeDeadline() {
    long next = sweepAt;
    if (!slots.isEmpty()) {
      next = Math.min(next, leavesAt(slots.firstKey()));
      Long entering = slots.higherKey(lastSlot);
      if (entering != null) {
        next = Math.min(next, (entering + 1) * SLOT_NANOS + YOUNG_NANOS);
      }
    }
    return next;
  }

  /// Whether a digest that is not ours may differ for no other reason than that events get too old.
  boolean manyLeave(long now) {
    advance(now);
    return now < manyLeaveUntil || leavingSoon(now) >= MANY;
  }

  private int leavingSoon(long now) {
    int soon = 0;
    for (long slot : slots.keySet()) {
      if (soon == MANY || leavesAt(slot) > now + NEAR_NANOS) {
        break;
      }
      soon++;
    }
    return soon;
  }

  private static long leavesAt(long slot) {
    return (slot + 1) * SLOT_NANOS + WINDOW_SECONDS * SECOND;
  }

  /// 0: nothing has happened.
  long digest() {
    return digest;
  }

  /// Whether that digest was ours not long ago.
  boolean hadLately(long other, long now) {
    return other == digest || history.has(other, now - HISTORY_NANOS);
  }

  private boolean inWindow(long at) {
    long slot = Math.floorDiv(at, SLOT_NANOS);
    return slot >= firstSlot && slot <= lastSlot;
  }

  /// The window cut into parts by the first bits of the event ids, each as one number.
  Longs sums() {
    int parts = Math.clamp(Integer.highestOneBit(Math.max(1, table.size() / 4)), 1, SUMS_MAX);
    long[] sums = sums(parts);
    return Longs.of(sums, parts);
  }

  private long[] sums(int parts) {
    if (summed.length != parts || summedAt != digest) {
      long[] sums = new long[parts];
      table.visit((notice, at, id) -> {
        if (inWindow(at)) {
          sums[part(id, parts)] ^= id;
        }
      });
      summed = sums;
      summedAt = digest;
    }
    return summed;
  }

  private static int part(long id, int parts) {
    return parts == 1 ? 0 : (int) (id >>> (Long.SIZE - Integer.numberOfTrailingZeros(parts)));
  }

  /// Whether a row of numbers can be another log's sums.
  static boolean areSums(Longs sums) {
    return Integer.bitCount(sums.size()) == 1 && sums.size() <= SUMS_MAX;
  }

  /// The ids of our events in those parts of the window where the other's sums are not ours.
  Longs idsWhereOther(Longs others) {
    int parts = others.size();
    long[] ours = sums(parts);
    long[] ids = new long[table.size()];
    int[] count = new int[1];
    table.visit((notice, at, id) -> {
      int part = part(id, parts);
      if (inWindow(at) && ours[part] != others.at(part)) {
        ids[count[0]++] = id;
      }
    });
    return Longs.of(ids, Math.min(count[0], OverlayMessage.IDS_MAX));
  }

  /// Those of the ids that we have no event of.
  Longs lacking(Longs ids) {
    if (ids.size() == 0) {
      return Longs.NONE;
    }
    Checklist asked = new Checklist(ids);
    table.visit((notice, at, id) -> asked.tick(id));
    return asked.rest();
  }

  /// The events with these ids.
  List<News> events(Longs ids, long now) {
    Checklist wanted = new Checklist(ids);
    List<News> events = new ArrayList<>();
    table.visit((notice, at, id) -> {
      if (events.size() < ANSWER_MAX && wanted.contains(id)) {
        events.add(news(notice, at, NodeId.BITS, now));
      }
    });
    return events;
  }

  /// Deaths learned of since then are in doubt: they stand, but are not passed on any more.
  void doubtSince(long since, long now) {
    advance(now);
    long past = now - 2 * WINDOW_SECONDS * SECOND;
    List<Notice> dead = new ArrayList<>();
    table.visit((notice, at, id) -> {
      if (notice.status() == Notice.Status.DEAD && at >= since) {
        dead.add(notice);
      }
    });
    for (Notice notice : dead) {
      long at = table.time(notice.node().id());
      mix(notice, at, now);
      table.put(notice, Math.min(at, past));
      doubtful.add(notice.id());
    }
  }

  /// The ids of deaths in doubt, at most as many as one answer holds.
  Longs doubtful() {
    long[] ids = new long[Math.min(doubtful.size(), ANSWER_MAX)];
    int count = 0;
    for (long id : doubtful) {
      if (count < ids.length) {
        ids[count++] = id;
      }
    }
    return Longs.of(ids, count);
  }

  /// That death is in doubt no longer.
  void confirm(Notice death) {
    doubtful.remove(death.id());
  }

  /// Takes back those of the deaths that are still in doubt: their nodes count as alive.
  ///
  /// @return what was taken back
  List<Notice> withdraw(Longs ids) {
    Set<Long> gone = new HashSet<>();
    for (int i = 0; i < ids.size(); i++) {
      if (doubtful.remove(ids.at(i))) {
        gone.add(ids.at(i));
      }
    }
    List<Notice> withdrawn = new ArrayList<>();
    table.visit((notice, at, id) -> {
      if (gone.contains(id)) {
        withdrawn.add(notice);
      }
    });
    for (Notice notice : withdrawn) {
      table.put(new Notice(Notice.Status.ALIVE, notice.node()), table.time(notice.node().id()));
      down--;
    }
    return withdrawn;
  }

  /// A notice as it is told now.
  static News news(Notice notice, long at, int depth, long now) {
    long age = Math.clamp((now - at) / 1_000_000, 0, NodeRecord.MILLIS_MAX);
    return new News(notice, age, depth);
  }

  /// What the log says of a node, as it is told now.
  @Nullable News news(NodeId id, long now) {
    Notice notice = table.find(id);
    return notice == null ? null : news(notice, table.time(id), NodeId.BITS, now);
  }

  /// What is told to whoever has heard of a death, if we know that it has been refuted.
  @Nullable News refutation(Notice death, long now) {
    Notice latest = table.find(death.node().id());
    boolean refuted =
        latest != null
            && latest.status() == Notice.Status.ALIVE
            && death.status() == Notice.Status.DEAD
            && latest.node().sameIncarnation(death.node())
            && latest.overrides(death);
    return refuted ? news(death.node().id(), now) : null;
  }

  /// Those that are alive by the latest word of them.
  void alive(Consumer<NodeRecord> each) {
    table.visit((notice, at, id) -> {
      if (!notice.isDown()) {
        each.accept(notice.node());
      }
    });
  }

  /// A node that was found dead, by chance.
  @Nullable NodeRecord anyDead(RandomGenerator random) {
    if (down == 0) {
      return null;
    }
    Notice dead =
        table.from(random.nextInt(), (notice, at) -> notice.status() == Notice.Status.DEAD);
    return dead == null ? null : dead.node();
  }
}
