package io.tempelhof.cli.demo;

import java.util.HashMap;
import java.util.Map;

/// What a worker knows of the order in which each caller's asks came. A gap is no disorder: what
/// was lost with a broken connection was told to the caller, who may have asked once more before it
/// heard of it.
final class Ledger {
  private final Map<Integer, Speech.Ask> lastByCaller = new HashMap<>();

  /// What an ask adds to the count of disorder: it is one if the ask came twice or after a later
  /// one of the same caller.
  TalkCount judge(Speech.Ask ask) {
    Speech.Ask last = lastByCaller.get(ask.caller());
    if (last != null && !isLater(ask, last)) {
      return TalkCount.DISORDER;
    }
    lastByCaller.put(ask.caller(), ask);
    return TalkCount.NONE;
  }

  private static boolean isLater(Speech.Ask ask, Speech.Ask than) {
    return ask.conversation() == than.conversation()
        ? ask.sequence() > than.sequence()
        : ask.conversation() > than.conversation();
  }
}
