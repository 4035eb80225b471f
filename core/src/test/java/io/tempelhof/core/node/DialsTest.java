package io.tempelhof.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.NodeName;
import org.junit.jupiter.api.Test;

class DialsTest {
  private static final long SECOND = 1_000_000_000L;

  private final Dials dials = new Dials(SECOND);

  private static NodeName node(int i) {
    return NodeName.of("n" + i + "@h");
  }

  @Test
  void startsEightUpkeepDialsAtOnce() {
    for (int i = 0; i < Pace.AT_ONCE_MAX; i++) {
      assertThat(dials.upkeepHasRoom()).isTrue();
      dials.start(node(i), Dials.Purpose.UPKEEP, SECOND, 0);
    }
    assertThat(dials.upkeepHasRoom()).isFalse();
    assertThat(dials.connected(node(0))).isEqualTo(Dials.Purpose.UPKEEP);
    assertThat(dials.upkeepHasRoom()).isTrue();
  }

  @Test
  void suspectsAreDialledWhateverUpkeepDoes() {
    for (int i = 0; i < Pace.AT_ONCE_MAX; i++) {
      dials.start(node(i), Dials.Purpose.UPKEEP, SECOND, 0);
    }
    for (int i = 100; i < 100 + Dials.SUSPECTS_MAX; i++) {
      assertThat(dials.suspectsHaveRoom()).isTrue();
      dials.start(node(i), Dials.Purpose.SUSPICION, SECOND, 0);
    }
    assertThat(dials.suspectsHaveRoom()).isFalse();
    dials.connected(node(0));
    assertThat(dials.upkeepHasRoom()).as("they take no room from upkeep").isTrue();
    assertThat(dials.failed(node(100), DialFailure.REFUSED, true, 0))
        .isEqualTo(Dials.Purpose.SUSPICION);
    assertThat(dials.suspectsHaveRoom()).isTrue();
  }

  @Test
  void allowsNoMoreThanTenUpkeepDialsASecondAfterABurst() {
    int started = 0;
    for (long now = 0; now <= 10 * SECOND; now += SECOND / 100) {
      if (now >= dials.upkeepAllowedAt()) {
        dials.start(node(started), Dials.Purpose.UPKEEP, SECOND, now);
        dials.connected(node(started));
        started++;
      }
    }
    assertThat(started).isBetween(100, 111);
  }

  @Test
  void startsSixtyFourDialsForAssociationsAtOnceFirstComeFirstServed() {
    for (int i = 0; i < 70; i++) {
      dials.enqueue(new Dials.Waiting(node(i), null, SECOND));
    }
    for (int i = 0; i < Dials.ASSOCIATIONS_MAX; i++) {
      assertThat(dials.nextWaiting().name()).isEqualTo(node(i));
      dials.start(node(i), Dials.Purpose.ASSOCIATION, SECOND, 0);
    }
    assertThat(dials.nextWaiting()).isNull();
    assertThat(dials.upkeepHasRoom()).isTrue();
    dials.connected(node(3));
    assertThat(dials.nextWaiting().name()).isEqualTo(node(64));
  }

  @Test
  void dialsLessAndWaitsLongerWhenOneNodeAfterAnotherDoesNotAnswer() {
    timeOut(Pace.MISSES_MAX - 1, false);
    assertThat(dials.upkeepTimeout()).isEqualTo(SECOND);
    timeOut(1, false);
    assertThat(dials.upkeepTimeout()).isEqualTo(2 * SECOND);
    startUpkeep(4);
    assertThat(dials.upkeepHasRoom()).isFalse();
  }

  @Test
  void dialsThatWereUnderWayTogetherTellOnlyOnce() {
    startUpkeep(8);
    for (int i = 0; i < 8; i++) {
      dials.failed(node(i), DialFailure.TIMEOUT, false, SECOND);
    }
    assertThat(dials.upkeepTimeout()).isEqualTo(2 * SECOND);
  }

  @Test
  void thinksNothingOfSuspectsThatAreSilentOfRefusalsAndOfSomeAmongManyThatAnswer() {
    timeOut(20, true);
    for (int i = 0; i < 20; i++) {
      dials.start(node(i), Dials.Purpose.UPKEEP, SECOND, 0);
      dials.failed(node(i), DialFailure.REFUSED, false, 0);
    }
    for (int i = 0; i < 20; i++) {
      timeOut(Pace.MISSES_MAX - 1, false);
      startUpkeep(1);
      dials.connected(node(0));
    }
    assertThat(dials.upkeepTimeout()).isEqualTo(SECOND);
  }

  @Test
  void neverStopsDiallingAndRecoversAsNodesAnswer() {
    timeOut(20 * Pace.MISSES_MAX, false);
    assertThat(dials.upkeepTimeout()).isEqualTo(Pace.PATIENCE_MAX_NANOS);
    startUpkeep(Pace.AT_ONCE_MIN - 1);
    assertThat(dials.upkeepHasRoom()).isTrue();
    dials.connected(node(0));
    for (int i = 0; i < 10; i++) {
      startUpkeep(1);
      dials.connected(node(0));
    }
    assertThat(dials.upkeepTimeout()).isEqualTo(SECOND);
    startUpkeep(Pace.AT_ONCE_MAX - 1);
    assertThat(dials.upkeepHasRoom()).isTrue();
  }

  private void startUpkeep(int count) {
    for (int i = 0; i < count; i++) {
      dials.start(node(i), Dials.Purpose.UPKEEP, dials.upkeepTimeout(), 0);
    }
  }

  private void timeOut(int times, boolean doubted) {
    for (int i = 0; i < times; i++) {
      startUpkeep(1);
      dials.failed(node(0), DialFailure.TIMEOUT, doubted, SECOND);
    }
  }

  @Test
  void pausesUpkeepWhenResourcesAreShort() {
    dials.start(node(1), Dials.Purpose.UPKEEP, SECOND, 5);
    dials.failed(node(1), DialFailure.NO_RESOURCES, false, 5);
    assertThat(dials.upkeepAllowedAt()).isEqualTo(5 + Pace.PAUSE_NANOS);
  }
}
