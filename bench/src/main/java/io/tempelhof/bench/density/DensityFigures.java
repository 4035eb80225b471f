package io.tempelhof.bench.density;

/// What {@link Density} measured.
///
/// @param processes how many
/// @param spawnPerSecond processes started per second, until each waits for its first message
/// @param idleBytes heap per process that has not received anything yet
/// @param askedPerSecond questions sent and answered per second, one to each process
/// @param usedBytes heap per process that has answered and waits again
/// @param barBytes the most either may be
public record DensityFigures(
    int processes,
    double spawnPerSecond,
    double idleBytes,
    double askedPerSecond,
    double usedBytes,
    double barBytes) {

  /// Whether the bar is kept.
  public boolean isKept() {
    return Math.max(idleBytes, usedBytes) < barBytes;
  }
}
