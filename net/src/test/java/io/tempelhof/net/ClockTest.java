package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ClockTest {
  private static final long MILLI = 1_000_000L;

  @Test
  void whatIsDueSoonIsNotPutOff() {
    assertThat(Clock.untilSlotOf(Clock.now() - 1)).isZero();
    long deadline = Clock.now() + 400 * MILLI;
    assertThat(Clock.untilSlotOf(deadline)).isLessThanOrEqualTo(400 * MILLI);
  }

  @Test
  void whatIsDueInOneSlotIsDoneTogetherAndNeverTooSoon() {
    Set<Long> ends = new TreeSet<>();
    for (long deadline = 0; deadline < 1_000 * MILLI; deadline += MILLI) {
      long end = Clock.endOfSlot(deadline);
      assertThat(end).isBetween(deadline, deadline + 50 * MILLI);
      ends.add(end);
    }
    assertThat(ends).hasSizeBetween(20, 21);
  }
}
