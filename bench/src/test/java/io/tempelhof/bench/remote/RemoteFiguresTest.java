package io.tempelhof.bench.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tempelhof.bench.ends.Pairing;
import io.tempelhof.bench.ends.Place;
import io.tempelhof.bench.ends.Ratio;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RemoteFiguresTest {
  private static final RemotePlan PLAN = new RemotePlan(3, 1, 8, Place.SPLIT);

  private static RemoteRound round(double micros, double one, double many) {
    return new RemoteRound(1_000, micros, 2 * micros, one, many);
  }

  @Test
  void oursAreComparedWithTwoErlByTheirMedians() {
    RemoteFigures figures =
        RemoteFigures.of(
            Map.of(
                Pairing.ERL_ERL,
                List.of(round(100, 100, 100), round(90, 90, 90), round(500, 500, 500)),
                Pairing.OURS_OURS,
                List.of(round(120, 200, 140)),
                Pairing.OURS_ERL,
                List.of(round(120, 90, 80))),
            PLAN);
    assertThat(figures.ratios())
        .extracting(Ratio::value)
        .containsExactly(1.2, 2.0, 1.4, 1.2, 0.9, 0.8);
    assertThat(figures.missed())
        .containsExactly(
            "ours to ours, round trip: 1.20 times that of two erl (bar: at most 1.1)",
            "ours to ours, messages of several senders: 1.40 times that of two erl (bar: at least"
                + " 1.5)",
            "ours to erl, messages of several senders: 0.80 times that of two erl (bar: at least"
                + " 0.9)");
  }

  @Test
  void withoutAnErlThereIsNothingToMiss() {
    RemoteFigures figures =
        RemoteFigures.of(Map.of(Pairing.OURS_OURS, List.of(round(1, 1, 1))), PLAN);
    assertThat(figures.ratios()).isEmpty();
    assertThat(figures.missed()).isEmpty();
  }

  @Test
  void whatAnEndPrintsIsRead() {
    assertThat(RemoteRound.read("17 1.5 9.0", "1000", "2000"))
        .isEqualTo(new RemoteRound(17, 1.5, 9, 1_000, 2_000));
    assertThatThrownBy(() -> RemoteRound.read("17", "1000", "2000"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
