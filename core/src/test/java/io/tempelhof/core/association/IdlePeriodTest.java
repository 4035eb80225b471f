package io.tempelhof.core.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IdlePeriodTest {
  private static final long SECOND = 1_000_000_000L;

  private final IdlePeriod idle =
      new IdlePeriod(
          AssociationSettings.DEFAULT.withIdle(Duration.ofSeconds(60)), () -> Long.MIN_VALUE);

  private void openedAndClosed(long openedAt, long closedAt) {
    idle.opened(openedAt * SECOND);
    idle.closed(true, closedAt * SECOND);
  }

  private long seconds() {
    return idle.nanos() / SECOND;
  }

  @Test
  void connectionsOpenedTogetherAreNotClosedTogether() {
    long seed = 7;
    SplittableRandom random = new SplittableRandom(seed);
    long least = Long.MAX_VALUE;
    long most = 0;
    for (int i = 0; i < 1000; i++) {
      IdlePeriod one = new IdlePeriod(AssociationSettings.DEFAULT, random);
      one.opened(0);
      least = Math.min(least, one.nanos());
      most = Math.max(most, one.nanos());
    }
    assertThat((double) least / SECOND).as("seed %d", seed).isCloseTo(48, within(0.5));
    assertThat((double) most / SECOND).as("seed %d", seed).isCloseTo(72, within(0.5));
  }

  @Test
  void theThirdTimeItIsReopenedWithinTwoPeriodsItDoubles() {
    openedAndClosed(0, 60);
    openedAndClosed(65, 100);
    openedAndClosed(101, 150);
    assertThat(seconds()).isEqualTo(60);
    idle.opened(160 * SECOND);
    assertThat(seconds()).isEqualTo(120);
  }

  @Test
  void seldomReopeningDoesNotDoubleIt() {
    for (int i = 0; i < 20; i++) {
      openedAndClosed(100L * i, 100L * i + 60);
    }
    assertThat(seconds()).isEqualTo(60);
  }

  @Test
  void doublesUpToAQuarterOfAnHourAtMost() {
    for (int i = 0; i < 100; i++) {
      openedAndClosed(i, i);
    }
    assertThat(seconds()).isEqualTo(900);
  }

  @Test
  void aPauseHalvesItAgain() {
    for (int i = 0; i < 4; i++) {
      openedAndClosed(i, i);
    }
    assertThat(seconds()).isEqualTo(120);
    idle.opened(200 * SECOND);
    assertThat(seconds()).isEqualTo(60);
  }

  @Test
  void isRememberedForTwoPeriods() {
    assertThat(idle.rememberedUntil()).isNegative();
    openedAndClosed(0, 60);
    assertThat(idle.rememberedUntil()).isEqualTo(180 * SECOND);
  }
}
