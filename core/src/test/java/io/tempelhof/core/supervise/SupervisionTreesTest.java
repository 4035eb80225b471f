package io.tempelhof.core.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Random trees under random trouble: at no moment are there two processes for one child, groups
/// end in turn before they start, every request is answered once, and when the trouble is over all
/// that must run does.
class SupervisionTreesTest {
  private static final int RUNS = Integer.getInteger("tempelhof.supervisions", 5_000) / 5;

  @Test
  void holdsItsRulesWhateverHappens() {
    long starts = 0;
    int survived = 0;
    for (int seed = 0; seed < RUNS; seed++) {
      try {
        Forest forest = new Forest(seed);
        for (int i = 0; i < 200; i++) {
          forest.happen();
        }
        forest.calmDown();
        survived += forest.end() ? 1 : 0;
        starts += forest.starts;
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertThat(starts).isGreaterThan(10L * RUNS);
    assertThat(survived).isBetween(RUNS / 10, RUNS - RUNS / 20);
  }
}
