package io.tempelhof.sim;

/// Wakes a step machine at its deadline. A deadline that moves back costs nothing until the old one
/// comes: most deadlines move with every step and few are ever reached.
final class Alarm {
  /// A machine woken this often in one instant will never move its deadline.
  private static final int WAKES_PER_INSTANT_MAX = 1_000;

  /// The machine that is woken.
  interface Sleeper {
    /// {@link Long#MAX_VALUE} for never.
    long nextDeadline();

    void wake();
  }

  private final World world;
  private final Machine machine;
  private final Sleeper sleeper;
  private long due = Long.MAX_VALUE;
  private long lastRang = Long.MIN_VALUE;
  private int wakes;
  private boolean waking;
  private boolean off;

  /// @param machine on which the sleeper lives
  Alarm(World world, Machine machine, Sleeper sleeper) {
    this.world = world;
    this.machine = machine;
    this.sleeper = sleeper;
  }

  /// To be called after every step of the machine.
  void set() {
    long deadline = Math.max(sleeper.nextDeadline(), world.now());
    if (deadline < due && !waking && !off) {
      due = deadline;
      world.at(deadline, () -> ring(deadline));
    }
  }

  /// Never wakes it again.
  void stop() {
    off = true;
  }

  private void ring(long at) {
    if (off || at != due) {
      return;
    }
    due = Long.MAX_VALUE;
    if (sleeper.nextDeadline() <= at) {
      wakes = at == lastRang ? wakes + 1 : 0;
      lastRang = at;
      if (wakes > WAKES_PER_INSTANT_MAX) {
        throw new IllegalStateException("the deadline of " + sleeper + " does not move");
      }
      waking = true;
      machine.turn(this::wake);
    } else {
      set();
    }
  }

  private void wake() {
    waking = false;
    if (!off) {
      sleeper.wake();
      set();
    }
  }
}
