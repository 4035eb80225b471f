package io.tempelhof.net;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// What a node counts, from any thread.
final class Counters {
  /// Reasons told apart; further ones are counted together.
  private static final int REASONS_MAX = 64;

  private static final String OTHER = "other";

  private final Map<Counter, LongAdder> counts = new EnumMap<>(Counter.class);
  private final Map<String, LongAdder> dropped = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> dialFailures = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> closed = new ConcurrentHashMap<>();

  Counters() {
    for (Counter counter : Counter.values()) {
      counts.put(counter, new LongAdder());
    }
  }

  void count(Counter counter) {
    count(counter, 1);
  }

  void count(Counter counter, long times) {
    LongAdder adder = counts.get(counter);
    if (adder == null) {
      throw new IllegalStateException("no adder for " + counter);
    }
    adder.add(times);
  }

  void dropped(long signals, String reason) {
    count(Counter.DROPPED, signals);
    adder(dropped, reason).add(signals);
  }

  void dialFailed(String reason) {
    count(Counter.DIALS_FAILED);
    adder(dialFailures, reason).increment();
  }

  void closed(Counter kind, String reason) {
    count(kind);
    adder(closed, reason).increment();
  }

  private static LongAdder adder(Map<String, LongAdder> reasons, String reason) {
    LongAdder known = reasons.get(reason);
    if (known != null) {
      return known;
    }
    String key = reasons.size() < REASONS_MAX ? reason : OTHER;
    return reasons.computeIfAbsent(key, _ -> new LongAdder());
  }

  Map<Counter, Long> counts() {
    Map<Counter, Long> all = new EnumMap<>(Counter.class);
    counts.forEach((counter, adder) -> all.put(counter, adder.sum()));
    return all;
  }

  Map<String, Long> dropped() {
    return sums(dropped);
  }

  Map<String, Long> dialFailures() {
    return sums(dialFailures);
  }

  Map<String, Long> closed() {
    return sums(closed);
  }

  private static Map<String, Long> sums(Map<String, LongAdder> reasons) {
    Map<String, Long> sums = new TreeMap<>();
    reasons.forEach((reason, adder) -> sums.put(reason, adder.sum()));
    return sums;
  }
}
