package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Finding;
import io.tempelhof.core.overlay.OverlayMessage.Probed;
import io.tempelhof.core.overlay.OverlayMessage.Vote;
import io.tempelhof.core.term.NodeName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Finds out whether a node is dead. What counts is not what one node sees.
///
/// 1. A connection that was lost leads to one dial; only a handshake is life. A watch connection
///    that is silent leads to a suspicion at once.
/// 2. Up to {@value Inquiry#ASKED} other peers of the suspect are asked. They tell the suspect,
///    which may refute, or dial it. If nothing listens where it should, and one of them found that
///    too, it is dead.
/// 3. Otherwise, when none of them can reach it, an announced watcher votes. It is dead once most
///    of the announced watchers that are neither dead nor suspected themselves have voted, or if
///    there are none left, or when the suspicion has stood unrefuted for 20 s.
///
/// The suspect refutes by a record with more refutations. Each refutation doubles the time the next
/// suspicion of that node takes, up to 8 times. While this JVM is late itself nothing ripens.
final class Suspicions {
  static final int ROUNDS_MAX = 2;
  static final int SUSPICIONS_MAX = 4_096;

  /// Nodes that are not watchers of a suspect ask others so much later: the watchers will.
  static final long HELD_NANOS = 1_000_000_000L;

  /// Somebody who asks us is answered after so long at the latest if the suspect is connected.
  static final long REPLY_NANOS = 1_000_000_000L;

  /// The same if it has to be dialled.
  static final long DIALLED_REPLY_NANOS = 2_000_000_000L;

  static final long ASKING_NANOS = 2_500_000_000L;
  static final long DEAD_NANOS = 20_000_000_000L;

  /// So long a peer that is not watched has been silent when we are told.
  static final long SILENT_NANOS = 15_000_000_000L;

  static final long DIAL_AGAIN_NANOS = 1_000_000_000L;

  /// A peer all of whose watchers are dead gets so long to announce others.
  static final long ORPHAN_NANOS = 500_000_000L;

  /// A dial that has had no outcome for so long is made again.
  static final long REDIAL_NANOS = 10_000_000_000L;

  private final Introductions introductions;
  private final Contacts contacts;
  private final Connections connections;
  private final EventLog log;
  private final StallMeter stall;
  private final Ballot ballot;
  private final Inquiry inquiry;
  private final Patience patience;
  private final Map<NodeName, Suspicion> open = new LinkedHashMap<>(0);
  private final Findings findings = new Findings();

  Suspicions(
      OverlaySettings settings,
      Introductions introductions,
      Contacts contacts,
      Connections connections,
      EventLog log,
      StallMeter stall) {
    this.ballot = new Ballot(settings.cluster(), introductions, connections, log);
    this.inquiry = new Inquiry(connections);
    this.patience = new Patience(settings.patience());
    this.introductions = introductions;
    this.contacts = contacts;
    this.connections = connections;
    this.log = log;
    this.stall = stall;
  }

  /// What has been found, to be taken up.
  Findings findings() {
    return findings;
  }

  boolean suspects(NodeName name) {
    Suspicion suspicion = open.get(name);
    return suspicion != null && suspicion.stands();
  }

  private @Nullable Suspicion of(NodeRecord suspect) {
    if (suspect.id().equals(introductions.self().id()) || isDown(suspect)) {
      return null;
    }
    Suspicion known = open.get(suspect.name());
    if (known == null) {
      if (open.size() >= SUSPICIONS_MAX) {
        return null;
      }
      known = new Suspicion(suspect);
      open.put(suspect.name(), known);
    } else if (suspect.isLaterThan(known.suspect)) {
      known.suspect = suspect;
    }
    return known;
  }

  private boolean isDown(NodeRecord node) {
    Notice latest = log.find(node.id());
    return latest != null && latest.buries(node);
  }

  // What this node finds itself.

