package io.tempelhof.core.overlay;

/// How a connection came to be, as far as the overlay is concerned.
public enum Opening {
  /// The other end dialled, or somebody here who has a use for it.
  BY_OTHERS,
  /// The overlay asked for it ({@link Overlay#nextDial}) and nobody else waits for it: it is
  /// released when it has served.
  FOR_OVERLAY,
  /// It leads to a seed: the node joins, or joins again, by way of it. Released when it has served.
  AS_ENTRY
}
