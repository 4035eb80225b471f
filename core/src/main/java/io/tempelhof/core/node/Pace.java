package io.tempelhof.core.node;

/// How fast upkeep dials follow each other: at most {@value #AT_ONCE_MAX} at once and {@value
/// #PER_SECOND} per second, each given a short time, since there are other nodes to try. Where one
/// node after another of which nothing bad is known does not answer in that time, somebody is
/// overloaded, perhaps we: dialling the more would make it worse. So {@value #MISSES_MAX} such
/// timeouts in a row halve what may be under way and double the time given (TCP's additive
/// increase, multiplicative decrease); connections bring both back.
final class Pace {
  static final int AT_ONCE_MAX = 8;
  static final int AT_ONCE_MIN = 2;
  static final int PER_SECOND = 10;
  static final int MISSES_MAX = 4;
  static final long PATIENCE_MAX_NANOS = 7_000_000_000L;
  private static final long INTERVAL_NANOS = 1_000_000_000L / PER_SECOND;

  /// So many dials may follow at once after a quiet second.
  private static final int BURST = 10;

  /// After a dial failed for want of resources none starts for so long.
  static final long PAUSE_NANOS = 1_000_000_000L;

  private final long patienceMin;
  private long patience;
  private int atOnce = AT_ONCE_MAX;
  private int misses;

  /// When the next dial would start if they came evenly; a burst may run ahead of it.
  private long evenly = Long.MIN_VALUE / 2;

  /// @param patience how long a dial may take if all is well
  Pace(long patience) {
    this.patienceMin = Math.min(patience, PATIENCE_MAX_NANOS);
    this.patience = patienceMin;
  }

  /// How long a dial that starts now may take.
  long patience() {
    return patience;
  }

  /// Whether another one may start beside so many, but for the rate.
  boolean hasRoom(int underWay) {
    return underWay < atOnce;
  }

  /// From when on the rate allows the next one.
  long allowedAt() {
    return evenly - (BURST - 1) * INTERVAL_NANOS;
  }

  void started(long now) {
    evenly = Math.max(evenly, now) + INTERVAL_NANOS;
  }

  /// The machine has no descriptors left, or the like.
  void pause(long now) {
    evenly = Math.max(evenly, now + PAUSE_NANOS + (BURST - 1) * INTERVAL_NANOS);
  }

  /// A dial has led to a connection.
  void connected() {
    misses = 0;
    atOnce = Math.min(atOnce + 1, AT_ONCE_MAX);
    patience = Math.max(patience - patience / 4, patienceMin);
  }

  /// A node that should have answered did not.
  ///
  /// @param given the time the dial was given; if that was less than is given now, the timeout
  ///   tells nothing new
  void timedOut(long given) {
    if (given >= patience && ++misses == MISSES_MAX) {
      misses = 0;
      atOnce = Math.max(atOnce / 2, AT_ONCE_MIN);
      patience = Math.min(2 * patience, PATIENCE_MAX_NANOS);
    }
  }
}
