package io.tempelhof.core.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ServedTest {
  private final Served served = new Served();

  @Test
  void remembersTheLatestDepthOfEachEvent() {
    SplittableRandom random = new SplittableRandom(1);
    Map<Long, Integer> depths = new HashMap<>();
    for (int i = 0; i < Served.EVENTS_MAX / 2; i++) {
      long event = i == 0 ? 0 : random.nextLong();
      depths.put(event, random.nextInt(NodeId.BITS));
      served.put(event, depths.get(event));
      assertThat(served.depth(random.nextLong())).as("seed 1").isEqualTo(Served.NEVER);
    }
    depths.replaceAll((event, depth) -> random.nextBoolean() ? depth : NodeId.BITS - 1 - depth);
    depths.forEach(served::put);
    depths.forEach((event, depth) ->
        assertThat(served.depth(event)).as("seed 1, event %d", event).isEqualTo(depth));
  }

  @Test
  void forgetsTheOldestWhenThereAreTooMany() {
    for (int event = 1; event <= 3 * Served.EVENTS_MAX; event++) {
      served.put(event, 7);
      assertThat(served.depth(Math.max(1, event - Served.EVENTS_MAX / 2 + 1))).isEqualTo(7);
      assertThat(served.depth(event - Served.EVENTS_MAX)).isEqualTo(Served.NEVER);
    }
  }
}
