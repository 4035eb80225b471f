package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Finding;
import io.tempelhof.core.overlay.OverlayMessage.Probed;
import io.tempelhof.core.overlay.OverlayMessage.Vote;
import io.tempelhof.core.term.NodeName;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Finds out whether a node is dead. What counts is not what one node sees.
///
/// 1. A connection that was lost leads to one dial, at once by the watcher that would tell
///    everybody, later by the next and the next, and then by others, if nothing has been told by
///    then; only a handshake is life. Whoever's turn it is asks two others to look meanwhile. A
///    watch connection that is silent leads to a suspicion at once.
/// 2. Up to {@value Inquiry#ASKED} other nodes are asked, and the suspect itself is looked up over
///    the overlay. Those asked tell the suspect, which may refute, or dial it. If nothing listens
///    where it should, and one of them found that too, it is dead. Whoever has nobody left to ask
///    waits: it may be cut off itself.
/// 3. Otherwise, when none of them can reach it, an announced watcher votes ({@link Verdicts}).
///    While the suspicion stands, others are asked, and the suspect is looked up again.
///
/// The suspect refutes by a record with more refutations, and its answer to a lookup is life as
/// well. Each refutation doubles the time the next suspicion of that node takes, up to 8 times.
/// While this JVM is late itself nothing ripens.
final class Suspicions {
  static final int ROUNDS_MAX = 2;

  /// What cannot be asked or decided now is looked at again so much later.
  static final long HELD_NANOS = 1_000_000_000L;

  /// So long others have for finding out about a node we were not connected to.
  static final long MISSED_NANOS = 10_000_000_000L;

  static final long ASKING_NANOS = 2_500_000_000L;

  /// So long a peer that is not watched has been silent when we are told.
  static final long SILENT_NANOS = 15_000_000_000L;

  private final String cluster;
  private final Contacts contacts;
  private final Connections connections;
  private final Lateness lateness;
  private final Docket docket;
  private final Ballot ballot;
  private final Orphans orphans;
  private final Verdicts verdicts;
  private final Inquiry inquiry;
  private final Testimony testimony;
  private final Patience patience;
  private final Findings findings = new Findings();

  Suspicions(
      OverlaySettings settings,
      Introductions introductions,
      Contacts contacts,
      Connections connections,
      EventLog log,
      Lateness lateness,
      Lookups lookups,
      RandomGenerator random) {
    this.cluster = settings.cluster();
    this.contacts = contacts;
    this.connections = connections;
    this.lateness = lateness;
    this.docket = new Docket(introductions, connections, log);
    this.ballot = new Ballot(cluster, introductions, connections, log);
    this.orphans = new Orphans(connections, docket, ballot);
    this.patience = new Patience(settings.patience());
    this.inquiry = new Inquiry(introductions, connections, lookups, random);
    this.testimony = new Testimony(contacts, connections, docket, patience);
    this.verdicts =
        new Verdicts(
            cluster,
            introductions,
            contacts,
            connections,
            docket,
            ballot,
            patience,
            lateness,
            findings);
  }

  /// What has been found, to be taken up.
  Findings findings() {
    return findings;
  }

  /// Whether this node cannot reach that one.
  boolean suspects(NodeName name) {
    return docket.suspects(name);
  }

  /// Whether nothing is heard of that node, not even that nobody is there.
  boolean isSilent(NodeName name) {
    Suspicion suspicion = docket.get(name);
    return suspicion != null && suspicion.finding == Finding.SILENT;
  }

  // What this node finds itself.

  /// The connection to a peer broke: it is dialled once more.
  void lost(NodeRecord peer, long now, Consumer<Wish> out) {
    long turn = turn(peer);
    Suspicion suspicion = docket.dial(peer, now + turn, now);
    if (suspicion != null && turn == 0) {
      askAhead(suspicion, now, out);
    }
  }

  private long turn(NodeRecord node) {
    return ballot.isOrphaned(node, docket::suspects) ? 0 : ballot.waits(node, docket::misses);
  }

