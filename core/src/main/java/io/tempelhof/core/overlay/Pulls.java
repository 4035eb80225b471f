package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Compare;
import io.tempelhof.core.overlay.OverlayMessage.EventIds;
import io.tempelhof.core.overlay.OverlayMessage.Fetch;
import io.tempelhof.core.overlay.OverlayMessage.News;
import io.tempelhof.core.overlay.OverlayMessage.Notices;
import io.tempelhof.core.term.NodeName;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Fetches from peers what one has not learned oneself. A tree of notices can miss whole sub-trees,
/// but heartbeats carry a digest of what was learned lately, and some heartbeat crosses any hole
/// within a second. A peer whose digest is one we had ourselves will fetch from us; a digest we
/// have not reached {@value #DELAY_MILLIS} ms later either means that the peer has learned more.
/// What one answer does not hold is asked for bit by bit, before anything else is compared.
final class Pulls {
  static final int DELAY_MILLIS = 300;
  static final int AT_ONCE_MAX = 2;
  static final int PENDING_MAX = 256;
  static final int UNHEEDED_MAX = 1_024;
  static final long ANSWER_NANOS = 3_000_000_000L;

  /// After a quiet time so many may follow each other closely; then they come evenly.
  static final int BURST = 4;

  static final long CLOSELY_NANOS = 100_000_000L;
  static final long EVENLY_NANOS = 1_000_000_000L;
  static final int DOUBLINGS_MAX = 3;
  private static final long DELAY_NANOS = DELAY_MILLIS * 1_000_000L;

  /// The pause is longer by this much for every id that was compared.
  private static final long PER_ID_NANOS = 100_000L;

  /// A digest is out of date unless the peer has repeated it, or told another one, within so long:
  /// it says nothing, and not that it is nought, when its last minute is empty.
  static final long STALE_NANOS = 6_000_000_000L;

  /// For so long digests are not looked at while many events leave the window.
  static final long LEAVING_NANOS = 5_000_000_000L;

  private static final long NEVER = Long.MIN_VALUE;

  private record Different(long digest, long heardAt, long dueAt) {}

  private record Rest(NodeName peer, Longs ids) {}

  private final EventLog log;

  /// In the order they are due.
  private final LinkedHashMap<NodeName, Different> pending = new LinkedHashMap<>(0);

  /// Until when an answer is awaited.
  private final Map<NodeName, Long> underWay = new LinkedHashMap<>(0);

  /// What is still to be fetched from a peer.
  private @Nullable Rest rest;

  /// What was told when it could not be believed, and who told it last.
  private final Set<Long> unheeded = new LinkedHashSet<>(0);

  private @Nullable NodeName unheededBy;

  /// When that one is asked again.
  private long askAgainAt = Long.MAX_VALUE;

  /// How many answers in a row told nothing new: the two have let events in or out at different
  /// moments.
  private int fruitless;

  /// Since when many events have been leaving the window.
  private long leavingSince = NEVER;

  private long notBefore = Long.MIN_VALUE;

  /// When the next pull would start if they came evenly; a burst may run ahead of it.
  private long evenly = Long.MIN_VALUE / 2;

  private long pulls;
  private long differing;

  Pulls(EventLog log) {
    this.log = log;
  }

  /// How often we asked a peer for what it has learned.
  long pulls() {
    return pulls;
  }

  /// How many heartbeats came with a digest we had not had ourselves.
  long differing() {
    return differing;
  }

  /// A peer's heartbeat has come.
  void heartbeat(NodeName from, long digest, long now) {
    log.advance(now);
    if (log.hadLately(digest, now)) {
      pending.remove(from);
      return;
    }
    differing++;
    if (!isLettingGo(now) && !underWay.containsKey(from) && pending.size() < PENDING_MAX) {
      Different earlier = pending.get(from);
      long dueAt = earlier == null ? now + DELAY_NANOS : earlier.dueAt;
      pending.put(from, new Different(digest, now, dueAt));
    }
  }

  /// A peer tells of an event when nothing can be believed. It is asked again then, whether it
  /// still says so: the event may be older by now than what digests cover.
  void askAgain(NodeName by, Notice notice, long at) {
    if (unheeded.size() < UNHEEDED_MAX) {
      unheeded.add(notice.id());
      unheededBy = by;
      askAgainAt = at;
    }
  }

  private @Nullable Rest unheeded() {
    NodeName by = unheededBy;
    Longs ids = Longs.of(unheeded.stream().mapToLong(Long::longValue).toArray());
    unheeded.clear();
    askAgainAt = Long.MAX_VALUE;
    return by == null ? null : new Rest(by, ids);
  }