  /// The connection to a peer broke: it is dialled once more.
  void lost(NodeRecord peer, long now) {
    Suspicion suspicion = of(peer);
    if (suspicion != null) {
      suspicion.ours = true;
      suspicion.dialDue = true;
      suspicion.nextAt = Math.min(suspicion.nextAt, now + REDIAL_NANOS);
    }
  }

  /// A peer's connection is silent.
  ///
  /// @param watched one end watches the other closely: it has been silent for less long
  void quiet(NodeRecord peer, boolean watched, long now, Consumer<Wish> out) {
    Suspicion suspicion = of(peer);
    if (suspicion != null) {
      suspicion.ours = true;
      suspicion.silentFor = watched ? 0 : SILENT_NANOS;
      Inquiry.challenge(peer, now, out);
      found(suspicion, Finding.SILENT, now, out);
    }
  }

  /// A node that watches one of our peers is dead. If nobody is left who watches the peer, and it
  /// has not said that others do, nobody would notice its death for long: we look ourselves.
  void watcherDied(NodeName watcher, long now) {
    recount(watcher, now);
    for (Connection peer : connections.open()) {
      NodeRecord its = peer.record();
      if (its != null
          && peer.carriesQueries()
          && its.watchers().names().contains(watcher)
          && ballot.isOrphaned(its, this::suspects)) {
        Suspicion suspicion = of(its);
        if (suspicion != null && !suspicion.ours && !suspicion.checking) {
          suspicion.checking = true;
          suspicion.nextAt = now + ORPHAN_NANOS;
        }
      }
    }
  }

  /// A node that may not vote any more may have been the last one waited for.
  private void recount(NodeName watcher, long now) {
    if (stall.late(now)) {
      return;
    }
    for (Suspicion suspicion : List.copyOf(open.values())) {
      if (suspicion.stage == Suspicion.Stage.SETTLED
          && suspicion.suspect.watchers().names().contains(watcher)) {
        count(suspicion);
      }
    }
  }

  private void check(Suspicion orphan, long now, Consumer<Wish> out) {
    orphan.nextAt = Long.MAX_VALUE;
    if (connections.get(orphan.suspect.name()) == null
        || !ballot.isOrphaned(orphan.suspect, this::suspects)) {
      orphan.checking = false;
      orphan.replyAt = Math.min(orphan.replyAt, now);
      return;
    }
    Inquiry.challenge(orphan.suspect, now, out);
    orphan.replyAt = now + patience.of(REPLY_NANOS);
  }

  /// The next suspect to dial.
  @Nullable NodeRecord nextDial() {
    for (Suspicion suspicion : open.values()) {
      if (suspicion.dialDue) {
        suspicion.dialDue = false;
        if (connections.get(suspicion.suspect.name()) == null) {
          return suspicion.suspect;
        }
      }
    }
    return null;
  }

  /// A dial has failed, for whatever reason it was made.
  void dialFailed(NodeName name, DialOutcome outcome, long now, Consumer<Wish> out) {
    Suspicion suspicion = open.get(name);
    if (suspicion == null) {
      return;
    }
    switch (outcome) {
      case NOBODY -> found(suspicion, Finding.REFUSED, now, out);
      case SILENT -> found(suspicion, Finding.SILENT, now, out);
      case UNKNOWN -> suspicion.dialAt = now + DIAL_AGAIN_NANOS;
      case ALIVE -> lives(suspicion, suspicion.suspect, out);
    }
  }

  private void found(Suspicion suspicion, Finding finding, long now, Consumer<Wish> out) {
    boolean first = !suspicion.stands();
    if (finding == Finding.REFUSED && suspicion.finding == Finding.SILENT) {
      suspicion.beginAgain();
    }
    suspicion.finding = finding;
    Inquiry.reply(suspicion, finding, out);
    if (!suspicion.ours) {
      if (suspicion.voters.isEmpty()) {
        open.remove(suspicion.suspect.name());
      }
      return;
    }
    if (first || suspicion.deadAt == Long.MAX_VALUE) {
      findings.suspected(suspicion.suspect);
      recount(suspicion.suspect.name(), now);
      suspicion.deadAt =
          now + patience.with(suspicion.suspect.name(), DEAD_NANOS - suspicion.silentFor);
    }
    if (suspicion.stage == Suspicion.Stage.OPEN) {
      if (ballot.isOurs(suspicion)) {
        ask(suspicion, now, out);
      } else {
        suspicion.stage = Suspicion.Stage.HELD;
        suspicion.nextAt = now + HELD_NANOS;
      }
    }
  }

