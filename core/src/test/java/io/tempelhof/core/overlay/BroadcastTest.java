package io.tempelhof.core.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.overlay.OverlayMessage.News;
import io.tempelhof.core.overlay.OverlayMessage.Notices;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BroadcastTest {
  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1_000_000_000L;

  private final FourBitTable table = new FourBitTable();
  private final Broadcast broadcast =
      new Broadcast(table.contacts, table.connections, new SplittableRandom(1));
  private final List<Wish> wishes = new ArrayList<>();
  private final Notice dead = dead("gone", 0b0111);

  BroadcastTest() {
    table.peer("a", 0b1000);
    table.peer("b", 0b1010);
    table.peer("c", 0b1100);
    table.peer("d", 0b0100);
    table.peer("e", 0b0010);
  }

  private static Notice dead(String name, int bits) {
    return Notice.of(Notice.Status.DEAD, FourBitTable.record(name, bits));
  }

  private void witness(Notice notice, boolean first, long now) {
    broadcast.witness(notice, first, false, now, now);
    broadcast.timer(now, wishes::add);
  }

  /// A notice of what happened after a second comes.
  private void heard(Notice notice, int depth, long now) {
    broadcast.heard(notice, SECOND, depth);
    broadcast.timer(now, wishes::add);
  }

  /// Who was told what, with which depth.
  private Map<String, List<News>> told() {
    Map<String, List<News>> told = new TreeMap<>();
    for (Wish wish : wishes) {
      Wish.Tell tell = (Wish.Tell) wish;
      told.computeIfAbsent(tell.to().name(), name -> new ArrayList<>())
          .addAll(((Notices) tell.message()).news());
    }
    wishes.clear();
    return told;
  }

  @Test
  void theFirstWitnessTellsTwoPeersInEachBucketAtOnce() {
    witness(dead, true, SECOND);
    Map<String, List<News>> told = told();
    assertThat(told).hasSize(4).containsKeys("d", "e");
    assertThat(told.get("d")).containsExactly(new News(dead, 0, 2));
    assertThat(told.get("e")).containsExactly(new News(dead, 0, 3));
    assertThat(broadcast.sent()).isEqualTo(4);
  }

  @Test
  void otherWitnessesWaitWhetherItComes() {
    witness(dead, false, SECOND);
    broadcast.timer(SECOND + (Broadcast.PATIENCE_MILLIS - 1) * MILLI, wishes::add);
    assertThat(wishes).isEmpty();
    broadcast.timer(SECOND + Broadcast.PATIENCE_MILLIS * MILLI, wishes::add);
    assertThat(told()).hasSize(4);

    Notice second = dead("late", 0b0110);
    witness(second, false, 2 * SECOND);
    heard(second, 2, 2 * SECOND + MILLI);
    assertThat(told()).containsOnlyKeys("e");
    broadcast.timer(3 * SECOND, wishes::add);
    assertThat(wishes).isEmpty();
  }

  @Test
  void aCopyFromHigherUpServesOnlyWhatWasNotServedYet() {
    heard(dead, 2, SECOND);
    assertThat(told()).containsOnlyKeys("e");
    heard(dead, 1, 2 * SECOND);
    assertThat(told()).containsOnlyKeys("d");
    heard(dead, 1, 3 * SECOND);
    heard(dead, 2, 3 * SECOND);
    assertThat(wishes).isEmpty();
    assertThat(broadcast.duplicates()).isEqualTo(2);
  }

  @Test
  void whatWasPulledIsNotPassedOn() {
    heard(dead, NodeId.BITS, SECOND);
    assertThat(wishes).isEmpty();
  }

  @Test
  void noticesWithinFiftyMillisecondsTravelTogether() {
    heard(dead, 2, SECOND);
    assertThat(told().get("e")).hasSize(1);
    Notice second = dead("second", 0b0110);
    Notice third = dead("third", 0b0101);
    heard(second, 2, SECOND + 10 * MILLI);
    heard(third, 2, SECOND + 20 * MILLI);
    assertThat(wishes).isEmpty();
    assertThat(broadcast.nextDeadline()).isEqualTo(SECOND + 50 * MILLI);
    broadcast.timer(SECOND + 50 * MILLI, wishes::add);
    assertThat(wishes).hasSize(1);
    assertThat(told().get("e")).containsExactly(new News(second, 50, 3), new News(third, 50, 3));
    broadcast.timer(SECOND + 150 * MILLI, wishes::add);
    assertThat(broadcast.nextDeadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void theLongerNoticesKeepComingTheMoreOfThemTravelTogether() {
    long now = SECOND;
    heard(dead, 2, now);
    for (long pause : new long[] {50, 100, 200, 200}) {
      Notice next = Notice.of(Notice.Status.DEAD, dead.node().refuting((int) (now / MILLI)));
      heard(next, 2, now + MILLI);
      now += pause * MILLI;
      assertThat(broadcast.nextDeadline()).isEqualTo(now);
      broadcast.timer(now, wishes::add);
    }
    assertThat(told().get("e")).hasSize(5);
    broadcast.timer(now + 200 * MILLI, wishes::add);
    assertThat(broadcast.nextDeadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whoIsQuietIsNoDelegateWhileThereAreOthers() {
    table.peer("f", 0b1001).quiet(true, 0);
    table.peer("g", 0b1110).quiet(true, 0);
    for (int i = 0; i < 50; i++) {
      witness(dead("n" + i, 0b0111), true, i * SECOND);
    }
    assertThat(told()).doesNotContainKeys("f", "g");
  }

  @Test
  void whoIsToldPassesItOnToOnePeerInEachBucket() {
    heard(dead, 1, SECOND);
    assertThat(told()).containsOnlyKeys("d", "e");
    table.peer("d2", 0b0101);
    table.peer("e2", 0b0011);
    heard(dead("other", 0b0110), 1, 2 * SECOND);
    assertThat(told()).hasSize(2);
  }

  @Test
  void whatGoesToTheSamePeersTravelsTogether() {
    table.peer("d2", 0b0101);
    table.peer("d3", 0b0110);
    heard(dead, 1, SECOND);
    Map<String, List<News>> first = told();
    for (int i = 0; i < 20; i++) {
      heard(Notice.of(Notice.Status.DEAD, dead.node().refuting(i)), 1, SECOND + MILLI);
    }
    broadcast.timer(SECOND + 50 * MILLI, wishes::add);
    assertThat(told()).containsOnlyKeys(first.keySet());
  }

  @Test
  void aFurtherPeerIsToldSoonAfterTheFirstOnesForMoreMayCome() {
    heard(dead, 2, SECOND);
    assertThat(told()).containsOnlyKeys("e");
    Notice second = dead("second", 0b0110);
    heard(second, 1, SECOND + 10 * MILLI);
    assertThat(wishes).isEmpty();
    broadcast.timer(SECOND + 50 * MILLI, wishes::add);
    assertThat(told()).containsOnlyKeys("d", "e");
  }

  @Test
  void aBucketWithoutPeersIsServedByAPeerBeyondIt() {
    FourBitTable holed = new FourBitTable();
    holed.hearsay("far", 0b1000);
    holed.peer("d", 0b0100);
    Broadcast without = new Broadcast(holed.contacts, holed.connections, new SplittableRandom(1));
    without.witness(dead, true, false, SECOND, SECOND);
    without.timer(SECOND, wishes::add);
    assertThat(told().get("d"))
        .containsExactlyInAnyOrder(new News(dead, 0, 2), new News(dead, 0, 0));
  }

  // Deaths of one failure domain.

  private static final FailureDomain JVM = new FailureDomain("7", "h", "", "");

  /// By their bits, whoever is closest to where it is gathered first.
  private static List<Integer> byDistanceToThePlace() {
    List<Integer> all = new ArrayList<>(IntStream.range(0, 16).boxed().toList());
    all.sort((a, b) -> JVM.place().compareDistance(FourBitTable.id(a), FourBitTable.id(b)));
    return all;
  }

  private static int place() {
    int place = byDistanceToThePlace().getFirst();
    assertThat(place).as("closer to where it is gathered than we").isNotZero();
    return place;
  }

  private static Notice death(String name) {
    return Notice.of(Notice.Status.DEAD, FourBitTable.record(name, 0b0111, JVM));
  }

  /// That death is gathered, and this node its first witness.
  private void gathers(Notice death, long now) {
    broadcast.witness(death, true, true, now, now);
    broadcast.timer(now, wishes::add);
  }

  @Test
  void aDeathAmongManyGoesToThePeerClosestToWhereItIsGathered() {
    table.peer("place", place());
    Notice one = death("one");
    gathers(one, SECOND);
    assertThat(told()).isEqualTo(Map.of("place", List.of(new News(one, 0, Broadcast.GATHER))));
  }

  @Test
  void whatIsToBeGatheredDoesNotWaitForMore() {
    table.peer("place", place());
    for (int i = 0; i < 3; i++) {
      Notice next = death("n" + i);
      gathers(next, SECOND + i);
      assertThat(told()).as("%s", next).containsOnlyKeys("place");
    }
  }

  @Test
  void whoeverMissesTheNoticeItHadGatheredStartsItItself() {
    table.peer("place", place());
    Notice one = death("one");
    broadcast.witness(one, false, true, SECOND, SECOND);
    long sent = SECOND + Broadcast.PATIENCE_MILLIS * MILLI;
    broadcast.timer(sent, wishes::add);
    assertThat(told()).containsOnlyKeys("place");
    broadcast.timer(sent + (Broadcast.GATHERED_MILLIS - 1) * MILLI, wishes::add);
    assertThat(wishes).isEmpty();
    broadcast.timer(sent + Broadcast.GATHERED_MILLIS * MILLI, wishes::add);
    assertThat(told()).hasSizeGreaterThan(1).doesNotContainValue(List.of());
  }

  @Test
  void whoeverHasItFromTheTreeAgainStartsNothing() {
    table.peer("place", place());
    Notice one = death("one");
    gathers(one, SECOND);
    heard(one, 4, 2 * SECOND - 1);
    wishes.clear();
    broadcast.timer(2 * SECOND, wishes::add);
    broadcast.timer(3 * SECOND, wishes::add);
    assertThat(wishes).isEmpty();
  }

  @Test
  void whoeverIsClosestTellsEverybodyOnce() {
    Notice one = death("one");
    FourBitTable far = new FourBitTable();
    int worst = byDistanceToThePlace().stream().filter(id -> id > 0).toList().getLast();
    assertThat(JVM.place().compareDistance(FourBitTable.id(0), FourBitTable.id(worst)))
        .as("the peer is farther than we")
        .isNegative();
    far.peer("far", worst);
    Broadcast closest = new Broadcast(far.contacts, far.connections, new SplittableRandom(1));
    closest.heard(one, SECOND, Broadcast.GATHER);
    closest.timer(SECOND, wishes::add);
    int bucket = far.self.id().commonPrefix(FourBitTable.id(worst));
    assertThat(told()).isEqualTo(Map.of("far", List.of(new News(one, 0, bucket + 1))));
    closest.heard(one, SECOND, Broadcast.GATHER);
    closest.timer(2 * SECOND, wishes::add);
    assertThat(wishes).isEmpty();
  }

  @Test
  void whoMayDieWithTheDeadIsToldOnlyBesideSomebodyElse() {
    FourBitTable doomed = new FourBitTable();
    doomed.peer("mate", 0b1000, JVM);
    doomed.peer("mate2", 0b1010, JVM);
    doomed.peer("mate3", 0b1100, JVM);
    doomed.peer("d", 0b0100);
    doomed.peer("mate4", 0b0101, JVM);
    Broadcast without = new Broadcast(doomed.contacts, doomed.connections, new SplittableRandom(1));
    Notice one = death("one");
    without.heard(one, SECOND, 1);
    without.timer(SECOND, wishes::add);
    assertThat(told()).isEqualTo(Map.of("d", List.of(new News(one, 0, 2))));

    Notice other = Notice.of(Notice.Status.DEAD, FourBitTable.record("other", 0b0110, JVM));
    without.witness(other, true, false, 2 * SECOND, 2 * SECOND);
    without.timer(2 * SECOND, wishes::add);
    Map<String, List<News>> told = told();
    assertThat(told.get("d"))
        .as("for its own bucket, and for the one where all may be dead")
        .containsExactlyInAnyOrder(new News(other, 0, 2), new News(other, 0, 0));
    assertThat(told.keySet()).as("%s", told).anyMatch(name -> name.startsWith("mate"));
  }

  @Test
  void whereAllAreInOneFailureDomainTheyTellEachOther() {
    FourBitTable single = new FourBitTable();
    single.peer("mate", 0b1000, JVM);
    single.peer("mate2", 0b0100, JVM);
    Broadcast among = new Broadcast(single.contacts, single.connections, new SplittableRandom(1));
    Notice one = death("one");
    among.witness(one, true, false, SECOND, SECOND);
    among.timer(SECOND, wishes::add);
    assertThat(told())
        .as("and nobody twice")
        .isEqualTo(
            Map.of("mate", List.of(new News(one, 0, 1)), "mate2", List.of(new News(one, 0, 2))));
  }

  @Test
  void whereAllAreInOneFailureDomainABucketWithoutPeersIsServedByOneOfThem() {
    FourBitTable holed = new FourBitTable();
    holed.hearsay("far", 0b1000);
    holed.peer("mate", 0b0100, JVM);
    Broadcast among = new Broadcast(holed.contacts, holed.connections, new SplittableRandom(1));
    Notice one = death("one");
    among.witness(one, true, false, SECOND, SECOND);
    among.timer(SECOND, wishes::add);
    assertThat(told().get("mate"))
        .containsExactlyInAnyOrder(new News(one, 0, 2), new News(one, 0, 0));
  }

  @Test
  void nothingIsGatheredByWayOfThoseWhoMayDieWithTheDead() {
    FourBitTable single = new FourBitTable();
    single.peer("place", place(), JVM);
    Broadcast among = new Broadcast(single.contacts, single.connections, new SplittableRandom(1));
    among.witness(death("one"), true, true, SECOND, SECOND);
    among.timer(SECOND, wishes::add);
    assertThat(told().get("place"))
        .isNotEmpty()
        .noneMatch(news -> news.depth() == Broadcast.GATHER);
  }

  @Test
  void manyThatHaveComeArePassedOnAtOnce() {
    heard(dead, 2, SECOND);
    wishes.clear();
    for (int i = 1; i < Broadcast.MANY; i++) {
      broadcast.heard(Notice.of(Notice.Status.DEAD, dead.node().refuting(i)), SECOND, 2);
    }
    broadcast.timer(SECOND + MILLI, wishes::add);
    assertThat(wishes).as("one less").isEmpty();
    heard(Notice.of(Notice.Status.DEAD, dead.node().refuting(Broadcast.MANY)), 2, SECOND + MILLI);
    assertThat(told().get("e")).hasSize(Broadcast.MANY);
  }

  @Test
  void whatStartsHereWaitsForMoreHoweverManyThereAre() {
    witness(dead, true, SECOND);
    wishes.clear();
    for (int i = 1; i <= 2 * Broadcast.MANY; i++) {
      Notice next = Notice.of(Notice.Status.DEAD, dead.node().refuting(i));
      broadcast.witness(next, true, false, SECOND, SECOND);
    }
    broadcast.timer(SECOND + MILLI, wishes::add);
    assertThat(wishes).isEmpty();
  }
}
