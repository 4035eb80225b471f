package io.tempelhof.core.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.overlay.OverlayMessage.Compare;
import io.tempelhof.core.overlay.OverlayMessage.EventIds;
import io.tempelhof.core.overlay.OverlayMessage.Fetch;
import io.tempelhof.core.overlay.OverlayMessage.Notices;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PullsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final NodeName PEER = NodeName.of("peer@h");
  private static final NodeName OTHER = NodeName.of("other@h");

  private final EventLog log = new EventLog();
  private final EventLog theirs = new EventLog();
  private final Pulls pulls = new Pulls(log);
  private final Pulls peers = new Pulls(theirs);
  private final List<Wish> wishes = new ArrayList<>();

  private static Notice dead(int bits) {
    return Notice.of(Notice.Status.DEAD, FourBitTable.record("n" + bits, bits));
  }

  private OverlayMessage said() {
    assertThat(wishes).hasSize(1);
    return ((Wish.Tell) wishes.removeFirst()).message();
  }

  private void theyKnowMore() {
    for (int i = 1; i < 9; i++) {
      theirs.add(dead(i), SECOND, SECOND);
      if (i > 2) {
        log.add(dead(i), SECOND, SECOND);
      }
    }
    theirs.advance(2 * SECOND);
    log.advance(2 * SECOND);
    assertThat(log.digest()).isNotEqualTo(theirs.digest());
  }

  @Test
  void aDigestNeverHadLeadsToAPullThatMakesBothLogsEqual() {
    theyKnowMore();
    pulls.heartbeat(PEER, theirs.digest(), 2 * SECOND);
    assertThat(pulls.nextDeadline()).isEqualTo(2 * SECOND + 300_000_000L);
    pulls.timer(pulls.nextDeadline(), wishes::add);
    Compare question = (Compare) said();
    assertThat(peers.compared(OTHER, question, 3 * SECOND, wishes::add)).isTrue();
    EventIds ids = (EventIds) said();
    assertThat(pulls.told(PEER, ids, 3 * SECOND, wishes::add)).isTrue();
    Fetch wanted = (Fetch) said();
    assertThat(wanted.ids().size()).isEqualTo(2);
    peers.fetched(OTHER, wanted, 3 * SECOND, wishes::add);
    ((Notices) said())
        .news()
        .forEach(news -> {
          assertThat(news.depth()).isEqualTo(NodeId.BITS);
          log.add(news.notice(), 3 * SECOND - news.ageMillis() * 1_000_000, 3 * SECOND);
        });
    assertThat(log.digest()).isEqualTo(theirs.digest());
  }

  @Test
  void aDigestWeHadOurselvesIsTheOthersMatter() {
    theyKnowMore();
    peers.heartbeat(OTHER, 0, 2 * SECOND);
    assertThat(peers.differing()).isZero();
    assertThat(peers.nextDeadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whatArrivesMeanwhileNeedsNoPull() {
    theyKnowMore();
    pulls.heartbeat(PEER, theirs.digest(), 2 * SECOND);
    log.add(dead(1), SECOND, 2 * SECOND);
    log.add(dead(2), SECOND, 2 * SECOND);
    pulls.timer(3 * SECOND, wishes::add);
    assertThat(wishes).isEmpty();
    assertThat(pulls.pulls()).isZero();
  }

  @Test
  void pullsInVainComeEverMoreSeldom() {
    long now = 2 * SECOND;
    List<Long> at = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      now += 50_000_000L;
      pulls.heartbeat(PEER, 1_000 + i, now);
      pulls.timer(now, wishes::add);
      if (!wishes.isEmpty()) {
        wishes.clear();
        at.add(now);
        pulls.told(PEER, new EventIds(Longs.of()), now, wishes::add);
      }
    }
    assertThat(at).hasSizeBetween(20, 40);
    assertThat(at.get(1) - at.get(0)).isLessThan(SECOND);
    assertThat(at.getLast() - at.get(at.size() - 2)).isGreaterThan(3 * SECOND);
  }

  @Test
  void noMoreThanTwoAreUnderWayAndOneWithoutAnswerEnds() {
    for (int i = 0; i < 5; i++) {
      pulls.heartbeat(NodeName.of("p" + i + "@h"), 77 + i, SECOND);
    }
    for (int i = 0; i < 10; i++) {
      pulls.timer(2 * SECOND + i * 200_000_000L, wishes::add);
    }
    assertThat(wishes).hasSize(Pulls.AT_ONCE_MAX);
    pulls.timer(pulls.nextDeadline(), wishes::add);
    assertThat(wishes).hasSize(3);
  }

  @Test
  void aDigestThatWasNotRepeatedForLongIsOutOfDate() {
    pulls.heartbeat(PEER, 77, SECOND);
    pulls.heartbeat(OTHER, 88, SECOND);
    pulls.heartbeat(OTHER, 88, 6 * SECOND);
    long now = SECOND + Pulls.STALE_NANOS + 1;
    pulls.timer(now, wishes::add);
    assertThat(wishes).extracting(wish -> ((Wish.Tell) wish).to()).containsExactly(OTHER);
    assertThat(pulls.nextDeadline()).isEqualTo(Long.MAX_VALUE);
  }

  /// One event every tenth of a second, all of which are known by 25 s.
  private void muchHappened(int from, int until) {
    for (int i = 10 * from; i < 10 * until; i++) {
      Notice death = Notice.of(Notice.Status.DEAD, FourBitTable.named("n" + i));
      log.add(death, i * SECOND / 10, 25 * SECOND);
    }
  }

  /// When the first pull begins, where a peer's heartbeats always differ.
  private long firstPull(long from, long until) {
    for (long now = from; now < until; now += SECOND / 20) {
      pulls.heartbeat(PEER, now, now);
      pulls.timer(now, wishes::add);
      if (!wishes.isEmpty()) {
        return now;
      }
    }
    return Long.MAX_VALUE;
  }

  @Test
  void whileManyEventsGetTooOldDigestsAreNotCompared() {
    muchHappened(1, 3);
    assertThat(firstPull(61 * SECOND, 63 * SECOND + SECOND / 2)).isEqualTo(Long.MAX_VALUE);
    assertThat(firstPull(65 * SECOND, 66 * SECOND)).isEqualTo(65 * SECOND + 3 * SECOND / 10);
  }

  @Test
  void digestsAreComparedAgainAfterFiveSecondsHoweverManyLeave() {
    muchHappened(1, 21);
    assertThat(firstPull(61 * SECOND, 80 * SECOND))
        .isEqualTo(61 * SECOND + Pulls.LEAVING_NANOS + 3 * SECOND / 10);
  }

  private void theyKnowMany(int events) {
    for (int i = 0; i < events; i++) {
      theirs.add(Notice.of(Notice.Status.DEAD, FourBitTable.named("n" + i)), SECOND, SECOND);
    }
    theirs.advance(2 * SECOND);
  }

  @Test
  void whatOneAnswerDoesNotHoldIsFetchedBitByBitWithoutComparingAnew() {
    theyKnowMany(2 * EventLog.ANSWER_MAX + 1);
    pulls.heartbeat(PEER, theirs.digest(), 2 * SECOND);
    pulls.timer(pulls.nextDeadline(), wishes::add);
    peers.compared(OTHER, (Compare) said(), 3 * SECOND, wishes::add);
    pulls.told(PEER, (EventIds) said(), 3 * SECOND, wishes::add);
    List<Integer> fetched = new ArrayList<>();
    for (long now = 3 * SECOND; !wishes.isEmpty(); now = pulls.nextDeadline()) {
      Fetch question = (Fetch) said();
      fetched.add(question.ids().size());
      peers.fetched(OTHER, question, now, wishes::add);
      for (Wish wish : wishes) {
        if (wish instanceof Wish.Tell tell && tell.message() instanceof Notices answer) {
          answer.news().forEach(news -> log.add(news.notice(), SECOND, 3 * SECOND));
        }
      }
      wishes.clear();
      if (pulls.nextDeadline() < Long.MAX_VALUE) {
        pulls.timer(pulls.nextDeadline(), wishes::add);
      }
    }
    assertThat(fetched).containsExactly(EventLog.ANSWER_MAX, EventLog.ANSWER_MAX, 1);
    assertThat(log.digest()).isEqualTo(theirs.digest());
  }

  @Test
  void whatWasToFollowIsGoneWithThePeer() {
    theyKnowMany(EventLog.ANSWER_MAX + 1);
    pulls.heartbeat(PEER, theirs.digest(), 2 * SECOND);
    pulls.timer(pulls.nextDeadline(), wishes::add);
    peers.compared(OTHER, (Compare) said(), 3 * SECOND, wishes::add);
    pulls.told(PEER, (EventIds) said(), 3 * SECOND, wishes::add);
    assertThat(pulls.nextDeadline()).isLessThan(Long.MAX_VALUE);
    pulls.lost(PEER);
    assertThat(pulls.nextDeadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whatCouldNotBeBelievedWhenItWasToldIsAskedForAgain() {
    theirs.add(dead(1), SECOND, SECOND);
    pulls.askAgain(PEER, dead(1), 90 * SECOND);
    pulls.askAgain(PEER, dead(2), 90 * SECOND);
    assertThat(pulls.nextDeadline()).isEqualTo(90 * SECOND);
    pulls.timer(89 * SECOND, wishes::add);
    assertThat(wishes).isEmpty();
    pulls.timer(90 * SECOND, wishes::add);
    peers.fetched(OTHER, (Fetch) said(), 90 * SECOND, wishes::add);
    assertThat(((Notices) said()).news())
        .as("the other has been refuted, or forgotten")
        .singleElement()
        .matches(news -> news.notice().equals(dead(1)));
  }

  @Test
  void whoIsGoneIsNotAskedAgain() {
    pulls.askAgain(PEER, dead(1), 90 * SECOND);
    pulls.lost(PEER);
    pulls.timer(90 * SECOND, wishes::add);
    assertThat(wishes).isEmpty();
    assertThat(pulls.nextDeadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void answersNobodyAskedForAndRowsThatAreNoSumsAreRefused() {
    assertThat(pulls.told(PEER, new EventIds(Longs.of(1)), SECOND, wishes::add)).isFalse();
    assertThat(pulls.compared(PEER, new Compare(Longs.of(1, 2, 3)), SECOND, wishes::add)).isFalse();
    assertThat(wishes).isEmpty();
  }
}
