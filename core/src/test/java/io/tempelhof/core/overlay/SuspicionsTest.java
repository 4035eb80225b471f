package io.tempelhof.core.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.overlay.OverlayMessage.Finding;
import io.tempelhof.core.overlay.OverlayMessage.Notices;
import io.tempelhof.core.overlay.OverlayMessage.Probe;
import io.tempelhof.core.overlay.OverlayMessage.Probed;
import io.tempelhof.core.overlay.OverlayMessage.Vote;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// {@code self} watches {@code x} together with {@code a} and {@code b}; {@code c} and {@code d}
/// are other peers.
class SuspicionsTest {
  private static final long SECOND = 1_000_000_000L;

  private final FourBitTable table = new FourBitTable();
  private final EventLog log = new EventLog();
  private final Lateness lateness = new Lateness(table.connections);
  private final Suspicions suspicions = table.suspicions(log, lateness);
  private final List<Wish> wishes = new ArrayList<>();
  private final Connection x = table.peer("x", 0b0001);
  private final NodeRecord suspect =
      FourBitTable.record("x", 0b0001).watchedBy(List.of(name("self"), name("a"), name("b")));
  private final NodeRecord unwatched =
      FourBitTable.record("x", 0b0001).watchedBy(List.of(name("a"), name("b")));

  SuspicionsTest() {
    table.peer("a", 0b0010);
    table.peer("b", 0b0011);
    table.peer("c", 0b1000);
    table.peer("d", 0b1100);
  }

  private static NodeName name(String name) {
    return NodeName.of(name + "@h");
  }

  private List<NodeName> told(Class<? extends OverlayMessage> kind) {
    List<NodeName> told = new ArrayList<>();
    for (Wish wish : wishes) {
      if (wish instanceof Wish.Tell tell && kind.isInstance(tell.message())) {
        told.add(tell.to());
      }
    }
    wishes.clear();
    return told;
  }

  private void lose(NodeRecord record, long now) {
    table.connections.remove(x);
    suspicions.lost(record, now, wishes::add);
    if (!record.watchers().names().contains(name("self"))) {
      assertThat(suspicions.nextDial()).as("the watchers come first").isNull();
      suspicions.timer(now + Ballot.OTHERS_NANOS, wishes::add);
    }
    assertThat(suspicions.nextDial()).isEqualTo(record);
    assertThat(suspicions.nextDial()).as("once").isNull();
  }

  private void probed(String by, Finding finding, long now) {
    suspicions.probed(name(by), new Probed(suspect, finding), now, wishes::add);
  }

  private Findings.Death death() {
    return suspicions.findings().nextDeath();
  }

  @Test
  void aRefusalThatAnotherNodeConfirmsIsDeath() {
    lose(suspect, SECOND);
    suspicions.dialFailed(x.name, DialOutcome.NOBODY, SECOND, wishes::add);
    List<NodeName> asked = told(Probe.class);
    assertThat(asked).hasSize(2).containsAnyOf(name("a"), name("b"));
    assertThat(death()).isNull();
    suspicions.probed(asked.getLast(), new Probed(suspect, Finding.REFUSED), SECOND, wishes::add);
    assertThat(death())
        .isEqualTo(new Findings.Death(suspect, Findings.Ground.REFUSED, true, false));
    assertThat(suspicions.suspects(x.name)).isFalse();
  }

  @Test
  void whoseTurnItIsAsksTwoWhileItDials() {
    lose(suspect, SECOND);
    List<NodeName> asked = told(Probe.class);
    assertThat(asked).hasSize(2);
    suspicions.probed(asked.getFirst(), new Probed(suspect, Finding.REFUSED), SECOND, wishes::add);
    assertThat(death()).as("it may be we who can reach it").isNull();
    suspicions.dialFailed(x.name, DialOutcome.NOBODY, SECOND, wishes::add);
    assertThat(Objects.requireNonNull(death()).ground()).isEqualTo(Findings.Ground.REFUSED);
    assertThat(told(Probe.class)).isEmpty();
  }

