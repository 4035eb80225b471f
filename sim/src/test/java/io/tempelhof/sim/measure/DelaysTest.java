package io.tempelhof.sim.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DelaysTest {
  private static final long MILLISECOND = 1_000_000L;

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.5, 0.99, 1})
  void aQuantileIsTheLeastTimeWithinWhichThatShareCame(double share) {
    SplittableRandom random = new SplittableRandom(5);
    Delays delays = new Delays();
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      long time = random.nextLong(5_000);
      millis.add(time);
      delays.add(time * MILLISECOND);
    }
    Collections.sort(millis);
    long expected = millis.get((int) Math.ceil(share * millis.size()) - 1);
    assertThat(delays.quantile(share)).isEqualTo((double) expected);
  }

  @Test
  void aPartOfAMillisecondCountsAsOneAndWhatNeverCameAsTenMinutes() {
    Delays delays = new Delays();
    delays.add(1);
    delays.add(Long.MAX_VALUE);
    assertThat(delays.quantile(0.5)).isEqualTo(1);
    assertThat(delays.quantile(0.51)).isEqualTo(600_000);
    assertThat(delays.size()).isEqualTo(2);
    assertThat(new Delays().quantile(0.5)).isNaN();
  }
}
