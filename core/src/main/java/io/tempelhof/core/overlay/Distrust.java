package io.tempelhof.core.overlay;

import java.util.LinkedHashMap;
import java.util.Map;

/// Which nodes we have just found gone. What others say of such a node counts only if they heard it
/// after that; and since a silent host looks alive to those it is still connected to, not even then
/// for a while that doubles with every failure.
final class Distrust {
  static final int NODES_MAX = 256;
  static final long FIRST_NANOS = 1_000_000_000L;
  static final int DOUBLINGS_MAX = 3;

  private record Failure(long at, int times) {
    long until() {
      return at + (FIRST_NANOS << Math.min(times - 1, DOUBLINGS_MAX));
    }
  }

  private final Map<NodeId, Failure> failures =
      new LinkedHashMap<>(0) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Failure> eldest) {
          return size() > NODES_MAX;
        }
      };

  void begin(NodeId id, long now) {
    Failure earlier = failures.remove(id);
    failures.put(id, new Failure(now, earlier == null ? 1 : earlier.times + 1));
  }

  /// We have heard it ourselves.
  void lift(NodeId id) {
    failures.remove(id);
  }

  /// Whether word of the node, heard at {@code evidence}, is not to be believed.
  boolean holds(NodeId id, long evidence, long now) {
    Failure failure = failures.get(id);
    return failure != null && (evidence <= failure.at || now < failure.until());
  }
}
