package io.tempelhof.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RoundTest {
  @Test
  void percentilesAreThoseOfThePings() {
    String pings =
        LongStream.rangeClosed(1, 200)
            .map(n -> 201 - n)
            .mapToObj(n -> "" + n * 1000)
            .collect(Collectors.joining(" "));
    assertThat(Round.read("1.5 " + pings)).isEqualTo(new Round(1.5, 200, 100, 198, 200));
  }

  @Test
  void oneThatMeasuredNothingIsNone() {
    assertThatThrownBy(() -> Round.read("1.5")).isInstanceOf(IllegalArgumentException.class);
  }
}
