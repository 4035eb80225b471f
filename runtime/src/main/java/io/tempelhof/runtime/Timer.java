package io.tempelhof.runtime;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Something that will be sent at a time, set by {@link Self#sendAfter} and its like. Of use on any
/// thread.
///
/// A timer outlives the process that set it, but not the process it is meant for: when that ends,
/// so does the timer, and nothing comes of it. (One meant for a name is for whoever has the name
/// then, as in Erlang.)
public final class Timer {

  /// What happens when the time has come. Must not wait.
  interface Firing {
    /// @return false if it cannot be done yet and is to be tried again
    boolean fire();
  }

  // All of these are the business of Timers.
  final Firing firing;
  final @Nullable LocalProcess target;
  final long number;
  long deadline;

  private final Timers timers;

  Timer(Timers timers, Firing firing, @Nullable LocalProcess target, long number, long deadline) {
    this.timers = timers;
    this.firing = firing;
    this.target = target;
    this.number = number;
    this.deadline = deadline;
  }

  /// Stops it.
  ///
  /// @return how much time was left; empty if there was nothing to stop any more: it had fired
  ///   (then its message, if to a process of this node, has arrived by now), had been stopped
  ///   before, or its receiver has ended
  public Optional<Duration> cancel() {
    return timers.cancel(this);
  }

  /// How much time is left; empty as for {@link #cancel}.
  public Optional<Duration> left() {
    return timers.left(this);
  }
}