  /// A peer's connection is silent.
  ///
  /// @param watched one end watches the other closely: it has been silent for less long
  void quiet(NodeRecord peer, boolean watched, long now, Consumer<Wish> out) {
    Suspicion suspicion = docket.of(peer);
    if (suspicion != null) {
      suspicion.ours = true;
      suspicion.silentFor = watched ? 0 : SILENT_NANOS;
      Inquiry.challenge(peer, now, out);
      found(suspicion, Finding.SILENT, now, out);
    }
  }

  /// A node that may watch one of our peers is dead.
  void watcherDied(NodeName watcher, long now) {
    verdicts.recount(watcher, now);
    orphans.watcherDied(watcher, now);
  }

  private void check(Suspicion orphan, long now, Consumer<Wish> out) {
    orphan.nextAt = Long.MAX_VALUE;
    if (orphans.isOrphaned(orphan)) {
      Inquiry.challenge(orphan.suspect, now, out);
      orphan.replyAt = now + patience.of(Testimony.REPLY_NANOS);
    } else {
      orphan.checking = false;
      orphan.replyAt = Math.min(orphan.replyAt, now);
    }
  }

  /// The next suspect to dial.
  @Nullable NodeRecord nextDial() {
    return docket.nextDial();
  }

  /// A dial has failed, for whatever reason it was made.
  void dialFailed(NodeName name, DialOutcome outcome, long now, Consumer<Wish> out) {
    Suspicion suspicion = docket.get(name);
    if (suspicion == null) {
      missed(name, outcome, now);
      return;
    }
    switch (outcome) {
      case NOBODY -> found(suspicion, Finding.REFUSED, now, out);
      case SILENT -> found(suspicion, Finding.SILENT, now, out);
      case UNKNOWN -> suspicion.dialAgain(now);
      case DOUBTFUL -> {
        if (suspicion.isDialledAgain()) {
          lives(suspicion, suspicion.suspect, now, out);
        } else {
          suspicion.dialAgain(now);
        }
      }
      case ALIVE -> lives(suspicion, suspicion.suspect, now, out);
    }
  }

  /// A node we only know of is not there. Those it had connections to will find out, unless they
  /// are dead as well: so if nothing is heard of it for a while it is up to us.
  private void missed(NodeName name, DialOutcome outcome, long now) {
    Known known = contacts.find(NodeId.of(cluster, name));
    boolean gone = outcome == DialOutcome.NOBODY || outcome == DialOutcome.SILENT;
    Suspicion suspicion = gone && known != null ? docket.of(known.record) : null;
    if (suspicion != null) {
      suspicion.ours = true;
      suspicion.finding = outcome == DialOutcome.NOBODY ? Finding.REFUSED : Finding.SILENT;
      suspicion.stage = Suspicion.Stage.HELD;
      suspicion.nextAt = now + MISSED_NANOS;
      suspicion.deadAt = suspicion.nextAt + patience.with(name, Verdicts.DEAD_NANOS);
    }
  }

  private void found(Suspicion suspicion, Finding finding, long now, Consumer<Wish> out) {
    boolean first = !suspicion.stands();
    if (finding == Finding.REFUSED && suspicion.finding == Finding.SILENT) {
      suspicion.beginAgain();
    }
    suspicion.finding = finding;
    testimony.reply(suspicion, finding, out);
    if (!suspicion.ours) {
      if (suspicion.voters.isEmpty()) {
        docket.close(suspicion.suspect.name());
      }
      return;
    }
    if (first || suspicion.deadAt == Long.MAX_VALUE) {
      findings.suspected(suspicion.suspect);
      verdicts.stands(suspicion, now);
    }
    if (suspicion.isRefused()) {
      verdicts.refused(suspicion);
    } else if (suspicion.stage == Suspicion.Stage.OPEN) {
      boolean vote = finding == Finding.SILENT && ballot.isOurs(suspicion.suspect);
      long turn = suspicion.waited || vote ? 0 : turn(suspicion.suspect);
      if (turn == 0) {
        ask(suspicion, now, out);
      } else {
        suspicion.stage = Suspicion.Stage.HELD;
        suspicion.nextAt = now + turn;
        if (finding == Finding.SILENT) {
          verdicts.checkWatchers(suspicion, now);
        }
      }
    }
  }

  // Asking others.

