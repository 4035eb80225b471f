package io.tempelhof.sim.cluster;

/// Frames sent, by what they carry.
///
/// @param user a user's signal
/// @param association a message between two associations
/// @param overlay a message of the overlay
/// @param ticks nothing
public record FrameCounts(long user, long association, long overlay, long ticks) {
  public static final FrameCounts NONE = new FrameCounts(0, 0, 0, 0);

  /// Every frame that carries no user signal.
  public long upkeep() {
    return association + overlay + ticks;
  }

  public FrameCounts plus(FrameCounts more) {
    return new FrameCounts(
        user + more.user,
        association + more.association,
        overlay + more.overlay,
        ticks + more.ticks);
  }

  public FrameCounts minus(FrameCounts fewer) {
    return new FrameCounts(
        user - fewer.user,
        association - fewer.association,
        overlay - fewer.overlay,
        ticks - fewer.ticks);
  }
}
