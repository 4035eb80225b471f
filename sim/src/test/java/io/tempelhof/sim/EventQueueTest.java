package io.tempelhof.sim;

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
    for (int i = 0; i < 5_000; i++) {
      if (random.nextInt(3) > 0 || queue.size() == 0) {
        Event event = new Event(random.nextInt(500), i);
        waiting.add(event);
        queue.add(event.time(), () -> happened.add(event));
      } else {
        take(queue, waiting, expected);
      }
    }
    while (queue.size() > 0) {
      take(queue, waiting, expected);
    }
    assertThat(happened).as("seed %d", seed).isEqualTo(expected);
    assertThat(waiting).isEmpty();
    assertThat(queue.nextTime()).isEqualTo(Long.MAX_VALUE);
  }

  private static void take(EventQueue queue, List<Event> waiting, List<Event> expected) {
    Event first =
        waiting.stream()
            .min(Comparator.comparingLong(Event::time).thenComparingInt(Event::order))
            .orElseThrow();
    assertThat(queue.nextTime()).isEqualTo(first.time());
    waiting.remove(first);
    expected.add(first);
    queue.poll().run();
  }
}
