package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Compare;
import io.tempelhof.core.overlay.OverlayMessage.EventIds;
import io.tempelhof.core.overlay.OverlayMessage.Fetch;
import io.tempelhof.core.overlay.OverlayMessage.Heartbeat;
import io.tempelhof.core.overlay.OverlayMessage.Late;
import io.tempelhof.core.overlay.OverlayMessage.News;
import io.tempelhof.core.overlay.OverlayMessage.Notices;
import io.tempelhof.core.overlay.OverlayMessage.Probe;
import io.tempelhof.core.overlay.OverlayMessage.Probed;
import io.tempelhof.core.overlay.OverlayMessage.Vote;
import io.tempelhof.core.term.NodeName;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Life and death: who watches whom ({@link Watching}), who may be dead ({@link Suspicions}), how
/// everybody learns of it ({@link Broadcast}, {@link Pulls}, {@link EventLog}), what follows from
/// it ({@link Census}), what is said of ourselves ({@link Presence}), and how the parts of a
/// divided cluster find each other again ({@link Reunions}). Here these are told what has happened,
/// and each what the others have found.
final class Vigil {
  private final Lateness lateness;
  private final EventLog log;
  private final Introductions introductions;
  private final Connections connections;
  private final Watching watching;
  private final Suspicions suspicions;
  private final Reprieves reprieves;
  private final Doubts doubts;
  private final Broadcast broadcast;
  private final Pulls pulls;
  private final Census census;
  private final Reunions reunions;
  private final MemberView members;
  private final Presence presence;
  private boolean begun;
  private int connectionChanges;
  private long outOfDate;

  Vigil(
      OverlaySettings settings,
      Introductions introductions,
      Contacts contacts,
      Connections connections,
      EventLog log,
      Arrivals arrivals,
      Lookups lookups,
      RandomGenerator random) {
    this.introductions = introductions;
    this.connections = connections;
    this.log = log;
    this.lateness = new Lateness(connections);
    this.watching = new Watching(settings.client(), introductions, connections);
    this.suspicions =
        new Suspicions(
            settings, introductions, contacts, connections, log, lateness, lookups, random);
    this.reprieves = new Reprieves(connections, settings.patience());
    this.doubts = new Doubts(log, connections);
    this.broadcast = new Broadcast(contacts, connections, random);
    this.pulls = new Pulls(log);
    this.census = new Census(settings.arrivalsLogged(), contacts, connections, log);
    this.reunions = new Reunions(log, connections, lookups, random);
    this.members = new MemberView(introductions, connections, contacts, log, lookups, random);
    this.presence =
        new Presence(
            settings, introductions, connections, arrivals, log, doubts, broadcast, suspicions);
  }

  Lateness lateness() {
    return lateness;
  }

  MemberView members() {
    return members;
  }

  /// How many deaths were told that may have been out of date.
  long outOfDate() {
    return outOfDate;
  }

  /// What heartbeats carry.
  long digest() {
    return log.digest();
  }

  /// Somebody says that another node of our name is alive: until then nobody is told that we are.
  void doubt(long until) {
    presence.doubt(until);
  }

  /// Connections may have changed, or the node may have become a member.
  void check(boolean isMember, long now) {
    if (connectionChanges != connections.changes()) {
      connectionChanges = connections.changes();
      watching.changed(now);
    }
    if (isMember && !begun) {
      begun = true;
      census.begin(now);
      reunions.begin(now);
      presence.begin(now);
    }
    if (isMember) {
      presence.check(now);
    }
  }

  void end() {
    presence.end();
    reunions.end();
  }

  // What happens to connections.

  /// The other end has introduced itself; the contacts do not know yet.
  void introduced(
      Connection connection, NodeRecord record, boolean first, long now, Consumer<Wish> out) {
    suspicions.heard(record, first, now, out);
    if (census.met(connection, record, now, collector(out))) {
      reunions.met(connection, introductions.self(), now, out);
    }
    connection.quiet(false, now);
  }

  /// The same, when everybody knows.
  void heard(Connection connection, long now, Consumer<Wish> out) {
    watching.heard(connection, out);
    NodeRecord record = connection.record();
    if (record != null) {
      believe(reprieves.heard(record), now, out); // the contacts know better: it was none
    }
    settle(now, out);
  }

