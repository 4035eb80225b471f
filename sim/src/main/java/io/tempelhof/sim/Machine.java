package io.tempelhof.sim;

/// The processor that some nodes share. Whatever reaches one of them, a frame, a step of a
/// handshake, an alarm, takes a turn of it, first come, first served; so where much happens at once
/// everything is late.
final class Machine {
  private final World world;
  private final long turnNanos;
  private long freeAt;

  /// @param turnNanos how long a turn takes; 0 for a machine that is never busy
  Machine(World world, long turnNanos) {
    this.world = world;
    this.turnNanos = turnNanos;
  }

  /// Lets the work be done when its turn has come.
  void turn(Runnable work) {
    if (turnNanos == 0) {
      work.run();
    } else {
      freeAt = Math.max(freeAt, world.now()) + turnNanos;
      world.at(freeAt, work);
    }
  }
}
