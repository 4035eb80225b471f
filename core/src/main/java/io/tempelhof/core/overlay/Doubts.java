package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Fetch;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a node took for deaths while it was cut off. As soon as it learns that others took itself
/// for dead it tells nobody of them any more, and asks a node of the other side which of them are
/// known there, and the next one should that connection end before the answer. The rest it takes
/// back.
final class Doubts {
  /// Whoever was taken for dead may have been cut off for so long before that was decided.
  static final long CUT_OFF_NANOS = 25_000_000_000L;

  /// When the answer has come for certain.
  static final long ANSWER_NANOS = 2_000_000_000L;

  /// So many of the other side are kept in mind, to be asked one after the other.
  static final int OTHERS_MAX = 8;

  private final EventLog log;
  private final Connections connections;
  private final ArrayDeque<Connection> others = new ArrayDeque<>(1);
  private @Nullable Connection asked;
  private Longs asking = Longs.NONE;
  private long dueAt = Long.MAX_VALUE;

  Doubts(EventLog log, Connections connections) {
    this.log = log;
    this.connections = connections;
  }

  /// Others take us for dead, since {@code at}.
  void cutOff(Connection from, long at, long now, Consumer<Wish> out) {
    if (asked == null) {
      log.doubtSince(at - CUT_OFF_NANOS, now);
    }
    boolean wasCutOffWithUs = now - from.heardSince() >= CUT_OFF_NANOS;
    if (!wasCutOffWithUs && others.size() < OTHERS_MAX && !others.contains(from)) {
      others.add(from);
    }
    ask(now, out);
  }

  private void ask(long now, Consumer<Wish> out) {
    Longs ids = asked == null ? log.doubtful() : Longs.NONE;
    while (asked == null && ids.size() > 0 && !others.isEmpty()) {
      Connection other = others.remove();
      if (answers(other)) {
        asked = other;
        asking = ids;
        dueAt = now + ANSWER_NANOS;
        other.neededUntil = Math.max(other.neededUntil, dueAt);
        out.accept(new Wish.Tell(other.name, new Fetch(ids)));
      }
    }
  }

  /// An answer may be lost with the connection it was asked for over, and not otherwise.
  private boolean answers(Connection other) {
    return connections.get(other.name) == other && !other.quiet();
  }

  /// Another node tells of a death.
  void told(Connection by, Notice death) {
    if (by == asked) {
      log.confirm(death);
    }
  }

  /// The deaths to be taken back, if any are by now.
  List<Notice> withdrawn(long now, Consumer<Wish> out) {
    Connection other = asked;
    if (now < dueAt || other == null) {
      return List.of();
    }
    asked = null;
    dueAt = Long.MAX_VALUE;
    List<Notice> withdrawn = List.of();
    if (answers(other)) {
      withdrawn = log.withdraw(asking);
      others.addFirst(other); // for what one answer could not hold
    }
    ask(now, out);
    if (asked == null) {
      others.clear();
    }
    return withdrawn;
  }

  long nextDeadline() {
    return dueAt;
  }
}
