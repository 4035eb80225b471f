package io.tempelhof.runtime.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.supervise.Intensity;
import io.tempelhof.core.supervise.Shutdown;
import io.tempelhof.core.supervise.Strategy;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.runtime.Stage;
import io.tempelhof.runtime.behaviour.Startable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Random trees of real processes, some of them slow to end, under random kills: there are never
/// two processes for one child, all run again in the end, and nothing outlives the root.
class SupervisorTreesTest {
  private static final int SEEDS = 12;
  private static final int KILLS = 60;
  private static final Intensity EVER = Intensity.of(1_000_000, Duration.ofSeconds(1));
  private static final List<Strategy> STRATEGIES =
      List.of(Strategy.ONE_FOR_ONE, Strategy.ONE_FOR_ALL, Strategy.REST_FOR_ONE);

  /// What can be seen of a child over all its processes.
  private static final class Leaf {
    final AtomicInteger alive = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    final AtomicReference<Pid> pid = new AtomicReference<>();
  }

  private final List<Leaf> leaves = new ArrayList<>();

  private Supervisor tree(SplittableRandom random, int depth) {
    List<ChildSpec> children = new ArrayList<>();
    for (int i = 0; i < 2 + random.nextInt(3); i++) {
      children.add(
          depth < 2 && random.nextInt(3) == 0
              ? ChildSpec.of("tree" + i, tree(random, depth + 1))
              : leaf("leaf" + i, random.nextInt(4) == 0, random.nextBoolean()));
    }
    return Supervisor.of(STRATEGIES.get(random.nextInt(STRATEGIES.size())), EVER, children);
  }

  private ChildSpec leaf(String id, boolean slow, boolean brutal) {
    Leaf leaf = new Leaf();
    leaves.add(leaf);
    Startable startable =
        Startable.process(self -> {
          leaf.most.accumulateAndGet(leaf.alive.incrementAndGet(), Math::max);
          try {
            leaf.pid.set(self.pid()); // it may have been killed already
            Stage.idle(self);
          } finally {
            if (slow) {
              linger();
            }
            leaf.alive.decrementAndGet();
          }
        });
    return ChildSpec.of(id, startable)
        .shutdown(brutal ? Shutdown.brutalKill() : Shutdown.within(Duration.ofMillis(1)));
  }

  /// Ends some milliseconds late.
  private static void linger() {
    try {
      var _ = new CountDownLatch(1).await(3, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void comeToRestWhateverIsKilled() throws Exception {
    for (int seed = 0; seed < SEEDS; seed++) {
      leaves.clear();
      SplittableRandom random = new SplittableRandom(seed);
      try (Stage stage = new Stage(false)) {
        Pid root = tree(random, 0).start(stage.processes);
        stage.run(self -> {
          for (int i = 0; i < KILLS; i++) {
            Pid victim = leaves.get(random.nextInt(leaves.size())).pid.get();
            if (victim != null) {
              self.exit(victim, random.nextBoolean() ? ExitReason.KILL : Atom.of("mishap"));
            }
          }
          return true;
        });
        Stage.await(() ->
            leaves.stream()
                .allMatch(leaf -> {
                  Pid pid = leaf.pid.get();
                  return leaf.alive.get() == 1
                      && pid != null
                      && stage.processes.info(pid).isPresent();
                }));
        stage.run(self -> {
          SupervisorRef.to(root).stop(self, Atom.of("shutdown"));
          return true;
        });
        Stage.await(() -> stage.processes.list().isEmpty());
      } catch (Exception | AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
      assertThat(leaves).as("seed %d", seed).allMatch(leaf -> leaf.alive.get() == 0);
      assertThat(leaves).as("seed %d", seed).allMatch(leaf -> leaf.most.get() == 1);
    }
  }
}
