package io.tempelhof.ops.cluster;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/// Notices that many nodes are lost at about the same time, be it that they died or that the
/// network is parted, and that they are back: the same incarnations, so that it was the network.
///
/// A part is at least 3 nodes and a tenth of the cluster, lost within 30 s. It is given up for dead
/// after an hour.
final class Parting {
  private static final int LEAST = 3;
  private static final int SHARE = 10;
  private static final long TOGETHER_MILLIS = 30_000;
  private static final long GIVEN_UP_MILLIS = 3_600_000;

  private record Lost(long creation, long at) {}

  private final Map<String, Lost> away = new LinkedHashMap<>();

  /// Nodes of the part that has been told; 0 while none has.
  private int parted;

  private int back;

  /// A node cannot be reached any more, or is said to be dead.
  ///
  /// @param creation of its last report
  void lost(String node, long creation, long now) {
    forget(now);
    if (away.putIfAbsent(node, new Lost(creation, now)) == null && parted > 0) {
      parted++;
    }
  }

  /// A round is over.
  ///
  /// @param members how many nodes there are
  /// @return how many are lost, if it is time to tell that
  OptionalInt roundOver(int members, long now) {
    forget(now);
    if (parted > 0 || away.size() < LEAST || away.size() * SHARE < members) {
      return OptionalInt.empty();
    }
    parted = away.size();
    return OptionalInt.of(parted);
  }

  /// A node has reported.
  ///
  /// @return how many are back, if it is time to tell that the part is: half of it
  OptionalInt reported(String node, long creation, long now) {
    Lost lost = away.remove(node);
    if (lost == null || parted == 0) {
      return OptionalInt.empty();
    }
    if (lost.creation() == creation) {
      back++;
    }
    OptionalInt healed = 2 * back >= parted ? OptionalInt.of(back) : OptionalInt.empty();
    if (healed.isPresent() || away.isEmpty()) {
      parted = 0;
      back = 0;
      forget(now);
    }
    return healed;
  }

  /// The one of them that was lost first.
  String first() {
    return away.keySet().iterator().next();
  }

  private void forget(long now) {
    long kept = parted > 0 ? GIVEN_UP_MILLIS : TOGETHER_MILLIS;
    away.values().removeIf(lost -> now - lost.at() > kept);
    if (away.isEmpty()) {
      parted = 0;
      back = 0;
    }
  }
}
