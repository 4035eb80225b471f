package io.tempelhof.cli.demo;

import java.util.HashMap;
import java.util.Map;

/// What a worker knows of the order in which each caller's asks came.
final class Ledger {
  private final Map<Integer, Speech.Ask> lastByCaller = new HashMap<>();
  private long disorder;
  private long missing;

  /// An ask has come. Asks may be missing between two conversations: their loss was told.
  void heard(Speech.Ask ask) {
    Speech.Ask last = lastByCaller.get(ask.caller());
    if (last == null || ask.conversation() > last.conversation()) {
      missing += ask.sequence() - 1;
    } else if (ask.conversation() < last.conversation() || ask.sequence() <= last.sequence()) {
      disorder++;
      return;
    } else {
      missing += ask.sequence() - last.sequence() - 1;
    }
    lastByCaller.put(ask.caller(), ask);
  }

  /// Asks that came twice or after a later one of the same caller.
  long disorder() {
    return disorder;
  }

  /// Asks that had not come when a later one of the same conversation did.
  long missing() {
    return missing;
  }
}
