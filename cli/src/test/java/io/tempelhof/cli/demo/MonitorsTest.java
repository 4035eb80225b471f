package io.tempelhof.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MonitorsTest {
  private static final long THEN = 1_764_000_000_000_000L;
  private static final Snapshot NOW =
      Samples.at(
          0,
          Samples.jvm(
              1,
              Samples.monitoring(1, List.of(), List.of(2, 3, 4)),
              Samples.monitoring(2, List.of(), List.of(1, 3)),
              Samples.monitoring(3, List.of(), List.of(4)),
              Samples.monitoring(4, List.of(), List.of(3))));

  private final Monitors monitors = new Monitors();

  private void fired(int by, int of, long millis) {
    monitors.fired(List.of(new Told(by, of, false, THEN + 1_000 * millis)));
  }

  @Test
  void thoseThatTheLivingHoldOnTheDeadAreToFire() {
    Word word = monitors.died(List.of(3, 4), NOW, THEN);
    assertThat(word.missing()).as("1-3, 1-4, 2-3, not those among the dead").isEqualTo(3);
    fired(1, 3, 100);
    fired(1, 4, 200);
    assertThat(word.complete()).isFalse();
    fired(2, 3, 300);
    assertThat(word.complete()).isTrue();
    assertThat(word.millis(0.99)).isEqualTo(300.0);
    assertThat(monitors.duplicates()).isZero();
    assertThat(monitors.falseOnes()).isZero();
  }

  @Test
  void whatFiresTwiceIsCounted() {
    monitors.died(List.of(3), NOW, THEN);
    fired(1, 3, 100);
    fired(1, 3, 110);
    fired(1, 3, 120);
    assertThat(monitors.firedInAll()).isEqualTo(1);
    assertThat(monitors.duplicates()).isEqualTo(2);
    assertThat(monitors.falseOnes()).isZero();
  }

  @Test
  void whatFiresWithoutCauseIsCounted() {
    fired(1, 2, 0);
    monitors.died(List.of(3), NOW, THEN);
    fired(2, 1, 100);
    assertThat(monitors.falseOnes()).isEqualTo(2);
  }

  @Test
  void whoWasStoppedIsToldThatAllItHeldIsGone() {
    monitors.died(List.of(4), NOW, THEN);
    fired(4, 3, 9_000);
    assertThat(monitors.falseOnes()).isZero();
  }
}
