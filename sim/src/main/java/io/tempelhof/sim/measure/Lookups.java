package io.tempelhof.sim.measure;

import io.tempelhof.core.overlay.LookupResult;
import io.tempelhof.sim.cluster.Cluster;
import io.tempelhof.sim.cluster.SimNode;
import java.util.ArrayList;
import java.util.List;

/// Some lookups of nodes by nodes, and what came of them.
public final class Lookups {
  private static final int KEPT_MAX = 20;

  private final Cluster cluster;
  private final List<String> failures = new ArrayList<>();
  private long until = Long.MAX_VALUE;
  private int asked;
  private int answered;
  private int found;
  private long hops;
  private int hopsMax;

  public Lookups(Cluster cluster) {
    this.cluster = cluster;
  }

  /// What is found after that time counts as not found.
  public void closeAt(long time) {
    until = time;
  }

  /// Lets one node look another one up, past what it knows of it itself.
  public void ask(SimNode by, SimNode target) {
    asked++;
    cluster.lookUp(by, target.name(), result -> done(by, target, result));
  }

  private void done(SimNode by, SimNode target, LookupResult result) {
    answered++;
    if (result instanceof LookupResult.Found(var record, var count, _)
        && record.creation() == target.creation()
        && cluster.world().now() <= until) {
      found++;
      hops += count;
      hopsMax = Math.max(hopsMax, count);
    } else if (failures.size() < KEPT_MAX) {
      failures.add(by + " looked for " + target + ": " + result);
    }
  }

  public int asked() {
    return asked;
  }

  /// What went wrong, one line for each lookup answered without success; the first of them.
  public List<String> failures() {
    return failures;
  }

  public int unanswered() {
    return asked - answered;
  }

  /// The share (0 to 1) that found its node in time.
  public double success() {
    return asked == 0 ? 1 : (double) found / asked;
  }

  public double hopsMean() {
    return found == 0 ? 0 : (double) hops / found;
  }

  public int hopsMax() {
    return hopsMax;
  }

  @Override
  public String toString() {
    return "%d of %d found nothing, %d got no answer; first: %s"
        .formatted(
            answered - found, asked, unanswered(), failures.stream().findFirst().orElse("-"));
  }
}
