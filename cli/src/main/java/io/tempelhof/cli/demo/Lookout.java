package io.tempelhof.cli.demo;

import io.tempelhof.cli.console.CommandFailure;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/// Looks at the fleet again and again, shows how it stands, and has it added up, until what is
/// waited for is there.
final class Lookout {
  private final Fleet fleet;
  private final Screen screen;
  private final Tally tally;
  private final CountDownLatch stopped;

  /// @param stopped ends the waiting with a {@link CommandFailure}
  Lookout(Fleet fleet, Screen screen, Tally tally, CountDownLatch stopped) {
    this.fleet = fleet;
    this.screen = screen;
    this.tally = tally;
    this.stopped = stopped;
  }

  /// What there is to see now.
  Snapshot look() throws InterruptedException {
    Snapshot now = fleet.look();
    tally.seen(now);
    return now;
  }

  /// To look for at most so long.
  ///
  /// @param first where the phase began
  Watch watch(Phase phase, Snapshot first, Duration within, Duration every) {
    return new Watch(phase, first, within, every);
  }

  /// A part of a phase.
  final class Watch {
    private final Phase phase;
    private final Snapshot first;
    private final Duration within;
    private final Duration every;
    private Duration after = Duration.ZERO;
    private Function<Snapshot, String> doing = _ -> "";

    private Watch(Phase phase, Snapshot first, Duration within, Duration every) {
      this.phase = phase;
      this.first = first;
      this.within = within;
      this.every = every;
    }

    /// What is going on, in a few words.
    Watch saying(Function<Snapshot, String> words) {
      doing = words;
      return this;
    }

    /// Not before so long: looking at hundreds of nodes takes processor time from what is looked
    /// at.
    Watch after(Duration pause) {
      after = pause;
      return this;
    }

    /// The last snapshot within the time.
    Snapshot toTheEnd() throws InterruptedException {
      return until(_ -> false);
    }

    /// The first snapshot that has what is wanted, or the last one within the time.
    Snapshot until(Predicate<Snapshot> wanted) throws InterruptedException {
      long deadline = System.nanoTime() + within.toNanos();
      long next = System.nanoTime() + after.toNanos();
      pauseUntil(next);
      while (true) {
        Snapshot now = look();
        screen.progress(PhaseRow.of(phase, first, now), doing.apply(now), now.atNanos());
        if (wanted.test(now)) {
          return now;
        }
        next = Math.max(next + every.toNanos(), System.nanoTime());
        pauseUntil(Math.min(next, deadline));
        if (next > deadline) {
          return now;
        }
      }
    }
  }

  private void pauseUntil(long nanos) throws InterruptedException {
    if (stopped.await(nanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      throw CommandFailure.unavailable("stopped");
    }
  }
}