  /// A connection is gone.
  void disconnected(Connection connection, boolean broke, long now, Consumer<Wish> out) {
    pulls.lost(connection.name);
    NodeRecord record = connection.record();
    if (broke && record != null && !connection.client()) {
      suspicions.lost(record, now, out);
    }
    believe(reprieves.gone(connection.name), now, out);
    settle(now, out);
  }

  /// The node has answered a lookup.
  void answered(NodeRecord node, long now, Consumer<Wish> out) {
    suspicions.answered(node, now, out);
    settle(now, out);
  }

  /// Nothing is heard over a watch connection, or something again.
  void quiet(Connection connection, boolean quiet, long now, Consumer<Wish> out) {
    NodeRecord record = connection.record();
    if (record == null || !connection.carriesQueries()) {
      return;
    }
    connection.quiet(quiet, now);
    if (quiet) {
      suspicions.quiet(record, connection.watches(), now, out);
    } else {
      suspicions.heardAgain(record.name(), now, out);
    }
    watching.changed(now);
    settle(now, out);
  }

  /// @return whether the failure says nothing new
  boolean dialFailed(NodeName name, DialOutcome outcome, long now, Consumer<Wish> out) {
    boolean expected = reunions.expected(name);
    suspicions.dialFailed(name, outcome, now, out);
    settle(now, out);
    return expected;
  }

  /// The next node to dial to find out whether it lives.
  @Nullable NodeRecord nextDial() {
    NodeRecord suspect = suspicions.nextDial();
    return suspect != null ? suspect : reunions.nextDial();
  }

  /// The other end says goodbye.
  void departed(NodeRecord node, long now, Consumer<Wish> out) {
    Notice notice = Notice.of(Notice.Status.LEFT, node);
    if (learn(notice, now, now, out)) {
      List<NodeName> watchers = node.watchers().names();
      if (watchers.contains(introductions.self().name())) {
        broadcast.witness(notice, watching.isFirst(watchers), false, now, now);
      }
    }
    settle(now, out);
  }

  // What others say.

  /// @return whether the message is one the other end may send
  boolean received(Connection from, OverlayMessage.Vital message, long now, Consumer<Wish> out) {
    boolean due =
        switch (message) {
          case Heartbeat heartbeat -> {
            pulls.heartbeat(from.name, heartbeat.digest(), now);
            yield true;
          }
          case Notices notices -> {
            notices.news().forEach(news -> told(from, news, now, out));
            yield true;
          }
          case Compare question -> pulls.compared(from.name, question, now, out);
          case EventIds answer -> pulls.told(from.name, answer, now, out);
          case Fetch question -> {
            pulls.fetched(from.name, question, now, out);
            yield true;
          }
          case Probe question -> {
            suspicions.asked(from.name, question.suspect(), now, out);
            yield true;
          }
          case Probed answer -> {
            suspicions.probed(from.name, answer, now, out);
            yield true;
          }
          case Vote vote -> {
            suspicions.voted(from.name, vote, now, out);
            yield true;
          }
          case Late late -> {
            from.late = late.now();
            connections.announce(from, out);
            yield true;
          }
        };
    settle(now, out);
    return due;
  }

  private void told(Connection from, News news, long now, Consumer<Wish> out) {
    Notice notice = news.notice();
    long at = now - news.ageMillis() * 1_000_000;
    doubts.told(from, notice);
    if (notice.node().id().equals(introductions.self().id())) {
      presence.told(from, notice, at, now, out);
    } else if (lateness.waking(now) && notice.status() == Notice.Status.DEAD) {
      outOfDate++;
      pulls.askAgain(from.name, notice, lateness.wakingUntil());
    } else if (notice.status() != Notice.Status.SUSPECTED) {
      if (!broadcast.isAnotherCopy(news)) {
        consider(notice, at, now, out);
      }
      News refutation = log.refutation(notice, now);
      if (refutation == null) {
        broadcast.heard(notice, at, news.depth());
      } else {
        out.accept(new Wish.Tell(from.name, new Notices(List.of(refutation))));
      }
    }
  }