  @Test
  void whereThoseAskedInAdvanceAreLostOthersAreAsked() {
    lose(suspect, SECOND);
    for (NodeName asked : told(Probe.class)) {
      table.connections.remove(Objects.requireNonNull(table.connections.get(asked)));
    }
    suspicions.dialFailed(x.name, DialOutcome.NOBODY, SECOND, wishes::add);
    assertThat(told(Probe.class)).hasSize(2);
  }

  @Test
  void twoThatWereAskedInAdvanceDoNotSettleASilence() {
    lose(suspect, SECOND);
    told(Probe.class)
        .forEach(
            by -> suspicions.probed(by, new Probed(suspect, Finding.SILENT), SECOND, wishes::add));
    suspicions.dialFailed(x.name, DialOutcome.SILENT, SECOND, wishes::add);
    assertThat(told(Probe.class)).as("all that are left").hasSize(2);
    assertThat(told(Vote.class)).isEmpty();
  }

  @Test
  void whoIsAskedAndThenLosesItDialsAtOnce() {
    suspicions.asked(name("a"), unwatched, SECOND, wishes::add);
    table.connections.remove(x);
    suspicions.lost(unwatched, SECOND, wishes::add);
    assertThat(suspicions.nextDial()).isEqualTo(unwatched);
    wishes.clear();
    suspicions.dialFailed(x.name, DialOutcome.NOBODY, SECOND, wishes::add);
    assertThat(told(Probed.class)).containsExactly(name("a"));
  }

  @Test
  void aDeathIsOneOfManyWhereSeveralMoreOfADeclaredDomainAreMissed() {
    FailureDomain jvm = new FailureDomain("7", "h", "", "");
    assertThat(deathAmong(jvm, 2).withOthers()).isTrue();
  }

  @Test
  void aDeathIsASingleOneWhereFewMoreAreMissedOrNothingIsDeclared() {
    assertThat(deathAmong(new FailureDomain("8", "h", "", ""), 1).withOthers()).isFalse();
    assertThat(deathAmong(FailureDomain.UNDECLARED, 2).withOthers()).isFalse();
  }

  /// A node of that domain dies while so many others of it are missed.
  private Findings.Death deathAmong(FailureDomain domain, int others) {
    for (int i = 0; i < others; i++) {
      suspicions.lost(
          FourBitTable.record("other" + i + domain.jvm(), 0b0100 + i, domain), SECOND, wishes::add);
    }
    NodeRecord one =
        FourBitTable.record("one" + domain.jvm(), 0b0111, domain)
            .watchedBy(List.of(name("self"), name("a"), name("b")));
    wishes.clear();
    suspicions.lost(one, SECOND, wishes::add);
    suspicions.dialFailed(one.name(), DialOutcome.NOBODY, SECOND, wishes::add);
    NodeName asked = told(Probe.class).getFirst();
    suspicions.probed(asked, new Probed(one, Finding.REFUSED), SECOND, wishes::add);
    return Objects.requireNonNull(death());
  }

  @Test
  void whoeverIsToldInTimeDoesNotDialTheDead() {
    table.connections.remove(x);
    suspicions.lost(unwatched, SECOND, wishes::add);
    suspicions.forget(unwatched, wishes::add);
    suspicions.timer(SECOND + Ballot.OTHERS_NANOS, wishes::add);
    assertThat(suspicions.nextDial()).isNull();
  }

  @Test
  void whereNoWatcherIsLeftWhoeverLosesThePeerDialsItAtOnce() {
    die("a", "b");
    x.introduced(unwatched, false);
    suspicions.watcherDied(name("b"), SECOND);
    suspicions.timer(SECOND + Orphans.GATHERING_NANOS, wishes::add);
    table.connections.remove(x);
    suspicions.lost(unwatched, SECOND + Orphans.GATHERING_NANOS, wishes::add);
    assertThat(suspicions.nextDial()).isEqualTo(unwatched);
  }

  @Test
  void nobodyElsesRefusalMakesOurTimeoutADeath() {
    lose(suspect, SECOND);
    suspicions.dialFailed(x.name, DialOutcome.SILENT, SECOND, wishes::add);
    probed("a", Finding.REFUSED, SECOND);
    assertThat(death()).isNull();
  }

