package io.tempelhof.sim.network;

/// How the virtual network behaves where no particular fault applies.
///
/// @param latencyMinNanos a frame takes at least this long, one way
/// @param latencyMaxNanos and usually at most this long, evenly spread between the two
/// @param tailShare this share of the frames (0 to 1) is held up on top of that, as by a busy
///   machine; later frames of the same connection wait behind it
/// @param tailMaxNanos by at most this long, evenly spread
/// @param zoneNanos how much longer, one way, it takes from zone to zone
/// @param lossShare this share of the packets (0 to 1) is lost: TCP sends them again after 200 ms,
///   doubling, and everything behind them waits; never is a byte missing
/// @param resetShare this share of the frames (0 to 1) breaks its connection instead of arriving
public record NetworkOptions(
    long latencyMinNanos,
    long latencyMaxNanos,
    double tailShare,
    long tailMaxNanos,
    long zoneNanos,
    double lossShare,
    double resetShare) {

  /// One data centre: 0.5 to 1.5 ms, one frame in twenty up to 20 ms more; nothing breaks by
  /// itself.
  public static final NetworkOptions DATA_CENTRE =
      new NetworkOptions(500_000, 1_500_000, 0.05, 20_000_000, 40_000_000, 0, 0);

  public NetworkOptions {
    if (latencyMinNanos < 1 || latencyMaxNanos < latencyMinNanos) {
      throw new IllegalArgumentException("latencies are positive, the least before the greatest");
    }
    if (tailMaxNanos < 0 || zoneNanos < 0) {
      throw new IllegalArgumentException("what is added to a latency is not negative");
    }
    if (!isShare(tailShare) || !isShare(lossShare) || !isShare(resetShare)) {
      throw new IllegalArgumentException("shares are 0 to 1");
    }
  }

  /// The same with that share of packets lost.
  public NetworkOptions losing(double share) {
    return new NetworkOptions(
        latencyMinNanos, latencyMaxNanos, tailShare, tailMaxNanos, zoneNanos, share, resetShare);
  }

  private static boolean isShare(double value) {
    return value >= 0 && value <= 1;
  }
}
