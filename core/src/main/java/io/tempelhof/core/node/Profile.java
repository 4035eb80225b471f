package io.tempelhof.core.node;

/// How much time others are given before they count as dead. Nodes of different profiles get along:
/// how often they tick does not depend on it.
public enum Profile {
  /// For one data centre: a silent host is found dead within 10 s.
  DEFAULT(1, 1_500_000_000L),
  /// For machines that pause for long, swap, or are moved while they run: three times as long.
  RELAXED(3, 4_500_000_000L),
  /// For zones far apart: twice as long.
  WAN(2, 3_000_000_000L);

  private final int patience;
  private final long upkeepDialNanos;

  Profile(int patience, long upkeepDialNanos) {
    this.patience = patience;
    this.upkeepDialNanos = upkeepDialNanos;
  }

  /// By what factor silence may last longer.
  public int patience() {
    return patience;
  }

  /// How long a dial for the overlay's own sake may take if all is well.
  public long upkeepDialNanos() {
    return upkeepDialNanos;
  }
}