  @Test
  void silenceIsToldToTheSuspectAndVotedOnOnlyWhenOthersCannotReachItEither() {
    suspicions.quiet(suspect, true, SECOND, wishes::add);
    assertThat(wishes)
        .anyMatch(wish ->
            wish instanceof Wish.Tell(NodeName to, Notices notices)
                && to.equals(x.name)
                && notices.news().getFirst().notice().status() == Notice.Status.SUSPECTED);
    assertThat(told(Probe.class)).hasSize(4);
    probed("a", Finding.SILENT, SECOND);
    probed("b", Finding.SILENT, SECOND);
    assertThat(told(Vote.class)).isEmpty();
    probed("c", Finding.SILENT, SECOND);
    suspicions.timer(SECOND + Testimony.REPLY_NANOS - 1, wishes::add);
    assertThat(told(Vote.class)).as("d may be dialling it").isEmpty();
    suspicions.timer(SECOND + Testimony.REPLY_NANOS, wishes::add);
    assertThat(told(Vote.class)).containsExactlyInAnyOrder(name("a"), name("b"));
    assertThat(death()).as("one of three").isNull();
    suspicions.voted(name("b"), new Vote(suspect, List.of(name("b"))), SECOND, wishes::add);
    assertThat(death().ground()).isEqualTo(Findings.Ground.VOTED);
  }

  @Test
  void votesOfNodesThatAreNoWatchersDoNotCount() {
    suspicions.quiet(suspect, true, SECOND, wishes::add);
    for (String other : List.of("a", "b", "c", "d")) {
      probed(other, Finding.SILENT, SECOND);
    }
    suspicions.voted(
        name("c"), new Vote(suspect, List.of(name("c"), name("d"))), SECOND, wishes::add);
    assertThat(death()).isNull();
  }

  @Test
  void aWatcherThatIsSuspectedItselfHasNoVote() {
    suspicions.quiet(FourBitTable.record("a", 0b0010), true, SECOND, wishes::add);
    suspicions.quiet(FourBitTable.record("b", 0b0011), true, SECOND, wishes::add);
    suspicions.quiet(suspect, true, SECOND, wishes::add);
    for (String other : List.of("c", "d")) {
      probed(other, Finding.SILENT, SECOND);
    }
    assertThat(death()).as("others may answer").isNull();
    suspicions.timer(10 * SECOND, wishes::add);
    assertThat(death().node()).isEqualTo(suspect);
  }

  @Test
  void oneWhoReachesItEndsTheSuspicionAndTheNextTakesLonger() {
    suspicions.quiet(suspect, true, SECOND, wishes::add);
    NodeRecord refuted = suspect.refuting(0);
    suspicions.probed(name("a"), new Probed(refuted, Finding.ALIVE), SECOND, wishes::add);
    assertThat(suspicions.suspects(x.name)).isFalse();
    assertThat(suspicions.findings().nextRefuted()).isEqualTo(refuted);
    long first = Verdicts.DEAD_NANOS;
    suspicions.quiet(refuted, true, 100 * SECOND, wishes::add);
    probed("a", Finding.SILENT, 100 * SECOND);
    suspicions.timer(100 * SECOND + 2 * first, wishes::add);
    assertThat(death()).as("a watcher could vote and has not").isNull();
    suspicions.timer(100 * SECOND + 4 * first, wishes::add);
    assertThat(death().ground()).isEqualTo(Findings.Ground.EXPIRED);
  }

  @Test
  void whomNobodyAnswersMayBeCutOffItselfAndDoesNotDecideAlone() {
    suspicions.quiet(FourBitTable.record("a", 0b0010), true, SECOND, wishes::add);
    suspicions.quiet(FourBitTable.record("b", 0b0011), true, SECOND, wishes::add);
    suspicions.quiet(suspect, true, SECOND, wishes::add);
    assertThat(diesAt(SECOND, SECOND + 3 * Suspicions.ASKING_NANOS))
        .as("it has asked twice and voted; the other two watchers have no vote")
        .isNull();
    probed("c", Finding.SILENT, SECOND + 3 * Suspicions.ASKING_NANOS);
    assertThat(death().ground()).isEqualTo(Findings.Ground.VOTED);
  }

