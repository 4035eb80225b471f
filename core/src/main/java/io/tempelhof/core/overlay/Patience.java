package io.tempelhof.core.overlay;

import io.tempelhof.core.term.NodeName;
import java.util.LinkedHashMap;
import java.util.Map;

/// How long a suspicion of a node is given. Each time the node refutes one, the next takes twice as
/// long, up to 8 times (Lifeguard, arXiv 1707.00788).
final class Patience {
  static final int NODES_MAX = 256;
  static final int DOUBLINGS_MAX = 3;

  private final int factor;
  private final Map<NodeName, Integer> refutations =
      new LinkedHashMap<>(0) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeName, Integer> eldest) {
          return size() > NODES_MAX;
        }
      };

  /// @param factor of the node's profile
  Patience(int factor) {
    this.factor = factor;
  }

  void refuted(NodeName by) {
    refutations.merge(by, 1, Integer::sum);
  }

  /// What a time of the default profile is for that node.
  long with(NodeName suspect, long nanos) {
    int times = refutations.getOrDefault(suspect, 0);
    return of(nanos) << Math.min(times, DOUBLINGS_MAX);
  }

  /// What it is for any node.
  long of(long nanos) {
    return factor * nanos;
  }
}
