package io.tempelhof.net.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneTest {
  private static final long MILLI = 1_000_000;

  private final Lane lane = new Lane();

  private static LinkFault delay(long millis) {
    return LinkFault.NONE.withDelay(Duration.ofMillis(millis));
  }

  /// What is let go at that time.
  private List<Object> taken(long now) {
    List<Object> all = new ArrayList<>();
    for (Lane.Held held = lane.take(now); held != null; held = lane.take(now)) {
      all.add(held.what());
    }
    return all;
  }

  @Test
  void whatIsDelayedComesAtItsTimeAndInOrder() {
    lane.become(delay(10));
    lane.put("a", null, 1, 0);
    lane.put("b", null, 1, 4 * MILLI);
    assertThat(lane.nextDue(0)).isEqualTo(10 * MILLI);
    assertThat(taken(10 * MILLI - 1)).isEmpty();
    assertThat(taken(10 * MILLI)).containsExactly("a");
    assertThat(taken(14 * MILLI)).containsExactly("b");
    assertThat(lane.bytes()).isZero();
  }

  @Test
  void aShorterDelayOvertakesNothing() {
    lane.become(delay(10));
    lane.put("a", null, 1, 0);
    lane.become(delay(1));
    lane.put("b", null, 1, 0);
    assertThat(taken(9 * MILLI)).isEmpty();
    assertThat(taken(10 * MILLI)).containsExactly("a", "b");
  }

  @Test
  void jitterIsTheSameForTheSameSeedAndKeepsTheOrder() {
    assertThat(dues(7)).isEqualTo(dues(7)).isNotEqualTo(dues(8)).isSorted();
  }

  private static List<Long> dues(long seed) {
    Lane lane = new Lane();
    lane.seed(seed);
    lane.become(delay(10).withJitter(Duration.ofMillis(10)));
    for (int i = 0; i < 100; i++) {
      lane.put(i, null, 1, i * MILLI);
    }
    List<Long> dues = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Lane.Held held = lane.remove();
      assertThat(held.what()).isEqualTo(i);
      assertThat(held.due()).as("seed %d, %d", seed, i).isBetween((i + 10) * MILLI, 200 * MILLI);
      dues.add(held.due());
    }
    return dues;
  }

  @Test
  void aNarrowLinkSendsOneAfterTheOther() {
    lane.become(delay(5).withBandwidth(1_000));
    lane.put("a", null, 10, 0);
    lane.put("b", null, 20, 0);
    assertThat(lane.pieceBytes()).isEqualTo(256);
    assertThat(taken(15 * MILLI - 1)).isEmpty();
    assertThat(taken(15 * MILLI)).containsExactly("a");
    assertThat(taken(35 * MILLI - 1)).isEmpty();
    assertThat(taken(35 * MILLI)).containsExactly("b");
    lane.put("c", null, 10, 1_000 * MILLI);
    assertThat(taken(1_015 * MILLI)).containsExactly("c");
  }

  @Test
  void aStallHoldsAllUntilItIsOver() {
    lane.become(LinkFault.NONE.withStalled(true));
    assertThat(lane.isOpen()).isFalse();
    lane.put("a", null, 3, 0);
    assertThat(lane.nextDue(MILLI)).isEqualTo(Long.MAX_VALUE);
    assertThat(lane.bytes()).isEqualTo(3);
    lane.become(LinkFault.NONE);
    assertThat(lane.isOpen()).as("something is still to come before").isFalse();
    assertThat(taken(MILLI)).containsExactly("a");
    assertThat(lane.isOpen()).isTrue();
  }

  @Test
  void whatIsHealedComesAtOnce() {
    lane.become(delay(1_000));
    lane.put("a", null, 1, 0);
    lane.become(LinkFault.NONE);
    assertThat(taken(0)).containsExactly("a");
  }

  @Test
  void faultsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> delay(-1)).hasMessageContaining("a delay is from 0 to an hour");
    assertThatThrownBy(() -> LinkFault.NONE.withJitter(Duration.ofHours(2)))
        .hasMessageContaining("a jitter is from 0 to an hour");
    assertThatThrownBy(() -> LinkFault.NONE.withBandwidth(-1))
        .hasMessage("no bandwidth: -1 bytes a second");
  }
}