  /// Others begin to look while we dial: if nothing listens there, both have found it sooner.
  private void askAhead(Suspicion suspicion, long now, Consumer<Wish> out) {
    if (!suspicion.stands() && suspicion.asked.isEmpty() && !lateness.late(now)) {
      inquiry.ask(suspicion, now, out);
    }
  }

  private void ask(Suspicion suspicion, long now, Consumer<Wish> out) {
    if (suspicion.finding == Finding.SILENT && lateness.late(now)) {
      suspicion.stage = Suspicion.Stage.HELD;
      suspicion.nextAt = now + HELD_NANOS;
      return;
    }
    suspicion.stage = Suspicion.Stage.ASKING;
    suspicion.nextAt = now + patience.with(suspicion.suspect.name(), ASKING_NANOS);
    if (inquiry.isConfirming(suspicion) || inquiry.ask(suspicion, now, out)) {
      suspicion.rounds++;
      suspicion.enoughAt = now + patience.of(Testimony.REPLY_NANOS);
    } else if (suspicion.rounds == 0 && docket.size() > 1) {
      // Nobody is left at all: it may well be we who are cut off.
      suspicion.stage = Suspicion.Stage.HELD;
      suspicion.nextAt = now + HELD_NANOS;
    } else {
      settle(suspicion, now, out);
    }
  }

  /// While the suspicion stands further ones are asked: there may be somebody who can reach it. And
  /// there may be watchers that were not connected when we voted.
  private void askOn(Suspicion suspicion, long now, Consumer<Wish> out) {
    verdicts.repeat(suspicion, out);
    if (!inquiry.ask(suspicion, now, out)) {
      suspicion.asked.clear();
      inquiry.ask(suspicion, now, out);
    }
    suspicion.nextAt = now + patience.of(ASKING_NANOS);
  }

  /// One who was asked has an answer.
  void probed(NodeName from, Probed answer, long now, Consumer<Wish> out) {
    Suspicion suspicion = docket.get(answer.node().name());
    if (suspicion == null) {
      return;
    }
    boolean wasAsked = suspicion.asked.contains(from);
    if (answer.finding() == Finding.ALIVE) {
      if (wasAsked || answer.node().isLaterThan(suspicion.suspect)) {
        inquiry.helped(from);
        lives(suspicion, answer.node(), now, out);
      }
      return;
    }
    if (!wasAsked) {
      return;
    }
    if (answer.node().isLaterThan(suspicion.suspect)) {
      suspicion.suspect = answer.node(); // it knows who the watchers are now
    }
    suspicion.answered++;
    suspicion.confirmed |= answer.finding() == Finding.REFUSED;
    if (suspicion.isRefused()) {
      verdicts.refused(suspicion);
    } else if (suspicion.isAnswered(now)) {
      settle(suspicion, now, out);
    } else if (suspicion.stage == Suspicion.Stage.ASKING
        && suspicion.answered == Suspicion.ANSWERS_MIN) {
      suspicion.nextAt = Math.min(suspicion.nextAt, suspicion.enoughAt);
    }
  }

  /// Another node cannot reach the suspect and asks whether we can.
  void asked(NodeName by, NodeRecord suspect, long now, Consumer<Wish> out) {
    testimony.asked(by, suspect, now, out);
  }

  // Life.

  /// The node has introduced itself over a new connection, or anew over an old one.
  void heard(NodeRecord node, boolean newConnection, long now, Consumer<Wish> out) {
    Suspicion suspicion = docket.get(node.name());
    if (suspicion != null && (newConnection || node.isLaterThan(suspicion.suspect))) {
      lives(suspicion, node, now, out);
    }
  }

  /// The node has answered a lookup.
  void answered(NodeRecord node, long now, Consumer<Wish> out) {
    Suspicion suspicion = docket.get(node.name());
    if (suspicion != null && !suspicion.suspect.isLaterThan(node)) {
      lives(suspicion, node, now, out);
    }
  }

  /// Something has been heard over a connection that was silent.
  void heardAgain(NodeName name, long now, Consumer<Wish> out) {
    Suspicion suspicion = docket.get(name);
    if (suspicion != null && suspicion.ours) {
      lives(suspicion, suspicion.suspect, now, out);
    }
  }

