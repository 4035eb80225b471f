package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Vote;
import io.tempelhof.core.term.NodeName;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// When a suspect is dead: once most of its announced watchers that are neither dead nor suspected
/// themselves have voted, or if there are none left, and somebody else has found so too; or when
/// the suspicion has stood unrefuted for 20 s; twice as long where there are watchers that could
/// vote and have not. While this JVM is late itself nothing is decided.
final class Verdicts {
  static final long DEAD_NANOS = 20_000_000_000L;

  /// However long it has been silent, so often others are asked before it counts as dead.
  static final int ROUNDS_BEFORE_DEATH = 3;

  private final String cluster;
  private final Introductions introductions;
  private final Contacts contacts;
  private final Connections connections;
  private final Docket docket;
  private final Ballot ballot;
  private final Patience patience;
  private final Lateness lateness;
  private final Findings findings;

  Verdicts(
      String cluster,
      Introductions introductions,
      Contacts contacts,
      Connections connections,
      Docket docket,
      Ballot ballot,
      Patience patience,
      Lateness lateness,
      Findings findings) {
    this.cluster = cluster;
    this.introductions = introductions;
    this.contacts = contacts;
    this.connections = connections;
    this.docket = docket;
    this.ballot = ballot;
    this.patience = patience;
    this.lateness = lateness;
    this.findings = findings;
  }

  /// Those asked cannot reach the suspect either.
  void settled(Suspicion suspicion, long now, Consumer<Wish> out) {
    NodeName us = introductions.self().name();
    if (ballot.isOurs(suspicion.suspect) && suspicion.voters.add(us)) {
      ballot.spread(suspicion, us, out);
    }
    count(suspicion);
    if (docket.holds(suspicion)) {
      checkWatchers(suspicion, now);
    }
  }

  /// Tells once more that we have voted: there may be watchers that were not connected then.
  void repeat(Suspicion suspicion, Consumer<Wish> out) {
    NodeName us = introductions.self().name();
    if (suspicion.voters.contains(us)) {
      ballot.spread(suspicion, us, out);
    }
  }

  /// Those whose votes are missing may be dead as well: where we are not connected to them we see
  /// for ourselves.
  void checkWatchers(Suspicion suspicion, long now) {
    for (NodeName watcher : ballot.eligible(suspicion.suspect, docket::suspects)) {
      Known known = contacts.find(NodeId.of(cluster, watcher));
      if (known != null && connections.get(watcher) == null && docket.get(watcher) == null) {
        docket.dial(known.record, now, now);
      }
    }
  }

  /// Another watcher tells who has voted.
  ///
  /// @return the suspicion, if there can be one
  @Nullable Suspicion voted(NodeName by, Vote vote, long now, Consumer<Wish> out) {
    Known known = contacts.find(vote.suspect().id());
    if (known != null && known.record.refutations() > vote.suspect().refutations()) {
      return null;
    }
    Suspicion suspicion = docket.of(vote.suspect());
    if (suspicion == null) {
      return null;
    }
    if (ballot.add(suspicion, vote) && suspicion.stage == Suspicion.Stage.SETTLED) {
      ballot.spread(suspicion, by, out);
      if (!lateness.late(now)) {
        count(suspicion);
      }
    }
    return suspicion;
  }

  /// A node that may not vote any more may have been the last one waited for.
  void recount(NodeName watcher, long now) {
    if (lateness.late(now)) {
      return;
    }
    for (Suspicion suspicion : docket.all()) {
      if (suspicion.stage == Suspicion.Stage.SETTLED
          && suspicion.suspect.watchers().names().contains(watcher)) {
        count(suspicion);
      }
    }
  }

  /// We cannot reach it: it has no vote itself any more, and counts as dead after a while, whoever
  /// agrees.
  void stands(Suspicion suspicion, long now) {
    recount(suspicion.suspect.name(), now);
    long rest =
        Math.max(DEAD_NANOS - suspicion.silentFor, ROUNDS_BEFORE_DEATH * Suspicions.ASKING_NANOS);
    suspicion.deadAt = now + patience.with(suspicion.suspect.name(), rest);
  }

  /// Nobody has refuted it in time.
  void expire(Suspicion suspicion, long now) {
    if (suspicion.prolonged || ballot.isDecided(suspicion, docket::suspects)) {
      dead(suspicion, Findings.Ground.EXPIRED);
    } else {
      suspicion.prolonged = true;
      suspicion.deadAt = now + patience.with(suspicion.suspect.name(), DEAD_NANOS);
    }
  }

  /// Nothing listens there, as another node confirms.
  void refused(Suspicion suspicion) {
    dead(suspicion, Findings.Ground.REFUSED);
  }

  private void count(Suspicion suspicion) {
    if (ballot.isAttested(suspicion) && ballot.isDecided(suspicion, docket::suspects)) {
      dead(suspicion, Findings.Ground.VOTED);
    }
  }

  private void dead(Suspicion suspicion, Findings.Ground ground) {
    docket.close(suspicion.suspect.name());
    boolean first = ballot.isFirst(suspicion.suspect, docket::misses);
    boolean withOthers = docket.missesOthersOf(suspicion.suspect.domain());
    findings.dead(new Findings.Death(suspicion.suspect, ground, first, withOthers));
  }
}
