package io.tempelhof.core.node;

import io.tempelhof.core.overlay.LookupResult;
import io.tempelhof.core.overlay.MessageKind;
import io.tempelhof.core.overlay.OverlayMessage;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a node counts. Messages are counted in arrays by ordinal, as an EnumMap would, but unboxed.
@SuppressWarnings("EnumOrdinal")
final class Tally {
  private static final MessageKind[] KINDS = MessageKind.values();

  private final long[] sent = new long[KINDS.length];
  private final long[] received = new long[KINDS.length];
  private long lookups;
  private long lookupsFound;
  private long dials;
  private long dialsFailed;

  void sent(OverlayMessage message) {
    sent[MessageKind.of(message).ordinal()]++;
  }

  void received(OverlayMessage message) {
    received[MessageKind.of(message).ordinal()]++;
  }

  void lookup() {
    lookups++;
  }

  void resolved(LookupResult result) {
    if (result instanceof LookupResult.Found) {
      lookupsFound++;
    }
  }

  void dial() {
    dials++;
  }

  void dialFailed() {
    dialsFailed++;
  }

  NodeSnapshot.Counters snapshot() {
    return new NodeSnapshot.Counters(
        lookups, lookupsFound, dials, dialsFailed, byTag(sent), byTag(received));
  }

  private static SortedMap<String, Long> byTag(long[] counts) {
    SortedMap<String, Long> byTag = new TreeMap<>();
    for (MessageKind kind : KINDS) {
      byTag.put(kind.tag(), counts[kind.ordinal()]);
    }
    return byTag;
  }
}