  private void lives(Suspicion suspicion, NodeRecord node, long now, Consumer<Wish> out) {
    docket.close(node.name());
    boolean stood = suspicion.stands();
    suspicion.suspect = node.isLaterThan(suspicion.suspect) ? node : suspicion.suspect;
    testimony.reply(suspicion, Finding.ALIVE, out);
    if (stood) {
      patience.refuted(node.name(), now);
      findings.refuted(suspicion.suspect);
      ballot.withdraw(suspicion, out);
    }
  }

  /// It was we who were cut off: whom we could not reach we ask about anew.
  void beginAgain(long now) {
    for (Suspicion suspicion : docket.all()) {
      if (suspicion.stands()) {
        suspicion.beginAgain();
        suspicion.stage = Suspicion.Stage.HELD;
        suspicion.nextAt = now + HELD_NANOS;
        suspicion.deadAt = now + patience.with(suspicion.suspect.name(), Verdicts.DEAD_NANOS);
      }
    }
  }

  /// It is known what has become of the node.
  void forget(NodeRecord node, Consumer<Wish> out) {
    Suspicion suspicion = docket.close(node.name());
    if (suspicion != null) {
      testimony.reply(suspicion, Finding.SILENT, out);
    }
  }

  // Voting.

  private void settle(Suspicion suspicion, long now, Consumer<Wish> out) {
    if (lateness.late(now)) {
      suspicion.nextAt = now + HELD_NANOS;
      return;
    }
    if (suspicion.stage != Suspicion.Stage.SETTLED) {
      suspicion.stage = Suspicion.Stage.SETTLED;
      suspicion.nextAt = now + patience.of(ASKING_NANOS);
    }
    verdicts.settled(suspicion, now, out);
  }

  /// Another watcher tells who has voted.
  void voted(NodeName by, Vote vote, long now, Consumer<Wish> out) {
    Suspicion suspicion = verdicts.voted(by, vote, now, out);
    if (suspicion == null || !docket.holds(suspicion)) {
      return;
    }
    if (!suspicion.ours && suspicion.replyAt == Long.MAX_VALUE) {
      if (connections.get(suspicion.suspect.name()) != null) {
        testimony.asked(by, suspicion.suspect, now, out); // perhaps we know better
      } else {
        suspicion.replyAt = now + Verdicts.DEAD_NANOS;
      }
    }
  }

  // Time.

  void timer(long now, Consumer<Wish> out) {
    orphans.timer(now);
    for (Suspicion suspicion : docket.all()) {
      if (now < suspicion.nextDeadline()) {
        continue;
      }
      if (now >= suspicion.replyAt) {
        testimony.timeOut(suspicion, out);
        if (suspicion.checking && !lateness.late(now)) {
          suspicion.checking = false;
          suspicion.ours = true;
          found(suspicion, Finding.SILENT, now, out);
        } else if (!suspicion.ours) {
          docket.close(suspicion.suspect.name());
          continue;
        }
      }
      if (now >= suspicion.dialAt) {
        suspicion.dialAt = Long.MAX_VALUE;
        suspicion.dialDue = true;
      }
      if (lateness.late(now)) {
        suspicion.postpone(now, now + HELD_NANOS);
      } else if (now >= suspicion.deadAt && suspicion.stands()) {
        verdicts.expire(suspicion, now);
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
      suspicion.waited = true;
      suspicion.nextAt = now + Docket.REDIAL_NANOS;
      askAhead(suspicion, now, out);
      return;
    }
    boolean fewAnswer = suspicion.answered < Suspicion.ANSWERS_MIN && suspicion.rounds < ROUNDS_MAX;
    switch (suspicion.stage) {
      case OPEN -> throw new IllegalStateException("nothing has been found yet");
      case HELD -> ask(suspicion, now, out);
      case ASKING -> {
        if (fewAnswer) {
          ask(suspicion, now, out);
        } else {
          settle(suspicion, now, out);
        }
      }
      case SETTLED -> askOn(suspicion, now, out);
    }
  }

  long nextDeadline() {
    return Math.min(orphans.nextDeadline(), docket.nextDeadline());
  }
}
