package io.tempelhof.ops.agent;

import io.tempelhof.core.term.NodeName;
import io.tempelhof.ops.report.Gap;
import io.tempelhof.ops.report.NodeReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One sub-tree being gathered: its branches, one for each bucket below, and the reports that have
/// come and have not been passed on yet.
final class Gathering {
  /// Gaps named in one answer.
  private static final int GAPS_MAX = 64;

  /// A bucket whose nodes are to report.
  static final class Branch {
    final int bucket;
    final String prefix;
    final List<NodeName> candidates;
    int attempts;
    boolean heard;
    long deadline;

    /// @param candidates peers there, in the order in which they are to be asked
    Branch(int bucket, String prefix, List<NodeName> candidates) {
      this.bucket = bucket;
      this.prefix = prefix;
      this.candidates = candidates;
    }

    @Nullable NodeName next() {
      return attempts < candidates.size() ? candidates.get(attempts++) : null;
    }
  }

  final AgentMessage.Collect asked;
  final long deadline;

  /// Branches that have not ended, by the number of the question put to whoever answers now.
  final Map<Long, Branch> open = new LinkedHashMap<>();

  private final List<NodeReport> parts = new ArrayList<>();
  private final List<Gap> gaps = new ArrayList<>();
  private int further;
  private long flushAt = Long.MAX_VALUE;

  Gathering(AgentMessage.Collect asked, long deadline) {
    this.asked = asked;
    this.deadline = deadline;
  }

  /// Takes reports to be passed on at the latest then.
  void take(List<NodeReport> reports, long flushBy) {
    parts.addAll(reports);
    flushAt = Math.min(flushAt, flushBy);
  }

  int waiting() {
    return parts.size();
  }

  long flushAt() {
    return flushAt;
  }

  /// The next reports to be passed on, at most so many.
  List<NodeReport> part(int most) {
    List<NodeReport> head = parts.subList(0, Math.min(most, parts.size()));
    List<NodeReport> part = List.copyOf(head);
    head.clear();
    if (parts.isEmpty()) {
      flushAt = Long.MAX_VALUE;
    }
    return part;
  }

  void miss(Gap gap) {
    if (gaps.size() < GAPS_MAX) {
      gaps.add(gap);
    } else {
      further++;
    }
  }

  void miss(List<Gap> others, int furtherOnes) {
    others.forEach(this::miss);
    further += furtherOnes;
  }

  List<Gap> gaps() {
    return List.copyOf(gaps);
  }

  int further() {
    return further;
  }

  /// When something is to be done next.
  long nextDeadline() {
    long next = Math.min(deadline, flushAt);
    for (Branch branch : open.values()) {
      next = Math.min(next, branch.deadline);
    }
    return next;
  }
}