  // Asking others.

  private void ask(Suspicion suspicion, long now, Consumer<Wish> out) {
    suspicion.stage = Suspicion.Stage.ASKING;
    suspicion.nextAt = now + patience.with(suspicion.suspect.name(), ASKING_NANOS);
    suspicion.rounds++;
    if (!inquiry.ask(suspicion, out)) {
      settle(suspicion, now, out);
    }
  }

  /// One who was asked has an answer.
  void probed(NodeName from, Probed answer, long now, Consumer<Wish> out) {
    Suspicion suspicion = open.get(answer.node().name());
    if (suspicion == null || !suspicion.asked.contains(from)) {
      return;
    }
    if (answer.finding() == Finding.ALIVE) {
      lives(suspicion, answer.node(), out);
      return;
    }
    if (answer.node().isLaterThan(suspicion.suspect)) {
      suspicion.suspect = answer.node(); // it knows who the watchers are now
    }
    suspicion.answered++;
    if (answer.finding() == Finding.REFUSED && suspicion.finding == Finding.REFUSED) {
      dead(suspicion, Findings.Ground.REFUSED);
    } else if (suspicion.answered == suspicion.asked.size()) {
      settle(suspicion, now, out);
    }
  }

  /// Another node cannot reach the suspect and asks whether we can.
  void asked(NodeName by, NodeRecord suspect, long now, Consumer<Wish> out) {
    if (isDown(suspect)) {
      out.accept(new Wish.Tell(by, new Probed(suspect, Finding.SILENT)));
      return;
    }
    Known known = contacts.find(suspect.id());
    NodeRecord latest = known != null && known.record.isLaterThan(suspect) ? known.record : suspect;
    Suspicion suspicion = of(latest);
    if (suspicion == null) {
      return;
    }
    Finding found = suspicion.finding;
    if (found != null) {
      out.accept(new Wish.Tell(by, new Probed(suspicion.suspect, found)));
      return;
    }
    if (suspicion.askers.isEmpty()) {
      Connection connection = connections.get(suspect.name());
      if (connection == null) {
        suspicion.dialDue = true;
        suspicion.replyAt = now + patience.of(DIALLED_REPLY_NANOS);
      } else {
        Inquiry.challenge(suspicion.suspect, now, out);
        suspicion.replyAt = now + patience.of(REPLY_NANOS);
      }
    }
    suspicion.askers.add(by);
  }

  // Life.

  /// The node has introduced itself over a new connection, or anew over an old one.
  void heard(NodeRecord node, boolean newConnection, Consumer<Wish> out) {
    Suspicion suspicion = open.get(node.name());
    if (suspicion != null && (newConnection || node.isLaterThan(suspicion.suspect))) {
      lives(suspicion, node, out);
    }
  }

  /// Something has been heard over a connection that was silent.
  void heardAgain(NodeName name, Consumer<Wish> out) {
    Suspicion suspicion = open.get(name);
    if (suspicion != null && suspicion.ours) {
      lives(suspicion, suspicion.suspect, out);
    }
  }

  private void lives(Suspicion suspicion, NodeRecord node, Consumer<Wish> out) {
    open.remove(node.name());
    boolean stood = suspicion.stands();
    suspicion.suspect = node.isLaterThan(suspicion.suspect) ? node : suspicion.suspect;
    Inquiry.reply(suspicion, Finding.ALIVE, out);
    if (stood) {
      patience.refuted(node.name());
      findings.refuted(suspicion.suspect);
    }
  }

