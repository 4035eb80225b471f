package io.tempelhof.core.overlay;

import io.tempelhof.core.term.NodeName;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What everybody is told of this node itself, that it has come or lives on, and what follows when
/// others say that it does not.
final class Presence {
  /// A newcomer says nothing of itself before those close to it could refuse it for its name.
  static final long SETTLE_NANOS = 1_000_000_000L;

  private final boolean client;
  private final Introductions introductions;
  private final Connections connections;
  private final Arrivals arrivals;
  private final EventLog log;
  private final Doubts doubts;
  private final Broadcast broadcast;
  private final Suspicions suspicions;

  /// Everybody may know of us.
  private boolean member;

  private @Nullable NodeRecord announced;
  private long doubtedUntil = Long.MIN_VALUE;
  private long refutations;

  Presence(
      OverlaySettings settings,
      Introductions introductions,
      Connections connections,
      Arrivals arrivals,
      EventLog log,
      Doubts doubts,
      Broadcast broadcast,
      Suspicions suspicions) {
    this.client = settings.client();
    this.introductions = introductions;
    this.connections = connections;
    this.arrivals = arrivals;
    this.log = log;
    this.doubts = doubts;
    this.broadcast = broadcast;
    this.suspicions = suspicions;
  }

  /// How often we were suspected, or taken for dead, and said that we live.
  long refutations() {
    return refutations;
  }

  /// Somebody says that another node of our name is alive: until then nobody is told that we are.
  void doubt(long until) {
    doubtedUntil = Math.max(doubtedUntil, until);
    arrivals.postpone(until);
  }

  /// The node has joined.
  void begin(long now) {
    doubtedUntil = Math.max(doubtedUntil, now + SETTLE_NANOS);
  }

  /// It is still a member.
  void check(long now) {
    if (!member && now >= doubtedUntil) {
      member = true;
      announce(now);
    }
  }

  void end() {
    member = false;
  }

  /// Others suspect us, take us for dead, or remember a former incarnation.
  void told(Connection from, Notice notice, long at, long now, Consumer<Wish> out) {
    NodeRecord self = introductions.self();
    if (!notice.node().sameIncarnation(self)) {
      introductions.heardOfOurselves(notice.node(), now, out);
      return;
    }
    boolean suspected = notice.status() == Notice.Status.SUSPECTED;
    if (!suspected && !notice.isDown()) {
      log.add(notice, at, now);
      return;
    }
    boolean outdated = notice.node().refutations() < self.refutations();
    if (!outdated) {
      introductions.renew(self.refuting(notice.node().refutations()));
      refutations++;
    }
    Set<NodeName> watchers = Set.copyOf(self.watchers().names());
    Predicate<Connection> concerned =
        outdated
            ? connection -> connection == from
            : suspected
                ? connection -> connection == from || watchers.contains(connection.name)
                : connection -> true;
    for (Connection connection : connections.open()) {
      if (concerned.test(connection)) {
        out.accept(new Wish.Tell(connection.name, introductions.hello(connection.id, now)));
      }
    }
    if (!suspected) {
      doubts.cutOff(from, at, now, out);
      broadcast.forgetUntold();
      suspicions.beginAgain(now);
    }
    if (!suspected && !outdated && member && !client) {
      log.add(Notice.of(Notice.Status.ALIVE, introductions.self()), now, now);
      arrivals.begin(now);
    }
  }

  /// Our own arrival, or return, is an event like others; so is it when we have come to count as
  /// later.
  void announce(long now) {
    NodeRecord self = introductions.self();
    if (!member || client || (announced != null && !self.isLaterThan(announced))) {
      return;
    }
    announced = self;
    Notice latest = log.find(self.id());
    Notice ours = Notice.of(Notice.Status.ALIVE, self);
    if (latest == null || (ours.overrides(latest) && !isOnlySuspicion(latest, self))) {
      log.add(ours, now, now);
    }
  }

  /// What was refuted was never told to everybody.
  private static boolean isOnlySuspicion(Notice latest, NodeRecord self) {
    return !latest.isDown() && latest.node().startStamp() == self.startStamp();
  }

  void timer(long now) {
    if (now >= doubtedUntil) {
      doubtedUntil = Long.MIN_VALUE;
    }
  }

  long nextDeadline() {
    return member || doubtedUntil == Long.MIN_VALUE ? Long.MAX_VALUE : doubtedUntil;
  }
}
