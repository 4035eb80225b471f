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
import org.junit.jupiter.api.Test;

/// {@code self} watches {@code x} together with {@code a} and {@code b}; {@code c} and {@code d}
/// are other peers.
class SuspicionsTest {
  private static final long SECOND = 1_000_000_000L;

  private final FourBitTable table = new FourBitTable();
  private final EventLog log = new EventLog();
  private final StallMeter stall = new StallMeter();
  private final Suspicions suspicions =
      new Suspicions(
          OverlaySettings.of("c"),
          new Introductions(false, table.self, table.contacts, table.connections),
          table.contacts,
          table.connections,
          log,
          stall);
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
    suspicions.lost(record, now);
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
    assertThat(told(Probe.class)).hasSize(3).contains(name("a"), name("b"));
    assertThat(death()).isNull();
    probed("a", Finding.REFUSED, SECOND);
    assertThat(death()).isEqualTo(new Findings.Death(suspect, Findings.Ground.REFUSED, true));
    assertThat(suspicions.suspects(x.name)).isFalse();
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
    assertThat(told(Probe.class)).hasSize(3);
    probed("a", Finding.SILENT, SECOND);
    probed("b", Finding.SILENT, SECOND);
    assertThat(told(Vote.class)).isEmpty();
    probed("c", Finding.SILENT, SECOND);
    probed("d", Finding.SILENT, SECOND);
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
    suspicions.timer(10 * SECOND, wishes::add);
    suspicions.timer(20 * SECOND, wishes::add);
    assertThat(death().node()).isEqualTo(suspect);
  }

  @Test
  void oneWhoReachesItEndsTheSuspicionAndTheNextTakesLonger() {
    suspicions.quiet(suspect, true, SECOND, wishes::add);
    NodeRecord refuted = suspect.refuting(0);
    suspicions.probed(name("a"), new Probed(refuted, Finding.ALIVE), SECOND, wishes::add);
    assertThat(suspicions.suspects(x.name)).isFalse();
    assertThat(suspicions.findings().nextRefuted()).isEqualTo(refuted);
    long first = Suspicions.DEAD_NANOS;
    suspicions.quiet(refuted, true, 100 * SECOND, wishes::add);
    probed("a", Finding.SILENT, 100 * SECOND);
    suspicions.timer(100 * SECOND + first, wishes::add);
    assertThat(death()).isNull();
    suspicions.timer(100 * SECOND + 2 * first, wishes::add);
    assertThat(death().ground()).isEqualTo(Findings.Ground.EXPIRED);
  }

  @Test
  void thePeersOwnSilenceCounts() {
    suspicions.quiet(unwatched, false, 16 * SECOND, wishes::add);
    suspicions.timer(17 * SECOND, wishes::add);
    suspicions.timer(20 * SECOND, wishes::add);
    assertThat(death()).isNull();
    suspicions.timer(21 * SECOND, wishes::add);
    assertThat(death().ground()).isEqualTo(Findings.Ground.EXPIRED);
  }

  @Test
  void aSuspicionNobodyRefutesIsDeathAfterTwentySeconds() {
    lose(unwatched, SECOND);
    suspicions.dialFailed(x.name, DialOutcome.SILENT, 2 * SECOND, wishes::add);
    assertThat(told(Probe.class)).as("the watchers come first").isEmpty();
    suspicions.timer(3 * SECOND, wishes::add);
    assertThat(told(Probe.class)).hasSize(3);
    suspicions.timer(6 * SECOND, wishes::add);
    suspicions.timer(21 * SECOND, wishes::add);
    assertThat(death()).isNull();
    suspicions.timer(22 * SECOND, wishes::add);
    assertThat(death()).isEqualTo(new Findings.Death(unwatched, Findings.Ground.EXPIRED, false));
  }

  @Test
  void whereNobodyIsLeftToVoteAPeerDecides() {
    for (int i = 0; i < 2; i++) {
      String watcher = List.of("a", "b").get(i);
      log.add(Notice.of(Notice.Status.DEAD, FourBitTable.named(watcher)), SECOND, SECOND);
    }
    lose(FourBitTable.record("x", 0b0001), SECOND);
    suspicions.dialFailed(x.name, DialOutcome.SILENT, SECOND, wishes::add);
    suspicions.timer(2 * SECOND, wishes::add);
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
    stall.observe(21 * SECOND, 22 * SECOND);
    suspicions.timer(22 * SECOND, wishes::add);
    suspicions.voted(
        name("a"), new Vote(suspect, List.of(name("a"), name("b"))), 22 * SECOND, wishes::add);
    assertThat(death()).isNull();
    suspicions.timer(28 * SECOND, wishes::add);
    assertThat(death()).isNotNull();
  }

  @Test
  void whoIsAskedTellsTheSuspectIfItIsConnected() {
    suspicions.asked(name("a"), suspect, SECOND, wishes::add);
    suspicions.asked(name("b"), suspect, SECOND, wishes::add);
    assertThat(told(Notices.class)).containsExactly(x.name);
    suspicions.heard(suspect.refuting(0), false, wishes::add);
    assertThat(wishes)
        .containsExactly(
            new Wish.Tell(name("a"), new Probed(suspect.refuting(0), Finding.ALIVE)),
            new Wish.Tell(name("b"), new Probed(suspect.refuting(0), Finding.ALIVE)));
    assertThat(suspicions.nextDeadline()).isEqualTo(Long.MAX_VALUE);
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
    suspicions.heard(suspect, true, wishes::add);
    assertThat(suspicions.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    assertThat(suspicions.findings().suspicions()).isZero();
  }
}
