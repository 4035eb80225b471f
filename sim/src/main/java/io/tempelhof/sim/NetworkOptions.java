package io.tempelhof.sim;

/// How the virtual network behaves.
///
/// @param latencyMinNanos a frame takes at least this long, one way
/// @param latencyMaxNanos and usually at most this long, evenly spread between the two
/// @param tailShare this share of the frames (0 to 1) is held up on top of that, as by a
///   retransmission or a busy machine; later frames of the same connection wait behind it
/// @param tailMaxNanos by at most this long, evenly spread
/// @param resetShare this share of the frames (0 to 1) breaks its connection instead of arriving
public record NetworkOptions(
    long latencyMinNanos,
    long latencyMaxNanos,
    double tailShare,
    long tailMaxNanos,
    double resetShare) {

  /// One data centre: 0.5 to 1.5 ms, one frame in twenty up to 20 ms more; nothing breaks by
  /// itself.
  public static final NetworkOptions DATA_CENTRE =
      new NetworkOptions(500_000, 1_500_000, 0.05, 20_000_000, 0);

  /// Slow on purpose: 50 ms each way, as between continents.
  public static final NetworkOptions CONTINENTS =
      new NetworkOptions(45_000_000, 55_000_000, 0.01, 200_000_000, 0);

  public NetworkOptions {
    if (latencyMinNanos < 1 || latencyMaxNanos < latencyMinNanos || tailMaxNanos < 0) {
      throw new IllegalArgumentException("latencies are positive, the least before the greatest");
    }
    if (!isShare(tailShare) || !isShare(resetShare)) {
      throw new IllegalArgumentException("shares are 0 to 1");
    }
  }

  private static boolean isShare(double value) {
    return value >= 0 && value <= 1;
  }
}
