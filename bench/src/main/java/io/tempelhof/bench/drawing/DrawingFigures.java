package io.tempelhof.bench.drawing;

import org.jspecify.annotations.Nullable;

/// What the page measured.
///
/// @param drawn frames since it was opened; the figures are of the last 600
/// @param drawing milliseconds for each frame, rasterising included
/// @param between milliseconds from the beginning of one frame to that of the next
/// @param connections milliseconds in which the page's worker painted all connections, each time
public record DrawingFigures(int drawn, Parts drawing, Parts between, Parts connections) {
  /// What a frame may take: 30 of them in a second.
  public static final double BAR_MILLIS = 33;

  /// Of many times, in milliseconds; null if there was none.
  ///
  /// @param count how many
  public record Parts(
      int count, @Nullable Double p50, @Nullable Double p95, @Nullable Double max) {}

  /// Whether 95 % of the frames were drawn in time.
  public boolean kept() {
    Double p95 = drawing.p95();
    return p95 != null && p95 <= BAR_MILLIS;
  }
}
