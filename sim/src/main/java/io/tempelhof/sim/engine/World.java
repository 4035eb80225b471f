package io.tempelhof.sim.engine;

import java.util.SplittableRandom;

/// One world: a clock that jumps from event to event, and one seed from which every choice in it
/// flows. Everything runs on the thread that calls {@link #run}.
public final class World {
  private final EventQueue queue = new EventQueue();
  private final Trace trace = new Trace();
  private final SplittableRandom root;
  private long now;
  private long happened;

  public World(long seed) {
    root = new SplittableRandom(seed);
  }

  /// The virtual time in nanoseconds since the world began.
  public long now() {
    return now;
  }

  /// How many events are still to happen, those counted that have lost their meaning.
  public int waiting() {
    return queue.size();
  }

  /// How many events have happened.
  public long happened() {
    return happened;
  }

  public Trace trace() {
    return trace;
  }

  /// A source of choices of its own: what one part draws does not disturb the others.
  public SplittableRandom random() {
    return root.split();
  }

  /// Lets the event happen at that time, after everything already due then.
  ///
  /// @throws IllegalArgumentException if the time has passed
  public void at(long time, Runnable event) {
    if (time < now) {
      throw new IllegalArgumentException("an event at %d, but it is %d".formatted(time, now));
    }
    queue.add(time, event);
  }

  /// Lets everything happen that is due until that time, which it is afterwards.
  public void run(long until) {
    while (queue.nextTime() <= until) {
      now = queue.nextTime();
      Runnable event = queue.poll();
      happened++;
      trace.mix(now);
      event.run();
    }
    now = Math.max(now, until);
  }
}
