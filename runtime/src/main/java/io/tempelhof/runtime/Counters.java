package io.tempelhof.runtime;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/// What has happened so far, counted by many threads.
final class Counters {
  final LongAdder spawned = new LongAdder();

  /// Processes that have left their body, and of these the ones that are done with telling others.
  final LongAdder ending = new LongAdder();

  final LongAdder ended = new LongAdder();
  final LongAdder crashed = new LongAdder();
  final LongAdder stuck = new LongAdder();
  final LongAdder sent = new LongAdder();
  final LongAdder received = new LongAdder();
  private final Map<Dropped, LongAdder> dropped = new EnumMap<>(Dropped.class);

  Counters() {
    for (Dropped why : Dropped.values()) {
      dropped.put(why, new LongAdder());
    }
  }

  void dropped(Dropped why) {
    dropped(why, 1);
  }

  void dropped(Dropped why, int signals) {
    Objects.requireNonNull(dropped.get(why)).add(signals);
  }

  Map<Dropped, Long> dropped() {
    Map<Dropped, Long> counts = new EnumMap<>(Dropped.class);
    dropped.forEach((why, count) -> counts.put(why, count.sum()));
    return Collections.unmodifiableMap(counts);
  }
}
