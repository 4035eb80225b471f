package io.tempelhof.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.NodeName;
import org.junit.jupiter.api.Test;

class DialsTest {
  private static final long SECOND = 1_000_000_000L;

  private final Dials dials = new Dials();

  private static NodeName node(int i) {
    return NodeName.of("n" + i + "@h");
  }

  @Test
  void startsEightUpkeepDialsAtOnce() {
    for (int i = 0; i < Dials.UPKEEP_MAX; i++) {
      assertThat(dials.upkeepHasRoom()).isTrue();
      dials.start(node(i), Dials.Purpose.UPKEEP, 0);
    }
    assertThat(dials.upkeepHasRoom()).isFalse();
    assertThat(dials.ended(node(0))).isEqualTo(Dials.Purpose.UPKEEP);
    assertThat(dials.upkeepHasRoom()).isTrue();
  }

  @Test
  void allowsNoMoreThanTenUpkeepDialsASecondAfterABurst() {
    int started = 0;
    for (long now = 0; now <= 10 * SECOND; now += SECOND / 100) {
      if (now >= dials.upkeepAllowedAt()) {
        dials.start(node(started), Dials.Purpose.UPKEEP, now);
        dials.ended(node(started));
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
      dials.start(node(i), Dials.Purpose.ASSOCIATION, 0);
    }
    assertThat(dials.nextWaiting()).isNull();
    assertThat(dials.upkeepHasRoom()).isTrue();
    dials.ended(node(3));
    assertThat(dials.nextWaiting().name()).isEqualTo(node(64));
  }

  @Test
  void pausesUpkeepWhenResourcesAreShort() {
    dials.pauseUpkeep(5);
    assertThat(dials.upkeepAllowedAt()).isEqualTo(5 + Dials.PAUSE_NANOS);
  }
}
