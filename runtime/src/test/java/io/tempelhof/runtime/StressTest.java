package io.tempelhof.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Thousands of processes on two nodes that link, monitor, kill and leave each other, watched by
/// {@link Observer}s. Threads make every run a different one; the seed fixes what each process
/// tries.
class StressTest {
  private static final int VICTIMS_PER_NODE = 1_000;
  private static final int OBSERVERS_PER_NODE = 30;
  private static final int ACTIONS = 300;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void everyMonitorAndLinkFiresOnceAndOrderHolds(long seed) throws Exception {
    play(seed, 0);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {3, 4})
  void everyMonitorAndLinkFiresOnceAlsoWhenConnectionsBreak(long seed) throws Exception {
    play(seed, 20);
  }

  /// What the observers of one play share.
  private static final class Play {
    final long seed;
    final boolean lossless;
    final List<Pid> victims = new ArrayList<>();
    final LongAdder acted = new LongAdder();
    final CountDownLatch mayFinish = new CountDownLatch(1);
    final CountDownLatch mustBeQuiet = new CountDownLatch(1);

    Play(long seed, boolean lossless) {
      this.seed = seed;
      this.lossless = lossless;
    }
  }

  /// An observer at work.
  ///
  /// @param settled everything it watched has ended, and it has heard of it
  /// @param done nothing came after that
  private record Watching(Pid pid, CompletableFuture<Void> settled, CompletableFuture<Void> done) {}

  private void play(long seed, int breaks) throws Exception {
    var play = new Play(seed, breaks == 0);
    try (var wire = new Wire()) {
      var audience = new CompletableFuture<List<Pid>>();
      for (Wire.End end : wire.ends()) {
        for (int i = 0; i < VICTIMS_PER_NODE; i++) {
          var random = new SplittableRandom(seed * 10_000 + play.victims.size());
          play.victims.add(
              end.processes.spawn(self -> suffer(self, audience.get(), play.victims, random)));
        }
      }
      List<Watching> observers = new ArrayList<>();
      for (Wire.End end : wire.ends()) {
        for (int i = 0; i < OBSERVERS_PER_NODE; i++) {
          var random = new SplittableRandom(-seed * 10_000 - observers.size());
          observers.add(watch(end, play, random));
        }
      }
      audience.complete(observers.stream().map(Watching::pid).toList());
      long actions = (long) observers.size() * ACTIONS;
      for (int i = 0; i < breaks; i++) {
        long reached = i * actions / breaks;
        Stage.await(() -> play.acted.sum() > reached);
        wire.breakNow();
      }
      endAll(wire, play.victims);
      play.mayFinish.countDown();
      for (Watching observer : observers) {
        Stage.get(observer.settled);
      }
      Stage.await(wire::isQuiet);
      play.mustBeQuiet.countDown();
      for (Watching observer : observers) {
        Stage.get(observer.done);
      }
      assertNothingIsLeft(wire, seed);
    }
  }

  private static Watching watch(Wire.End end, Play play, SplittableRandom random) {
    var settled = new CompletableFuture<Void>();
    var done = new CompletableFuture<Void>();
    Pid pid =
        end.processes.spawn(self -> {
          try {
            var observer = new Observer(self, play.victims, random, play.lossless);
            observer.act(ACTIONS, play.acted);
            play.mayFinish.await();
            observer.settle(Stage.PATIENCE.dividedBy(2));
            settled.complete(null);
            play.mustBeQuiet.await();
            observer.expectNothingMore();
            done.complete(null);
          } catch (Throwable t) {
            var failure = new AssertionError("seed " + play.seed, t);
            settled.completeExceptionally(failure);
            done.completeExceptionally(failure);
          }
        });
    return new Watching(pid, settled, done);
  }

  private static void assertNothingIsLeft(Wire wire, long seed) {
    Stage.await(() -> living(wire) == 0);
    Stage.await(wire::isQuiet);
    for (Wire.End end : wire.ends()) {
      assertThat(end.relations.isEmpty())
          .as("nobody lives, so nothing relates the nodes; seed %d", seed)
          .isTrue();
      assertThat(end.processes.snapshot().crashed()).as("seed %d", seed).isZero();
    }
  }

  private static int living(Wire wire) {
    return wire.ends().stream().mapToInt(end -> end.processes.snapshot().processes()).sum();
  }

  /// Ends every victim, in case it still lives.
  private static void endAll(Wire wire, List<Pid> victims) throws Exception {
    for (Wire.End end : wire.ends()) {
      var done = new CompletableFuture<Void>();
      end.processes.spawn(self -> {
        for (Pid victim : victims) {
          if (victim.node().equals(self.node().atom())) {
            self.exit(victim, ExitReason.KILL);
          }
        }
        done.complete(null);
      });
      Stage.get(done);
    }
  }

  /// What a victim does: sends notes to observers, links itself to others of its kind, and now and
  /// then ends.
  private static void suffer(
      Self self, List<Pid> observers, List<Pid> victims, SplittableRandom random) {
    long[] notes = new long[observers.size()];
    self.trapExits(random.nextBoolean());
    for (int i = 0; i < 40; i++) {
      int observer = random.nextInt(observers.size());
      switch (random.nextInt(6)) {
        case 0, 1, 2 -> {
          notes[observer]++;
          self.send(observers.get(observer), new Observer.Note(self.pid(), notes[observer]));
        }
        case 3 -> self.unlink(victims.get(random.nextInt(victims.size())));
        case 4 -> self.link(victims.get(random.nextInt(victims.size())));
        default -> {
          if (random.nextInt(8) == 0) {
            self.exit(random.nextBoolean() ? Atom.of("normal") : Atom.of("tired"));
          }
        }
      }
    }
    Stage.idle(self);
  }
}
