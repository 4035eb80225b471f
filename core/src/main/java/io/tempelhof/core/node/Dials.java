package io.tempelhof.core.node;

import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which dials are under way and which may start. Dials somebody waits for go first come, first
/// served, {@value #ASSOCIATIONS_MAX} at once and at any rate; those for the overlay's upkeep
/// {@value #UPKEEP_MAX} at once and {@value #UPKEEP_PER_SECOND} per second.
final class Dials {
  static final int ASSOCIATIONS_MAX = 64;
  static final int UPKEEP_MAX = 8;
  static final int UPKEEP_PER_SECOND = 10;
  private static final long UPKEEP_INTERVAL_NANOS = 1_000_000_000L / UPKEEP_PER_SECOND;

  /// So many upkeep dials may follow at once after a quiet second.
  private static final int UPKEEP_BURST = 10;

  /// After a dial failed for want of resources no upkeep dial starts for so long.
  static final long PAUSE_NANOS = 1_000_000_000L;

  /// Who wants a dial.
  enum Purpose {
    /// An association waits for it.
    ASSOCIATION,
    /// The overlay's upkeep.
    UPKEEP,
    /// It leads to a seed.
    ENTRY
  }

  /// A dial an association waits for, not started yet.
  record Waiting(NodeName name, @Nullable Address address, long deadline) {}

  private final Map<NodeName, Purpose> underWay = new LinkedHashMap<>(0);
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(1);
  private int associations;

  /// When the next upkeep dial would start if they came evenly; a burst may run ahead of it.
  private long evenly = Long.MIN_VALUE / 2;

  boolean underWay(NodeName name) {
    return underWay.containsKey(name);
  }

  /// How many are under way.
  int count() {
    return underWay.size();
  }

  /// Whether an upkeep dial may start but for the rate.
  boolean upkeepHasRoom() {
    return underWay.size() - associations < UPKEEP_MAX;
  }

  /// From when on the rate allows the next upkeep dial.
  long upkeepAllowedAt() {
    return evenly - (UPKEEP_BURST - 1) * UPKEEP_INTERVAL_NANOS;
  }

  void start(NodeName name, Purpose purpose, long now) {
    underWay.put(name, purpose);
    if (purpose == Purpose.ASSOCIATION) {
      associations++;
    } else {
      evenly = Math.max(evenly, now) + UPKEEP_INTERVAL_NANOS;
    }
  }

  /// The machine has no descriptors left, or the like.
  void pauseUpkeep(long now) {
    evenly = Math.max(evenly, now + PAUSE_NANOS + (UPKEEP_BURST - 1) * UPKEEP_INTERVAL_NANOS);
  }

  void enqueue(Waiting dial) {
    waiting.add(dial);
  }

  /// The next association's dial to start, if there is room.
  @Nullable Waiting nextWaiting() {
    return associations < ASSOCIATIONS_MAX ? waiting.poll() : null;
  }

  /// A dial has been answered.
  ///
  /// @return who wanted it; {@code null} if there was none
  @Nullable Purpose ended(NodeName name) {
    Purpose purpose = underWay.remove(name);
    if (purpose == Purpose.ASSOCIATION) {
      associations--;
    }
    return purpose;
  }

  List<NodeSnapshot.Dialling> snapshot() {
    List<NodeSnapshot.Dialling> dials = new ArrayList<>();
    underWay.forEach((name, purpose) ->
        dials.add(new NodeSnapshot.Dialling(name, purpose != Purpose.ASSOCIATION, true)));
    for (Waiting dial : waiting) {
      dials.add(new NodeSnapshot.Dialling(dial.name(), false, false));
    }
    return dials;
  }
}
