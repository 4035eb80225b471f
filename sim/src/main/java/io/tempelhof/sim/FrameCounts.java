package io.tempelhof.sim;

/// Frames sent, by what they carry.
///
/// @param user a user's signal
/// @param association a message between two associations
/// @param overlay a message of the overlay
/// @param ticks nothing
record FrameCounts(long user, long association, long overlay, long ticks) {
  static final FrameCounts NONE = new FrameCounts(0, 0, 0, 0);

  /// Every frame that carries no user signal.
  long upkeep() {
    return association + overlay + ticks;
  }

  FrameCounts plus(FrameCounts more) {
    return new FrameCounts(
        user + more.user,
        association + more.association,
        overlay + more.overlay,
        ticks + more.ticks);
  }

  FrameCounts minus(FrameCounts fewer) {
    return new FrameCounts(
        user - fewer.user,
        association - fewer.association,
        overlay - fewer.overlay,
        ticks - fewer.ticks);
  }
}
