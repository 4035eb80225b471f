package io.tempelhof.core.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.overlay.OverlayMessage.Arrived;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
  private static final long SECOND = 1_000_000_000L;

  private static long age(int round) {
    return Arrivals.age(new Arrived(FourBitTable.record("n", 1), round, 0));
  }

  @Test
  void aLaterAnnouncementTellsOfTheSameArrival() {
    assertThat(age(0)).isZero();
    assertThat(age(1)).isEqualTo(4 * SECOND);
    assertThat(age(2)).isEqualTo(14 * SECOND);
  }

  @Test
  void anAnnouncementOfALaterVersionCountsAsTheLastOneKnownHere() {
    assertThat(age(7)).isEqualTo(14 * SECOND);
  }
}
