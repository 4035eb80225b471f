package io.tempelhof.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EventQueueTest {
  private record Event(long time, int order) {}

  @Test
  void givesEventsByTimeAndThoseOfOneInstantInTheOrderTheyWentIn() {
    long seed = 7;
    SplittableRandom random = new SplittableRandom(seed);
    EventQueue queue = new EventQueue();
    List<Event> waiting = new ArrayList<>();
    List<Event> happened = new ArrayList<>();
    List<Event> expected = new ArrayList<>();
    long time = 0;
    for (int i = 0; i < 5_000; i++) {
      if (random.nextInt(3) > 0 || queue.size() == 0) {
        long ahead = random.nextInt(2) == 0 ? random.nextInt(3) : spread(random);
        Event event = new Event(time + ahead, i);
        waiting.add(event);
        queue.add(event.time(), () -> happened.add(event));
      } else {
        time = take(queue, waiting, expected);
      }
    }
    while (queue.size() > 0) {
      take(queue, waiting, expected);
    }
    assertThat(happened).as("seed %d", seed).isEqualTo(expected);
    assertThat(waiting).isEmpty();
    assertThat(queue.nextTime()).isEqualTo(Long.MAX_VALUE);
  }

  /// From the same instant to a minute ahead.
  private static long spread(SplittableRandom random) {
    return random.nextLong(1L << random.nextInt(1, 36));
  }

  private static long take(EventQueue queue, List<Event> waiting, List<Event> expected) {
    Event first =
        waiting.stream()
            .min(Comparator.comparingLong(Event::time).thenComparingInt(Event::order))
            .orElseThrow();
    assertThat(queue.nextTime()).isEqualTo(first.time());
    waiting.remove(first);
    expected.add(first);
    queue.poll().run();
    return first.time();
  }
}
