package io.tempelhof.sim;

import io.tempelhof.core.overlay.LookupResult;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.List;

/// Lookups of live nodes by live nodes, and what came of them.
final class Lookups {
  private record Asked(SimNode by, NodeName target) {}

  private final List<Asked> asked = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private int answered;
  private int found;
  private long hops;
  private int hopsMax;

  /// Lets one node look another up, past what it knows of it itself.
  void ask(SimNode by, NodeName target) {
    asked.add(new Asked(by, target));
    by.lookUp(asked.size() - 1, target);
  }

  void done(long query, LookupResult result) {
    Asked lookup = asked.get(Math.toIntExact(query));
    answered++;
    if (result instanceof LookupResult.Found(var record, var count, _)
        && record.name().equals(lookup.target())) {
      found++;
      hops += count;
      hopsMax = Math.max(hopsMax, count);
    } else {
      failures.add(lookup.by() + " looked for " + lookup.target() + ": " + result);
    }
  }

  int asked() {
    return asked.size();
  }

  /// What went wrong, one line for each lookup answered without success.
  List<String> failures() {
    return failures;
  }

  int unanswered() {
    return asked.size() - answered;
  }

  double success() {
    return asked.isEmpty() ? 1 : (double) found / asked.size();
  }

  double hopsMean() {
    return found == 0 ? 0 : (double) hops / found;
  }

  int hopsMax() {
    return hopsMax;
  }
}