  private void die(String... watchers) {
    for (String watcher : watchers) {
      log.add(Notice.of(Notice.Status.DEAD, FourBitTable.named(watcher)), SECOND, SECOND);
    }
  }

  /// Whoever is asked says nothing, so that nothing is voted on.
  private @Nullable Long diesAt(long from, long until) {
    for (long now = from; now <= until; now += SECOND / 2) {
      suspicions.timer(now, wishes::add);
      if (suspicions.findings().nextDeath() != null) {
        return now;
      }
    }
    return null;
  }

  @Test
  void thePeersOwnSilenceCountsButOthersAreAskedThrice() {
    suspicions.quiet(unwatched, false, 16 * SECOND, wishes::add);
    assertThat(diesAt(16 * SECOND, 100 * SECOND))
        .as("a and b could vote and have not")
        .isEqualTo(16 * SECOND + 3 * Suspicions.ASKING_NANOS + Verdicts.DEAD_NANOS);
  }

  @Test
  void aSuspicionNobodyRefutesIsDeathAfterTwentySecondsWhereNobodyCanVote() {
    lose(FourBitTable.record("x", 0b0001), SECOND);
    suspicions.dialFailed(x.name, DialOutcome.SILENT, 2 * SECOND, wishes::add);
    assertThat(told(Probe.class)).as("the watchers have had their time").hasSize(4);
    assertThat(diesAt(4 * SECOND, 100 * SECOND))
        .as("it is not known who the watchers are: they may be able to vote")
        .isEqualTo(2 * SECOND + 2 * Verdicts.DEAD_NANOS);
  }

  @Test
  void whoHasNobodyLeftToAskWaits() {
    for (String other : List.of("a", "b", "c", "d")) {
      table.connections.get(name(other)).quiet(true, SECOND);
      suspicions.quiet(FourBitTable.named(other), true, SECOND, wishes::add);
    }
    die("a", "b");
    x.quiet(true, SECOND);
    suspicions.quiet(suspect, true, SECOND, wishes::add);
    long decided = SECOND + Verdicts.DEAD_NANOS;
    assertThat(diesAt(SECOND, decided - SECOND / 2)).isNull();
    assertThat(diesAt(decided, 100 * SECOND)).isNotNull();
  }

  @Test
  void theOnlyOtherNodeIsDeadWithoutAskingAnybody() {
    for (String other : List.of("a", "b", "c", "d")) {
      table.connections.remove(table.connections.get(name(other)));
    }
    die("a", "b");
    x.quiet(true, SECOND);
    suspicions.quiet(suspect, true, SECOND, wishes::add);
    assertThat(death().ground()).isEqualTo(Findings.Ground.VOTED);
  }

  @Test
  void aNodeThatAnswersALookupLives() {
    suspicions.quiet(suspect, true, SECOND, wishes::add);
    suspicions.answered(suspect, SECOND, wishes::add);
    assertThat(suspicions.suspects(x.name)).isFalse();
  }

  @Test
  void aVoteIsContradictedByWhoReachesTheSuspect() {
    suspicions.voted(name("a"), new Vote(suspect, List.of(name("a"))), SECOND, wishes::add);
    assertThat(told(Notices.class)).containsExactly(x.name);
    suspicions.heard(suspect.refuting(0), false, SECOND, wishes::add);
    assertThat(told(Probed.class)).contains(name("a"));
  }

  @Test
  void aNodeMissedWithoutAConnectionIsAskedAboutWhenNothingIsHeardOfIt() {
    NodeRecord known = FourBitTable.named("y");
    table.contacts.connected(known, SECOND);
    suspicions.dialFailed(known.name(), DialOutcome.NOBODY, SECOND, wishes::add);
    assertThat(told(Probe.class)).isEmpty();
    suspicions.timer(SECOND + Suspicions.MISSED_NANOS, wishes::add);
    NodeName asked = told(Probe.class).getFirst();
    suspicions.probed(
        asked, new Probed(known, Finding.REFUSED), SECOND + Suspicions.MISSED_NANOS, wishes::add);
    assertThat(death().ground()).isEqualTo(Findings.Ground.REFUSED);
  }

