package io.tempelhof.net.fault;

import java.time.Duration;

/// What is wrong with one direction of the link between two nodes. It keeps the order of bytes and
/// loses none, as TCP does: what a network loses costs time.
///
/// @param delay how long every byte is under way
/// @param jitter what is added to it at random, evenly from nothing to this
/// @param bytesPerSecond what goes through at most; 0 for no limit
/// @param stalled bytes are held until this is over
/// @param cut whether connections are possible in this direction
public record LinkFault(
    Duration delay, Duration jitter, long bytesPerSecond, boolean stalled, Cut cut) {

  /// Whether there can be connections. When that changes from {@link #NONE}, those there are break,
  /// in whatever direction they were made.
  public enum Cut {
    /// There can.
    NONE,
    /// Whoever dials is refused at once, as by a machine where nobody listens. Nodes take that for
    /// a sign of death.
    REFUSED,
    /// Whoever dials hears nothing until the time for it is up, as with a host that is gone or
    /// behind a wall.
    SILENT
  }

  /// The longest delay.
  public static final Duration DELAY_MAX = Duration.ofHours(1);

  /// Nothing is wrong.
  public static final LinkFault NONE =
      new LinkFault(Duration.ZERO, Duration.ZERO, 0, false, Cut.NONE);

  /// @throws IllegalArgumentException if a time is negative or longer than {@link #DELAY_MAX}, or
  ///   the bandwidth is negative
  public LinkFault {
    require(delay, "delay");
    require(jitter, "jitter");
    if (bytesPerSecond < 0) {
      throw new IllegalArgumentException("no bandwidth: " + bytesPerSecond + " bytes a second");
    }
  }

  private static void require(Duration time, String what) {
    if (time.isNegative() || time.compareTo(DELAY_MAX) > 0) {
      throw new IllegalArgumentException("a " + what + " is from 0 to an hour, not " + time);
    }
  }

  /// The same with this delay.
  public LinkFault withDelay(Duration delay) {
    return new LinkFault(delay, jitter, bytesPerSecond, stalled, cut);
  }

  /// The same with up to so much more delay, by chance.
  public LinkFault withJitter(Duration jitter) {
    return new LinkFault(delay, jitter, bytesPerSecond, stalled, cut);
  }

  /// The same with room for so many bytes a second.
  public LinkFault withBandwidth(long bytesPerSecond) {
    return new LinkFault(delay, jitter, bytesPerSecond, stalled, cut);
  }

  /// The same, stalled or not.
  public LinkFault withStalled(boolean stalled) {
    return new LinkFault(delay, jitter, bytesPerSecond, stalled, cut);
  }

  /// The same, cut in this way.
  public LinkFault withCut(Cut cut) {
    return new LinkFault(delay, jitter, bytesPerSecond, stalled, cut);
  }

  /// Whether bytes go through as if nothing were between.
  boolean isTransparent() {
    return delay.isZero() && jitter.isZero() && bytesPerSecond == 0 && !stalled;
  }
}