  /// It is known what has become of the node.
  void forget(NodeRecord node, Consumer<Wish> out) {
    Suspicion suspicion = open.remove(node.name());
    if (suspicion != null) {
      Inquiry.reply(suspicion, Finding.SILENT, out);
    }
  }

  // Voting.

  private void settle(Suspicion suspicion, long now, Consumer<Wish> out) {
    if (stall.late(now)) {
      suspicion.nextAt = now + HELD_NANOS;
      return;
    }
    suspicion.stage = Suspicion.Stage.SETTLED;
    suspicion.nextAt = Long.MAX_VALUE;
    NodeName us = introductions.self().name();
    if (ballot.isOurs(suspicion) && suspicion.voters.add(us)) {
      ballot.spread(suspicion, us, out);
    }
    count(suspicion);
  }

  /// Another watcher tells who has voted.
  void voted(NodeName by, Vote vote, long now, Consumer<Wish> out) {
    Known known = contacts.find(vote.suspect().id());
    if (known != null && known.record.refutations() > vote.suspect().refutations()) {
      return;
    }
    Suspicion suspicion = of(vote.suspect());
    if (suspicion == null) {
      return;
    }
    if (ballot.add(suspicion, vote) && suspicion.stage == Suspicion.Stage.SETTLED) {
      ballot.spread(suspicion, by, out);
      if (!stall.late(now)) {
        count(suspicion);
      }
    }
    if (!suspicion.ours && suspicion.replyAt == Long.MAX_VALUE) {
      suspicion.replyAt = now + DEAD_NANOS;
    }
  }

  private void count(Suspicion suspicion) {
    if (ballot.isDecided(suspicion, this::suspects)) {
      dead(suspicion, Findings.Ground.VOTED);
    }
  }

  private void dead(Suspicion suspicion, Findings.Ground ground) {
    open.remove(suspicion.suspect.name());
    boolean first = ballot.isFirst(suspicion, this::suspects);
    findings.dead(new Findings.Death(suspicion.suspect, ground, first));
  }

  // Time.

  void timer(long now, Consumer<Wish> out) {
    for (Suspicion suspicion : List.copyOf(open.values())) {
      if (now < suspicion.nextDeadline()) {
        continue;
      }
      if (now >= suspicion.replyAt) {
        Inquiry.reply(suspicion, Finding.SILENT, out);
        if (suspicion.checking && !stall.late(now)) {
          suspicion.checking = false;
          suspicion.ours = true;
          found(suspicion, Finding.SILENT, now, out);
        } else if (!suspicion.ours) {
          open.remove(suspicion.suspect.name());
          continue;
        }
      }
      if (now >= suspicion.dialAt) {
        suspicion.dialAt = Long.MAX_VALUE;
        suspicion.dialDue = true;
      }
      if (stall.late(now)) {
        suspicion.postpone(now, now + HELD_NANOS);
      } else if (now >= suspicion.deadAt && suspicion.stands()) {
        dead(suspicion, Findings.Ground.EXPIRED);
      } else if (now >= suspicion.nextAt) {
        next(suspicion, now, out);
      }
    }
  }

  private void next(Suspicion suspicion, long now, Consumer<Wish> out) {
    if (suspicion.stage == Suspicion.Stage.OPEN && suspicion.checking) {
      check(suspicion, now, out);
      return;
    }
    if (suspicion.stage == Suspicion.Stage.OPEN) {
      suspicion.dialDue = true;
      suspicion.nextAt = now + REDIAL_NANOS;
      return;
    }
    boolean nobodyAnswers =
        suspicion.stage == Suspicion.Stage.ASKING
            && suspicion.answered == 0
            && suspicion.rounds < ROUNDS_MAX;
    if (suspicion.stage == Suspicion.Stage.HELD || nobodyAnswers) {
      ask(suspicion, now, out);
    } else {
      settle(suspicion, now, out);
    }
  }

  long nextDeadline() {
    long next = Long.MAX_VALUE;
    for (Suspicion suspicion : open.values()) {
      next = Math.min(next, suspicion.nextDeadline());
    }
    return next;
  }
}
