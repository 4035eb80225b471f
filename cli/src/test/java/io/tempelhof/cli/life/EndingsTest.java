package io.tempelhof.cli.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndingsTest {
  @Test
  void theFirstSignalEndsInOrderAndTheSecondAtOnce() {
    List<String> ends = new ArrayList<>();
    Endings endings =
        new Endings(code -> ends.add("in order " + code), code -> ends.add("at once " + code));
    endings.signalled(15);
    endings.signalled(2);
    assertThat(ends).containsExactly("in order 143", "at once 130");
  }
}
