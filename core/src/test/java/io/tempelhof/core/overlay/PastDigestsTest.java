package io.tempelhof.core.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PastDigestsTest {
  private final PastDigests past = new PastDigests();

  @Test
  void hasWhatEndedSinceThen() {
    assertThat(past.has(1, 0)).isFalse();
    past.add(1, 10);
    past.add(2, 20);
    past.add(1, 30);
    assertThat(past.has(1, 25)).isTrue();
    assertThat(past.has(2, 15)).isTrue();
    assertThat(past.has(2, 20)).isFalse();
    assertThat(past.has(3, 0)).isFalse();
  }

  @Test
  void hasTheLatestHoweverManyThereWere() {
    for (int i = 1; i <= 5 * PastDigests.MAX; i++) {
      past.add(i, i);
      assertThat(past.has(i, 0)).isTrue();
      assertThat(past.has(Math.max(1, i - PastDigests.MAX + 1), 0)).isTrue();
      assertThat(past.has(i - PastDigests.MAX, 0)).isFalse();
    }
  }
}
