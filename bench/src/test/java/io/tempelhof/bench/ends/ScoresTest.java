package io.tempelhof.bench.ends;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScoresTest {
  private static final String RING = "steps";

  private final Scores<Contestant> scores = new Scores<>();

  @BeforeEach
  void run() {
    List.of(100.0, 90.0, 500.0).forEach(run -> scores.add(RING, Contestant.ERL, run));
    scores.add(RING, Contestant.OURS, 80);
  }

  @Test
  void oursAreComparedByTheirMedians() {
    List<Ratio> ratios =
        Bar.measured(
            List.of(
                Bar.atLeast(RING, Contestant.OURS, 0.85, Contestant.ERL),
                Bar.atMost(RING, Contestant.OURS, 0.85, Contestant.ERL)),
            scores);
    assertThat(ratios).extracting(Ratio::value).containsExactly(0.8, 0.8);
    assertThat(Ratio.missed(ratios))
        .containsExactly("ours, steps: 0.80 times that of erl (bar: at least 0.85)");
  }

  @Test
  void whereThereIsNoBarNoneIsMissed() {
    List<Ratio> ratios =
        Bar.measured(List.of(Bar.atLeast(RING, Contestant.OURS, null, Contestant.ERL)), scores);
    assertThat(ratios)
        .extracting(Object::toString)
        .containsExactly("ours, steps: 0.80 times that of erl");
    assertThat(Ratio.missed(ratios)).isEmpty();
  }

  @Test
  void whoDidNotRunIsNotCompared() {
    assertThat(
            Bar.measured(
                List.of(Bar.atLeast(RING, Contestant.OURS, 1.0, Contestant.PEKKO)), scores))
        .isEmpty();
  }

  @Test
  void theTableSaysTheMedianAndHowFarRunsDiffer() {
    scores.add("many", Contestant.OURS, 2_634_539);
    assertThat(scores.table())
        .anyMatch(line -> line.matches(" +erl +100 +\\(90\\.0 to 500\\)"))
        .anyMatch(line -> line.matches(" +ours +2\\.63M +\\(2\\.63M to 2\\.63M\\)"));
  }
}