  private void consider(Notice notice, long at, long now, Consumer<Wish> out) {
    boolean reprieved =
        notice.status() == Notice.Status.DEAD && reprieves.grant(notice, at, now, out);
    if (!reprieved) {
      learn(notice, at, now, out);
    }
  }

  /// A newcomer's own announcement, passed on to us.
  void arrived(NodeRecord node, long at, long now, Consumer<Wish> out) {
    if (!node.id().equals(introductions.self().id())) {
      learn(Notice.of(Notice.Status.ALIVE, node), at, now, out);
    }
    settle(now, out);
  }

  // What follows.

  private boolean learn(Notice notice, long at, long now, Consumer<Wish> out) {
    boolean news = census.learn(notice, at, now, collector(out));
    if (news) {
      suspicions.forget(notice.node(), out);
      if (notice.isDown()) {
        suspicions.watcherDied(notice.node().name(), now);
      } else {
        members.learned(notice.node());
      }
    }
    return news;
  }

  /// A death told earlier counts now, unless it is known by now to be none, or has been refuted
  /// while we stood still.
  private void believe(Reprieves.@Nullable Pending told, long now, Consumer<Wish> out) {
    if (told != null && lateness.waking(now)) {
      outOfDate++;
    } else if (told != null) {
      learn(told.notice(), told.at(), now, out);
    }
  }

  /// The member view hears of every change.
  private Consumer<Wish> collector(Consumer<Wish> out) {
    return wish -> {
      if (wish instanceof Wish.Changed changed) {
        members.changed(changed.event());
      }
      out.accept(wish);
    };
  }

  /// Takes up what the machines have found.
  private void settle(long now, Consumer<Wish> out) {
    lateness.tell(now, out);
    Findings findings = suspicions.findings();
    for (NodeRecord suspect = findings.nextSuspected();
        suspect != null;
        suspect = findings.nextSuspected()) {
      if (suspicions.isSilent(suspect.name()) && !lateness.late(now)) {
        watching.suspected(now, out);
      }
      out.accept(new Wish.Changed(new MemberEvent.Suspected(suspect)));
    }
    for (NodeRecord alive = findings.nextRefuted(); alive != null; alive = findings.nextRefuted()) {
      out.accept(new Wish.Changed(new MemberEvent.Refuted(alive)));
    }
    for (Findings.Death death = findings.nextDeath(); death != null; death = findings.nextDeath()) {
      Notice notice = Notice.of(Notice.Status.DEAD, death.node());
      if (learn(notice, now, now, out)) {
        broadcast.witness(notice, death.firstWitness(), death.withOthers(), now, now);
      }
    }
    broadcast.timer(now, out);
    presence.announce(now);
  }

  // Time.

  void timer(long now, Consumer<Wish> out) {
    presence.timer(now);
    log.advance(now);
    watching.timer(now, out);
    suspicions.timer(now, out);
    reprieves.due(now).forEach(due -> believe(due, now, out));
    settle(now, out);
    for (Notice death : doubts.withdrawn(now, out)) {
      census.withdrawn(death, collector(out));
    }
    pulls.timer(now, out);
    reunions.timer(now);
    members.timer(now, out);
  }

  long nextDeadline() {
    long next = Math.min(log.nextDeadline(), watching.nextDeadline());
    next = Math.min(next, Math.min(suspicions.nextDeadline(), broadcast.nextDeadline()));
    next = Math.min(next, Math.min(pulls.nextDeadline(), reunions.nextDeadline()));
    next = Math.min(next, Math.min(members.nextDeadline(), reprieves.nextDeadline()));
    next = Math.min(next, Math.min(doubts.nextDeadline(), lateness.nextDeadline()));
    return Math.min(next, presence.nextDeadline());
  }

  Vitals vitals() {
    Findings findings = suspicions.findings();
    return new Vitals(
        introductions.self().watchers().names(),
        connections.watching(),
        findings.suspicions(),
        findings.refutations(),
        presence.refutations(),
        findings.deaths(Findings.Ground.REFUSED),
        findings.deaths(Findings.Ground.VOTED),
        findings.deaths(Findings.Ground.EXPIRED),
        broadcast.sent(),
        broadcast.duplicates(),
        pulls.differing(),
        pulls.pulls(),
        log.size(),
        log.down(),
        reunions.reunions(),
        lateness.times(),
        log.digest());
  }
}