  @Test
  void whereNobodyIsLeftToVoteAPeerDecides() {
    die("a", "b");
    lose(FourBitTable.record("x", 0b0001), SECOND);
    suspicions.dialFailed(x.name, DialOutcome.SILENT, 2 * SECOND, wishes::add);
    for (NodeName asked : told(Probe.class)) {
      assertThat(death()).as("it does not know who the watchers are").isNull();
      suspicions.probed(asked, new Probed(unwatched, Finding.SILENT), 2 * SECOND, wishes::add);
    }
    assertThat(death().ground()).isEqualTo(Findings.Ground.VOTED);
  }

  @Test
  void nothingRipensWhileThisJvmIsLate() {
    suspicions.quiet(suspect, true, SECOND, wishes::add);
    for (String other : List.of("a", "b", "c")) {
      probed(other, Finding.SILENT, SECOND);
    }
    wishes.clear();
    lateness.observe(21 * SECOND, 22 * SECOND);
    suspicions.timer(22 * SECOND, wishes::add);
    suspicions.voted(
        name("a"), new Vote(suspect, List.of(name("a"), name("b"))), 22 * SECOND, wishes::add);
    assertThat(death()).isNull();
    assertThat(diesAt(28 * SECOND, 100 * SECOND)).isNotNull();
  }

  @Test
  void whoIsAskedTellsTheSuspectIfItIsConnected() {
    suspicions.asked(name("a"), suspect, SECOND, wishes::add);
    suspicions.asked(name("b"), suspect, SECOND, wishes::add);
    assertThat(told(Notices.class)).containsExactly(x.name);
    suspicions.heard(suspect.refuting(0), false, SECOND, wishes::add);
    assertThat(wishes)
        .containsExactly(
            new Wish.Tell(name("a"), new Probed(suspect.refuting(0), Finding.ALIVE)),
            new Wish.Tell(name("b"), new Probed(suspect.refuting(0), Finding.ALIVE)));
    assertThat(suspicions.nextDeadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whoHasJustFoundThatTheSuspectLivesSaysSo() {
    suspicions.quiet(suspect, true, SECOND, wishes::add);
    suspicions.probed(
        told(Probe.class).getFirst(), new Probed(suspect, Finding.ALIVE), SECOND, wishes::add);
    wishes.clear();
    suspicions.asked(name("b"), suspect, 2 * SECOND, wishes::add);
    assertThat(wishes)
        .containsExactly(new Wish.Tell(name("b"), new Probed(suspect, Finding.ALIVE)));
    assertThat(suspicions.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    wishes.clear();
    suspicions.asked(name("b"), suspect, SECOND + Patience.LATELY_NANOS, wishes::add);
    assertThat(told(Notices.class)).containsExactly(x.name);
  }

  @Test
  void whoIsAskedAndGetsNoAnswerSaysSoAfterASecond() {
    suspicions.asked(name("a"), suspect, SECOND, wishes::add);
    wishes.clear();
    suspicions.timer(2 * SECOND, wishes::add);
    assertThat(wishes)
        .containsExactly(new Wish.Tell(name("a"), new Probed(suspect, Finding.SILENT)));
  }

  @Test
  void whoIsAskedAndHasNoConnectionDials() {
    table.connections.remove(x);
    suspicions.asked(name("a"), suspect, SECOND, wishes::add);
    assertThat(suspicions.nextDial()).isEqualTo(suspect);
    suspicions.dialFailed(x.name, DialOutcome.NOBODY, SECOND, wishes::add);
    assertThat(wishes)
        .containsExactly(new Wish.Tell(name("a"), new Probed(suspect, Finding.REFUSED)));
    assertThat(suspicions.suspects(x.name)).isFalse();
  }

  @Test
  void aHandshakeIsLife() {
    lose(suspect, SECOND);
    suspicions.heard(suspect, true, SECOND, wishes::add);
    assertThat(suspicions.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    assertThat(suspicions.findings().suspicions()).isZero();
  }
}
