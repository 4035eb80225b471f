package io.tempelhof.cli.demo;

import java.util.HashMap;
import java.util.Map;

/// What a worker knows of the order in which each caller's asks came.
final class Ledger {
  private final Map<Integer, Long> lastByCaller = new HashMap<>();
  private long disorder;
  private long missing;

  /// An ask has come.
  void heard(int caller, long sequence) {
    long last = lastByCaller.getOrDefault(caller, 0L);
    if (sequence <= last) {
      disorder++;
      return;
    }
    missing += sequence - last - 1;
    lastByCaller.put(caller, sequence);
  }

  /// Asks that came twice or after a later one of the same caller.
  long disorder() {
    return disorder;
  }

  /// Asks that had not come when a later one of the same caller did.
  long missing() {
    return missing;
  }
}
