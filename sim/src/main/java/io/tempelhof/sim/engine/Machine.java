package io.tempelhof.sim.engine;

import io.tempelhof.core.overlay.FailureDomain;
import java.util.ArrayDeque;
import java.util.Deque;

/// A host with one JVM on it, in which some nodes live. Whatever reaches one of them, a frame, a
/// step of a handshake, an alarm, takes a turn of the JVM, first come, first served. So where much
/// happens at once everything is late, and while the JVM stands still (garbage collection, {@code
/// SIGSTOP}) everything waits, though the kernel goes on and still accepts connections.
public final class Machine {
  private final World world;
  private final int number;
  private final FailureDomain domain;
  private final int zone;
  private final long turnNanos;
  private final Deque<Runnable> waiting = new ArrayDeque<>(1);
  private boolean on = true;
  private long freeAt = Long.MIN_VALUE;
  private long pausedUntil = Long.MIN_VALUE;
  private long lagNanos;
  private long clockMillis;

  /// @param number tells it from every other one, counted from 0
  /// @param domain what its nodes say of where they are
  /// @param zone where it really is
  /// @param turnNanos how long a turn takes; 0 for a machine that is never busy
  public Machine(World world, int number, FailureDomain domain, int zone, long turnNanos) {
    this.world = world;
    this.number = number;
    this.domain = domain;
    this.zone = zone;
    this.turnNanos = turnNanos;
  }

  /// One that is never busy and declares nothing.
  public Machine(World world, int number) {
    this(world, number, FailureDomain.UNDECLARED, 0, 0);
  }

  public int number() {
    return number;
  }

  public FailureDomain domain() {
    return domain;
  }

  public int zone() {
    return zone;
  }

  /// Whether it has power: a machine without answers nothing, tells nobody.
  public boolean isOn() {
    return on;
  }

  /// Cuts its power, with all that waited for its turn. Its nodes are the caller's matter.
  public void switchOff() {
    on = false;
    waiting.clear();
  }

  public void switchOn() {
    on = true;
  }

  /// The JVM stands still for so long from now on.
  public void pause(long nanos) {
    pausedUntil = Math.max(pausedUntil, world.now() + nanos);
  }

  public boolean isPaused() {
    return world.now() < pausedUntil;
  }

  /// Everything that leaves it or reaches it takes so much longer, each way.
  public void lag(long nanos) {
    lagNanos = nanos;
  }

  public long lag() {
    return lagNanos;
  }

  /// Its wall clock is set by so much; nodes that start later go by it.
  public void setClockBy(long millis) {
    clockMillis += millis;
  }

  /// How much its wall clock differs from the right time.
  public long clockMillis() {
    return clockMillis;
  }

  /// Whether work is done at once.
  public boolean isFree() {
    return turnNanos == 0 && waiting.isEmpty() && world.now() >= pausedUntil;
  }

  /// Lets the work be done when its turn has come.
  public void turn(Runnable work) {
    if (isFree()) {
      work.run();
    } else {
      waiting.add(work);
      if (waiting.size() == 1) {
        await();
      }
    }
  }

  private void await() {
    freeAt = Math.max(Math.max(freeAt, world.now()) + turnNanos, pausedUntil);
    world.at(freeAt, this::next);
  }

  private void next() {
    if (world.now() != freeAt || waiting.isEmpty()) {
      return; // the power was cut meanwhile
    }
    while (!waiting.isEmpty() && !isPaused()) {
      waiting.element().run();
      waiting.poll();
      if (turnNanos > 0) {
        break;
      }
    }
    if (!waiting.isEmpty()) {
      await();
    }
  }

  @Override
  public String toString() {
    return "m" + number;
  }
}
