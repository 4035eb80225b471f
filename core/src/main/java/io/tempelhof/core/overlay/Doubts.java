package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Fetch;
import io.tempelhof.core.term.NodeName;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a node took for deaths while it was cut off. As soon as it learns that others took itself
/// for dead it tells nobody of them any more, and asks the first node of the other side which of
/// them are known there. The rest it takes back.
final class Doubts {
  /// Whoever was taken for dead may have been cut off for so long before that was decided.
  static final long CUT_OFF_NANOS = 25_000_000_000L;

  /// When the answer has come for certain.
  static final long ANSWER_NANOS = 2_000_000_000L;

  private final EventLog log;
  private final Connections connections;
  private @Nullable NodeName asked;
  private Longs asking = Longs.NONE;
  private long dueAt = Long.MAX_VALUE;

  Doubts(EventLog log, Connections connections) {
    this.log = log;
    this.connections = connections;
  }

  /// Others take us for dead, since {@code at}.
  void cutOff(Connection from, long at, long now, Consumer<Wish> out) {
    log.doubtSince(at - CUT_OFF_NANOS, now);
    if (now - from.heardSince() < CUT_OFF_NANOS) {
      ask(from.name, now, out); // it was not cut off with us
    }
  }

  private void ask(NodeName other, long now, Consumer<Wish> out) {
    Longs ids = log.doubtful();
    if (asked == null && ids.size() > 0) {
      asked = other;
      asking = ids;
      dueAt = now + ANSWER_NANOS;
      out.accept(new Wish.Tell(other, new Fetch(ids)));
    }
  }

  /// Another node tells of a death.
  void told(NodeName by, Notice death) {
    if (by.equals(asked)) {
      log.confirm(death);
    }
  }

  /// The deaths to be taken back, if any are by now.
  List<Notice> withdrawn(long now, Consumer<Wish> out) {
    NodeName other = asked;
    if (now < dueAt || other == null) {
      return List.of();
    }
    asked = null;
    dueAt = Long.MAX_VALUE;
    Connection connection = connections.get(other);
    if (connection == null || connection.quiet()) {
      return List.of();
    }
    List<Notice> withdrawn = log.withdraw(asking);
    ask(other, now, out);
    return withdrawn;
  }

  long nextDeadline() {
    return dueAt;
  }
}
