package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.MemberEvent.Down.Cause;
import io.tempelhof.core.overlay.OverlayMessage.Contact;
import io.tempelhof.core.overlay.OverlayMessage.News;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What follows from a notice that is news: who is forgotten, whose connection is ended, what the
/// user is told. A node that is down is a tombstone with a time: it yields to fresher evidence, and
/// then at once.
final class Census {
  private static final String DEAD = "the node is dead, by what its watchers found";
  private static final String LEFT = "the node has left";
  private static final String RESTARTED = "the node has restarted";

  private final boolean arrivalsLogged;
  private final Contacts contacts;
  private final Connections connections;
  private final EventLog log;

  /// What happened before is no event to this node's user unless it concerns a node known before.
  private long since = Long.MAX_VALUE;

  /// @param arrivalsLogged whether a newcomer is an event to be kept and told to others
  Census(boolean arrivalsLogged, Contacts contacts, Connections connections, EventLog log) {
    this.arrivalsLogged = arrivalsLogged;
    this.contacts = contacts;
    this.connections = connections;
    this.log = log;
  }

  /// The node is a member from now on.
  void begin(long now) {
    since = Math.min(since, now);
  }

  /// Takes in a notice of another node.
  ///
  /// @return whether it was news
  boolean learn(Notice notice, long at, long now, Consumer<Wish> out) {
    NodeRecord node = notice.node();
    Known known = contacts.find(node.id());
    if (notice.isDown() && known != null && isNewer(known.record, notice)) {
      Notice better = Notice.of(Notice.Status.ALIVE, known.record);
      if (log.add(better, now, now)) {
        up(better, null, known, now, now, out);
      }
      return false;
    }
    Notice previous = log.find(node.id());
    if (!arrivalsLogged && previous == null && !notice.isDown()) {
      up(notice, null, known, at, now, out);
      return false;
    }
    if (!log.add(notice, at, now)) {
      return false;
    }
    if (notice.isDown()) {
      down(notice, previous, known, at, out);
    } else if (known == null || known.record.startStamp() <= node.startStamp()) {
      up(notice, previous, known, at, now, out);
    } // else it is late word of a former incarnation
    return true;
  }

  /// Whether we have it from the node itself that it lives on.
  private static boolean isNewer(NodeRecord record, Notice notice) {
    NodeRecord buried = notice.node();
    return record.startStamp() > buried.startStamp()
        || (record.sameIncarnation(buried) && record.refutations() > buried.refutations());
  }

  private void down(
      Notice notice,
      @Nullable Notice previous,
      @Nullable Known known,
      long at,
      Consumer<Wish> out) {
    NodeRecord node = notice.node();
    NodeRecord earlier = earlier(previous, known);
    NodeRecord gone = earlier != null && !earlier.sameIncarnation(node) ? earlier : node;
    boolean wasUp = previous == null ? known != null || at > since : !previous.isDown();
    contacts.bury(node.id());
    boolean left = notice.status() == Notice.Status.LEFT;
    boolean replaced = !gone.sameIncarnation(node);
    sever(gone, replaced ? RESTARTED : left ? LEFT : DEAD, out);
    if (replaced && !left) {
      severConnected(node, DEAD, out); // met before word of its arrival
    }
    if (wasUp) {
      Cause cause = left ? Cause.LEFT : Cause.DEAD;
      out.accept(new Wish.Changed(new MemberEvent.Down(gone, cause)));
    }
  }

  /// As which incarnation we knew it.
  private static @Nullable NodeRecord earlier(@Nullable Notice previous, @Nullable Known known) {
    return previous != null ? previous.node() : known == null ? null : known.record;
  }

  /// Who leaves closes its connections itself; what sleeps has none.
  private void sever(NodeRecord gone, String reason, Consumer<Wish> out) {
    if (connections.get(gone.name()) == null) {
      out.accept(new Wish.Sever(gone.name(), gone.creation(), reason));
    } else if (!reason.equals(LEFT)) {
      severConnected(gone, reason, out);
    }
  }

  private void severConnected(NodeRecord dead, String reason, Consumer<Wish> out) {
    Connection connection = connections.get(dead.name());
    NodeRecord its = connection == null ? null : connection.record();
    if (its != null && its.sameIncarnation(dead)) {
      out.accept(new Wish.Sever(dead.name(), its.creation(), reason));
    }
  }

  private void up(
      Notice notice,
      @Nullable Notice previous,
      @Nullable Known known,
      long at,
      long now,
      Consumer<Wish> out) {
    NodeRecord node = notice.node();
    NodeRecord earlier = earlier(previous, known);
    boolean restarted = earlier != null && !earlier.sameIncarnation(node);
    boolean wasDown = previous != null && previous.isDown();
    if (earlier != null && restarted && !wasDown) {
      Connection connection = connections.get(node.name());
      NodeRecord its = connection == null ? null : connection.record();
      if (its != null && !its.sameIncarnation(node)) {
        severConnected(its, RESTARTED, out);
      }
      out.accept(new Wish.Changed(new MemberEvent.Down(earlier, Cause.RESTARTED)));
    }
    out.accept(new Wish.Restarted(node.name(), node.creation()));
    contacts.trust(node.id());
    contacts.learn(new Contact(node, Math.max(0, (now - at) / 1_000_000)), now);
    if (restarted || wasDown || (previous == null && at > since)) {
      out.accept(new Wish.Changed(new MemberEvent.Up(node)));
    }
  }

  /// That death was none.
  void withdrawn(Notice death, Consumer<Wish> out) {
    contacts.trust(death.node().id());
    out.accept(new Wish.Changed(new MemberEvent.Up(death.node())));
  }

  /// A node introduces itself. What we know and it does not is told to it.
  ///
  /// @return whether it counts as down here
  boolean met(Connection connection, NodeRecord record, long now, Consumer<Wish> out) {
    News latest = log.news(record.id(), now);
    Notice notice = latest == null ? null : latest.notice();
    if (notice != null && notice.buries(record)) {
      out.accept(new Wish.Tell(connection.name, new OverlayMessage.Notices(List.of(latest))));
      return true;
    }
    Known known = contacts.find(record.id());
    NodeRecord earlier = earlier(notice, known);
    if (earlier != null && !earlier.sameIncarnation(record)) {
      if (earlier.startStamp() >= record.startStamp()) {
        Notice claim = Notice.of(Notice.Status.ALIVE, earlier);
        News news = EventLog.news(claim, now, NodeId.BITS, now);
        out.accept(new Wish.Tell(connection.name, new OverlayMessage.Notices(List.of(news))));
        return false;
      }
      boolean gone = (notice != null && notice.isDown()) || (known != null && known.suspect);
      if (gone) {
        learn(Notice.of(Notice.Status.ALIVE, record), now, now, out);
      } // else it may be a twin that must not start: if it may, it will announce itself
    } else if (notice != null && notice.isDown()) {
      learn(Notice.of(Notice.Status.ALIVE, record), now, now, out);
    }
    return false;
  }
}
