package io.tempelhof.bench.ends;

import java.util.List;

/// Where the two ends of a pairing run. A wake-up from one core to another can cost more than a
/// round trip; free ends fall in either way and stay there.
public enum Place {
  /// Wherever the system puts them.
  FREE,
  /// Both on the first core.
  SAME,
  /// One on the first core, one on the second.
  SPLIT;

  /// Whether this machine can do that.
  public boolean isPossible() {
    int cores = Runtime.getRuntime().availableProcessors();
    return this == FREE || (Member.isOnPath("taskset") && (this == SAME || cores > 1));
  }

  /// What goes before the command of an end to keep it there.
  List<String> prefix(boolean first) {
    return switch (this) {
      case FREE -> List.of();
      case SAME -> List.of("taskset", "-c", "0");
      case SPLIT -> List.of("taskset", "-c", first ? "0" : "1");
    };
  }
}
