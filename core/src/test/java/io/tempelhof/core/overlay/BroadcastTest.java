package io.tempelhof.core.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.overlay.OverlayMessage.News;
import io.tempelhof.core.overlay.OverlayMessage.Notices;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
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
    broadcast.witness(dead, true, SECOND, SECOND, wishes::add);
    Map<String, List<News>> told = told();
    assertThat(told).hasSize(4).containsKeys("d", "e");
    assertThat(told.get("d")).containsExactly(new News(dead, 0, 2));
    assertThat(told.get("e")).containsExactly(new News(dead, 0, 3));
    assertThat(broadcast.sent()).isEqualTo(4);
  }

  @Test
  void otherWitnessesWaitWhetherItComes() {
    broadcast.witness(dead, false, SECOND, SECOND, wishes::add);
    broadcast.timer(SECOND + 199 * MILLI, wishes::add);
    assertThat(wishes).isEmpty();
    broadcast.timer(SECOND + 200 * MILLI, wishes::add);
    assertThat(told()).hasSize(4);

    Notice second = dead("late", 0b0110);
    broadcast.witness(second, false, 2 * SECOND, 2 * SECOND, wishes::add);
    broadcast.heard(second, 2 * SECOND, 2, 2 * SECOND + MILLI, wishes::add);
    assertThat(told()).containsOnlyKeys("e");
    broadcast.timer(3 * SECOND, wishes::add);
    assertThat(wishes).isEmpty();
  }

  @Test
  void aCopyFromHigherUpServesOnlyWhatWasNotServedYet() {
    broadcast.heard(dead, SECOND, 2, SECOND, wishes::add);
    assertThat(told()).containsOnlyKeys("e");
    broadcast.heard(dead, SECOND, 1, 2 * SECOND, wishes::add);
    assertThat(told()).containsOnlyKeys("d");
    broadcast.heard(dead, SECOND, 1, 3 * SECOND, wishes::add);
    broadcast.heard(dead, SECOND, 2, 3 * SECOND, wishes::add);
    assertThat(wishes).isEmpty();
    assertThat(broadcast.duplicates()).isEqualTo(2);
  }

  @Test
  void whatWasPulledIsNotPassedOn() {
    broadcast.heard(dead, SECOND, NodeId.BITS, SECOND, wishes::add);
    assertThat(wishes).isEmpty();
  }

  @Test
  void noticesWithinFiftyMillisecondsTravelTogether() {
    broadcast.heard(dead, SECOND, 2, SECOND, wishes::add);
    assertThat(told().get("e")).hasSize(1);
    Notice second = dead("second", 0b0110);
    Notice third = dead("third", 0b0101);
    broadcast.heard(second, SECOND, 2, SECOND + 10 * MILLI, wishes::add);
    broadcast.heard(third, SECOND, 2, SECOND + 20 * MILLI, wishes::add);
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
    broadcast.heard(dead, SECOND, 2, now, wishes::add);
    for (long pause : new long[] {50, 100, 200, 200}) {
      Notice next = Notice.of(Notice.Status.DEAD, dead.node().refuting((int) (now / MILLI)));
      broadcast.heard(next, SECOND, 2, now + MILLI, wishes::add);
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
      broadcast.witness(dead("n" + i, 0b0111), true, i * SECOND, i * SECOND, wishes::add);
    }
    assertThat(told()).doesNotContainKeys("f", "g");
  }
}
