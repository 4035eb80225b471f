package io.tempelhof.sim.engine;

/// Wakes a step machine at its deadline. A deadline that moves back costs nothing until the old one
/// comes: most deadlines move with every step and few are ever reached.
public final class Alarm implements Runnable {
  /// A machine woken this often in one instant will never move its deadline.
  private static final int WAKES_PER_INSTANT_MAX = 1_000;

  /// The step machine that is woken.
  public interface Sleeper {
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
  public Alarm(World world, Machine machine, Sleeper sleeper) {
    this.world = world;
    this.machine = machine;
    this.sleeper = sleeper;
  }

  /// To be called after every step of the step machine.
  public void set() {
    long deadline = Math.max(sleeper.nextDeadline(), world.now());
    if (deadline < due && !waking && !off) {
      due = deadline;
      world.at(deadline, this);
    }
  }

  /// Never wakes it again.
  public void stop() {
    off = true;
  }

  /// Rings. An alarm that was set to an earlier time meanwhile is still in the queue for the later
  /// one: then this is no time it is due.
  @Override
  public void run() {
    long now = world.now();
    if (off || now != due) {
      return;
    }
    due = Long.MAX_VALUE;
    if (sleeper.nextDeadline() > now) {
      set();
      return;
    }
    wakes = now == lastRang ? wakes + 1 : 0;
    lastRang = now;
    if (wakes > WAKES_PER_INSTANT_MAX) {
      throw new IllegalStateException("the deadline of " + sleeper + " does not move");
    }
    waking = true;
    if (machine.isFree()) {
      wake();
    } else {
      machine.turn(this::wake);
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
