package io.tempelhof.core.association;

/// What may go wrong in a {@link FaultyNetwork}; probabilities from 0 to 1.
///
/// @param latencyNanos the longest an ordinary frame takes
/// @param stall that a frame takes up to a second instead
/// @param reset per frame: the connection is reset, what is on its way may get lost
/// @param cut per frame: from now on everything vanishes, and nobody is told
/// @param dialFails that a dial comes to nothing
/// @param bothThrough that the handshake lets crossed dials, or a second connection, through
/// @param restart per action of a node: it dies and comes back as a new incarnation
/// @param unwritable that a message has no form on its connection, and is dropped
/// @param unrelayed that a message by way of other nodes does not arrive
/// @param byways that what is dialled turns out to be a byway
/// @param extended both ends speak association messages
record Faults(
    long latencyNanos,
    double stall,
    double reset,
    double cut,
    double dialFails,
    double bothThrough,
    double restart,
    double unwritable,
    double unrelayed,
    double byways,
    boolean extended) {

  private static final long MILLI = 1_000_000;

  static final Faults NONE = new Faults(50 * MILLI, 0.02, 0, 0, 0, 0.3, 0, 0.01, 0.1, 0.2, true);
  static final Faults RESETS =
      new Faults(50 * MILLI, 0.02, 0.02, 0, 0.05, 0.3, 0, 0.01, 0.1, 0.2, true);
  static final Faults EVERYTHING =
      new Faults(50 * MILLI, 0.05, 0.01, 0.002, 0.05, 0.3, 0.001, 0.01, 0.1, 0.2, true);
  static final Faults ERLANG =
      new Faults(50 * MILLI, 0.05, 0.01, 0, 0.05, 0, 0.001, 0, 0.1, 0, false);

  /// Whether signals may get lost.
  boolean areLossy() {
    return reset > 0 || cut > 0 || dialFails > 0 || restart > 0;
  }

  Faults healed() {
    return new Faults(latencyNanos, 0, 0, 0, 0, bothThrough, 0, 0, 0, byways, extended);
  }
}