  private boolean isLettingGo(long now) {
    if (!log.manyLeave(now)) {
      leavingSince = NEVER;
      return false;
    }
    leavingSince = leavingSince == NEVER ? now : leavingSince;
    return now - leavingSince < LEAVING_NANOS;
  }

  void timer(long now, Consumer<Wish> out) {
    underWay.values().removeIf(until -> now >= until);
    if (now >= askAgainAt && rest == null) {
      rest = unheeded();
    }
    if (now < notBefore) {
      return;
    }
    Rest left = rest;
    if (left != null) {
      begin(now);
      fetch(left.peer, log.lacking(left.ids), out);
    } else if (!pending.isEmpty() && isLettingGo(now)) {
      pending.clear(); // the next heartbeats will tell
    } else {
      compare(now, out);
    }
  }

  private void compare(long now, Consumer<Wish> out) {
    for (Map.Entry<NodeName, Different> entry : List.copyOf(pending.entrySet())) {
      NodeName peer = entry.getKey();
      Different difference = entry.getValue();
      if (now < difference.dueAt) {
        continue;
      }
      if (log.hadLately(difference.digest, now) || now - difference.heardAt > STALE_NANOS) {
        pending.remove(peer);
      } else if (underWay.size() < AT_ONCE_MAX) {
        pending.remove(peer);
        underWay.put(peer, now + ANSWER_NANOS);
        begin(now);
        out.accept(new Wish.Tell(peer, new Compare(log.sums())));
        return;
      }
    }
  }

  private void begin(long now) {
    pulls++;
    evenly = Math.max(evenly, now) + EVENLY_NANOS;
    hold(now + CLOSELY_NANOS);
  }

  private void hold(long until) {
    notBefore = Math.max(until, evenly - (BURST - 1) * EVENLY_NANOS);
  }

  long nextDeadline() {
    if (rest != null) {
      return notBefore;
    }
    return Math.min(askAgainAt, nextComparison());
  }

  private long nextComparison() {
    if (pending.isEmpty()) {
      return Long.MAX_VALUE;
    }
    long next = Math.max(pending.sequencedValues().getFirst().dueAt, notBefore);
    if (underWay.size() < AT_ONCE_MAX) {
      return next;
    }
    long free = Long.MAX_VALUE;
    for (long until : underWay.values()) {
      free = Math.min(free, until);
    }
    return Math.max(next, free);
  }

  void lost(NodeName peer) {
    pending.remove(peer);
    underWay.remove(peer);
    if (rest != null && rest.peer.equals(peer)) {
      rest = null;
    }
    if (peer.equals(unheededBy)) {
      unheededBy = null;
    }
  }

  /// A peer compares.
  ///
  /// @return whether it may ask that
  boolean compared(NodeName from, Compare question, long now, Consumer<Wish> out) {
    if (!EventLog.areSums(question.sums())) {
      return false;
    }
    log.advance(now);
    out.accept(new Wish.Tell(from, new EventIds(log.idsWhereOther(question.sums()))));
    return true;
  }

  /// The answer.
  ///
  /// @return whether it was asked for
  boolean told(NodeName from, EventIds answer, long now, Consumer<Wish> out) {
    if (underWay.remove(from) == null) {
      return false;
    }
    Longs lacking = log.lacking(answer.ids());
    fruitless = lacking.size() > 0 ? 0 : Math.min(fruitless + 1, DOUBLINGS_MAX);
    evenly += fruitless * EVENLY_NANOS;
    hold(now + CLOSELY_NANOS + PER_ID_NANOS * answer.ids().size());
    if (rest == null) {
      fetch(from, lacking, out);
    } // else most of it is being fetched already
    return true;
  }

  private void fetch(NodeName from, Longs lacking, Consumer<Wish> out) {
    int count = Math.min(lacking.size(), EventLog.ANSWER_MAX);
    rest = count < lacking.size() ? new Rest(from, lacking.from(count)) : null;
    if (count > 0) {
      out.accept(new Wish.Tell(from, new Fetch(lacking.upTo(count))));
    }
  }

  /// A peer asks for events.
  void fetched(NodeName from, Fetch question, long now, Consumer<Wish> out) {
    List<News> events = log.events(question.ids(), now);
    for (int at = 0; at < events.size(); at += OverlayMessage.NEWS_MAX) {
      int end = Math.min(at + OverlayMessage.NEWS_MAX, events.size());
      out.accept(new Wish.Tell(from, new Notices(List.copyOf(events.subList(at, end)))));
    }
  }
}
