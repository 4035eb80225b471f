package io.tempelhof.core.overlay;

import io.tempelhof.core.term.NodeName;
import java.util.LinkedHashMap;
import java.util.Map;

/// How long a suspicion of a node is given. Each time the node refutes one, the next takes twice as
/// long, up to 8 times (Lifeguard, arXiv 1707.00788).
final class Patience {
  static final int NODES_MAX = 256;
  static final int DOUBLINGS_MAX = 3;

  /// Whoever asks so soon after a refutation is told of it.
  static final long LATELY_NANOS = 3_000_000_000L;

  private record Refuted(int times, long at) {}

  private final int factor;
  private final Map<NodeName, Refuted> refutations =
      new LinkedHashMap<>(0) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeName, Refuted> eldest) {
          return size() > NODES_MAX;
        }
      };

  /// @param factor of the node's profile
  Patience(int factor) {
    this.factor = factor;
  }

  void refuted(NodeName by, long now) {
    Refuted earlier = refutations.get(by);
    refutations.put(by, new Refuted(earlier == null ? 1 : earlier.times + 1, now));
  }

  /// Whether a suspicion of that node has come to nothing just now.
  boolean isRefutedLately(NodeName suspect, long now) {
    Refuted latest = refutations.get(suspect);
    return latest != null && now - latest.at < LATELY_NANOS;
  }

  /// What a time of the default profile is for that node.
  long with(NodeName suspect, long nanos) {
    Refuted latest = refutations.get(suspect);
    return of(nanos) << Math.min(latest == null ? 0 : latest.times, DOUBLINGS_MAX);
  }

  /// What it is for any node.
  long of(long nanos) {
    return factor * nanos;
  }
}
