package io.tempelhof.core.supervise;

import java.time.Duration;

/// What a supervisor is like (OTP {@code supervisor}, "supervisor flags").
///
/// @param stuckAfter how long a child may take to end once it was killed, before it counts as stuck
/// @param childrenMax how many children it may have at once; further ones are refused with {@code
///   max_children}
public record SupervisionSettings(
    Strategy strategy,
    Intensity intensity,
    AutoShutdown autoShutdown,
    Duration stuckAfter,
    int childrenMax) {

  /// As many as there are processes on a node, unless told otherwise.
  public static final int CHILDREN_MAX = 1 << 20;

  public SupervisionSettings {
    if (!stuckAfter.isPositive() || childrenMax < 1) {
      throw new IllegalArgumentException("stuckAfter and childrenMax must be positive");
    }
  }

  /// Without automatic shutdown, children stuck after 5 s, up to 1,048,576 of them.
  public static SupervisionSettings of(Strategy strategy, Intensity intensity) {
    return new SupervisionSettings(
        strategy, intensity, AutoShutdown.NEVER, Duration.ofSeconds(5), CHILDREN_MAX);
  }

  /// The same, which ends by itself as that says.
  public SupervisionSettings withAutoShutdown(AutoShutdown autoShutdown) {
    return new SupervisionSettings(strategy, intensity, autoShutdown, stuckAfter, childrenMax);
  }

  /// The same, with another time until a child is stuck.
  public SupervisionSettings withStuckAfter(Duration stuckAfter) {
    return new SupervisionSettings(strategy, intensity, autoShutdown, stuckAfter, childrenMax);
  }

  /// The same, with so many children at most.
  public SupervisionSettings withChildrenMax(int childrenMax) {
    return new SupervisionSettings(strategy, intensity, autoShutdown, stuckAfter, childrenMax);
  }
}
