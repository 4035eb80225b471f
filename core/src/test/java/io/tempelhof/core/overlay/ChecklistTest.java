package io.tempelhof.core.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChecklistTest {
  private static Longs longs(List<Long> numbers) {
    return Longs.of(numbers.stream().mapToLong(Long::longValue).toArray());
  }

  @Test
  void whatIsNotTickedIsLeftInItsOrderAndOnce() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<Long> numbers = new ArrayList<>();
      for (int i = random.nextInt(100); i > 0; i--) {
        numbers.add(random.nextInt(4) == 0 ? random.nextInt(20) : random.nextLong());
      }
      Set<Long> left = new LinkedHashSet<>(numbers);
      Checklist list = new Checklist(longs(numbers));
      for (int i = random.nextInt(100); i > 0; i--) {
        boolean other = numbers.isEmpty() || random.nextBoolean();
        long number = other ? random.nextInt(20) : numbers.get(random.nextInt(numbers.size()));
        assertThat(list.contains(number)).as("seed %d", seed).isEqualTo(numbers.contains(number));
        list.tick(number);
        left.remove(number);
      }
      Longs rest = list.rest();
      assertThat(IntStream.range(0, rest.size()).mapToLong(rest::at).boxed())
          .as("seed %d", seed)
          .containsExactlyElementsOf(left);
    }
  }

  @Test
  void anEmptyListHoldsNothing() {
    Checklist list = new Checklist(Longs.NONE);
    assertThat(list.contains(0)).isFalse();
    list.tick(1);
    assertThat(list.rest().size()).isZero();
  }
}
