package io.tempelhof.bench.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.bench.ends.Contestant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalFiguresTest {
  @Test
  void oursAreComparedWithErlByTheirMedians() {
    LocalFigures figures =
        LocalFigures.of(
            Map.of(
                Workload.RING,
                Map.of(
                    Contestant.ERL, List.of(100.0, 90.0, 500.0),
                    Contestant.OURS, List.of(80.0))));
    assertThat(figures.missed())
        .containsExactly("steps round 100,000: 0.80 times that of erl (bar: at least 0.85)");
  }

  @Test
  void whereThereIsNoBarNoneIsMissed() {
    LocalFigures figures =
        LocalFigures.of(
            Map.of(
                Workload.BACKLOG,
                Map.of(Contestant.ERL, List.of(100.0), Contestant.OURS, List.of(1.0))));
    assertThat(figures.ratios())
        .extracting(Object::toString)
        .containsExactly("calls with a full mailbox: 0.01 times that of erl");
    assertThat(figures.missed()).isEmpty();
  }

  @Test
  void withoutAnErlThereIsNothingToCompareWith() {
    LocalFigures figures =
        LocalFigures.of(Map.of(Workload.CALL, Map.of(Contestant.OURS, List.of(1.0))));
    assertThat(figures.ratios()).isEmpty();
  }
}
