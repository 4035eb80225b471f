package io.tempelhof.sim.measure;

import java.util.Arrays;

/// How long something took, many times over: counted by the millisecond, so that millions take no
/// room.
public final class Delays {
  private static final int MILLIS_MAX = 600_000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private long[] counts = new long[1_024];
  private long total;

  public void add(long nanos) {
    int millis = (int) Math.clamp(Math.ceilDiv(nanos, NANOS_PER_MILLI), 0L, (long) MILLIS_MAX);
    if (millis >= counts.length) {
      counts = Arrays.copyOf(counts, Math.max(millis + 1, 2 * counts.length));
    }
    counts[millis]++;
    total++;
  }

  public long size() {
    return total;
  }

  /// The least number of milliseconds within which that share (0 to 1) of all came; NaN if there
  /// are none. Ten minutes and more count as ten minutes.
  public double quantile(double share) {
    if (total == 0) {
      return Double.NaN;
    }
    long wanted = Math.max(1, (long) Math.ceil(share * total));
    long seen = 0;
    int millis = -1;
    while (seen < wanted) {
      seen += counts[++millis];
    }
    return millis;
  }
}
