package io.tempelhof.core.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.overlay.OverlayMessage.Contact;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EventLogTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MILLI = 1_000_000L;

  private final EventLog log = new EventLog();
  private final EventLog other = new EventLog();

  private static NodeRecord node(int i) {
    NodeName name = NodeName.of("n" + i + "@h");
    return new NodeRecord(
        NodeId.of("c", name), name, 1, 1, new Address("h", 1), FailureDomain.UNDECLARED, 0);
  }

  private static Notice dead(int i) {
    return Notice.of(Notice.Status.DEAD, node(i));
  }

  @Test
  void aLaterWordOverridesAnEarlierOneAndNotTheOtherWayRound() {
    NodeRecord node = node(1);
    NodeRecord refuted = node.refuting(0);
    assertThat(log.add(Notice.of(Notice.Status.ALIVE, node), 0, SECOND)).isTrue();
    assertThat(log.add(Notice.of(Notice.Status.DEAD, node), 0, SECOND)).isTrue();
    assertThat(log.add(Notice.of(Notice.Status.ALIVE, node), 0, SECOND)).isFalse();
    assertThat(log.down()).isEqualTo(1);
    assertThat(log.add(Notice.of(Notice.Status.ALIVE, refuted), 0, SECOND)).isTrue();
    assertThat(log.add(Notice.of(Notice.Status.DEAD, node), 0, SECOND)).isFalse();
    assertThat(log.down()).isZero();
    NodeRecord restarted =
        new NodeRecord(node.id(), node.name(), 9, 2, node.address(), FailureDomain.UNDECLARED, 0);
    assertThat(log.add(Notice.of(Notice.Status.ALIVE, restarted), 0, SECOND)).isTrue();
    assertThat(log.add(Notice.of(Notice.Status.DEAD, refuted), 0, SECOND)).isFalse();
    assertThat(log.size()).isEqualTo(1);
  }

  @Test
  void logsThatLearnedTheSameInAnyOrderHaveTheSameDigest() {
    for (int seed = 0; seed < 20; seed++) {
      EventLog one = new EventLog();
      EventLog two = new EventLog();
      List<Notice> notices = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        notices.add(dead(i));
        if (i % 3 == 0) {
          notices.add(Notice.of(Notice.Status.ALIVE, node(i).refuting(0)));
        }
      }
      notices.forEach(notice -> one.add(notice, SECOND, SECOND));
      Collections.shuffle(notices, new Random(seed));
      notices.forEach(notice -> two.add(notice, SECOND, 2 * SECOND));
      one.advance(3 * SECOND);
      two.advance(3 * SECOND);
      assertThat(two.digest()).as("seed %d", seed).isEqualTo(one.digest()).isNotZero();
    }
  }

  @Test
  void anEventCountsFromTwoTenthsOfASecondToAMinuteAfterItHappened() {
    log.add(dead(1), 5 * SECOND, 5 * SECOND);
    assertThat(log.digest()).isZero();
    log.advance(log.nextDeadline());
    long entered = log.digest();
    assertThat(entered).isNotZero();
    log.advance(5 * SECOND + 59 * SECOND);
    assertThat(log.digest()).isEqualTo(entered);
    log.advance(5 * SECOND + 60 * SECOND + 200 * MILLI);
    assertThat(log.digest()).isZero();
    assertThat(log.hadLately(entered, 66 * SECOND)).isTrue();
    assertThat(log.hadLately(entered, 80 * SECOND)).isFalse();
  }

  @Test
  void itsDeadlineIsWhenTheDigestChanges() {
    SplittableRandom random = new SplittableRandom(3);
    long now = SECOND;
    for (int i = 0; i < 100; i++) {
      log.add(dead(i), now - random.nextLong(2 * SECOND), now);
      now += random.nextLong(300 * MILLI);
      log.advance(now);
    }
    while (log.digest() != 0) {
      long deadline = log.nextDeadline();
      assertThat(deadline).as("seed 3").isGreaterThan(now);
      long before = log.digest();
      log.advance(deadline - 1);
      assertThat(log.digest()).isEqualTo(before);
      log.advance(deadline);
      now = deadline;
    }
    assertThat(now).isBetween(60 * SECOND, 120 * SECOND);
  }

  @Test
  void findsOutWhatAnotherLogHasMore() {
    for (int i = 0; i < 500; i++) {
      log.add(dead(i), SECOND, SECOND);
      if (i != 77 && i != 300) {
        other.add(dead(i), SECOND, SECOND);
      }
    }
    log.advance(2 * SECOND);
    other.advance(2 * SECOND);
    Longs ids = log.idsWhereOther(other.sums());
    assertThat(ids.size()).as("only the parts that differ").isLessThan(50);
    Longs lacking = other.lacking(ids);
    assertThat(lacking.size()).isEqualTo(2);
    log.events(lacking, 2 * SECOND)
        .forEach(news ->
            other.add(news.notice(), 2 * SECOND - news.ageMillis() * 1_000_000, 2 * SECOND));
    assertThat(other.digest()).isEqualTo(log.digest());
    assertThat(log.idsWhereOther(other.sums()).size()).isZero();
  }

  @Test
  void wordOfADeadNodeCountsWhenItIsTenSecondsYoungerThanItsDeath() {
    log.add(dead(1), 100 * SECOND, 100 * SECOND);
    Contact heardJustNow = new Contact(node(1), 0);
    assertThat(log.buries(heardJustNow, 105 * SECOND)).isTrue();
    assertThat(log.buries(heardJustNow, 110 * SECOND)).isTrue();
    assertThat(log.buries(heardJustNow, 111 * SECOND)).isFalse();
    assertThat(log.buries(new Contact(node(1), 2_000), 111 * SECOND)).isTrue();
    assertThat(log.buries(new Contact(node(1).refuting(0), 0), 105 * SECOND)).isFalse();
    assertThat(log.buries(new Contact(node(2), 0), 105 * SECOND)).isFalse();
  }

  @Test
  void forgetsAfterADayAndArrivalsEarlierWhereThereAreMany() {
    for (int i = 0; i <= EventLog.ROOMY; i++) {
      log.add(Notice.of(Notice.Status.ALIVE, node(i)), SECOND, SECOND);
    }
    log.add(dead(3), SECOND, SECOND);
    log.advance(SECOND + 200 * SECOND);
    assertThat(log.size()).isEqualTo(1);
    assertThat(log.anyDead(new SplittableRandom(1))).isEqualTo(node(3));
    log.advance(SECOND + 25 * 3_600 * SECOND);
    assertThat(log.size()).isZero();
    assertThat(log.anyDead(new SplittableRandom(1))).isNull();
  }

  @Test
  void aRowOfNumbersThatIsNoPowerOfTwoIsNoSums() {
    assertThat(EventLog.areSums(Longs.of(1, 2, 3))).isFalse();
    assertThat(EventLog.areSums(Longs.of())).isFalse();
    assertThat(EventLog.areSums(Longs.of(1))).isTrue();
    assertThat(EventLog.areSums(Longs.of(new long[512]))).isFalse();
  }
}
