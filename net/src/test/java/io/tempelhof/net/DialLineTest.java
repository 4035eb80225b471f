package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DialLineTest {
  private final DialLine line = new DialLine(2);
  private final List<String> started = new ArrayList<>();

  private Runnable dial(String name) {
    return () -> started.add(name);
  }

  @Test
  void startsInTheOrderOfArrivalAsOthersEnd() {
    for (String name : List.of("a", "b", "c", "d")) {
      line.enter(dial(name), false);
    }
    assertThat(started).containsExactly("a", "b");
    line.done();
    assertThat(started).containsExactly("a", "b", "c");
    line.done();
    assertThat(started).containsExactly("a", "b", "c", "d");
    assertThat(line.waiting()).isZero();
  }

  @Test
  void letsThoseSomebodyWaitsForGoFirstAndTheOthersWaitForThem() {
    for (String name : List.of("a", "b", "c")) {
      line.enter(dial(name), true);
    }
    line.enter(dial("d"), false);
    assertThat(started).containsExactly("a", "b", "c");
    line.done();
    assertThat(started).containsExactly("a", "b", "c");
    line.done();
    assertThat(started).containsExactly("a", "b", "c", "d");
  }

  @Test
  void canBeLeftBeforeTheStartOnly() {
    Runnable first = dial("a");
    Runnable third = dial("c");
    line.enter(first, false);
    line.enter(dial("b"), false);
    line.enter(third, false);
    assertThat(line.leave(third)).isTrue();
    assertThat(line.leave(first)).isFalse();
    line.done();
    assertThat(started).containsExactly("a", "b");
  }
}
