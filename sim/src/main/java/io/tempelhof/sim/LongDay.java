package io.tempelhof.sim;

import static io.tempelhof.sim.Stage.MILLISECOND;
import static io.tempelhof.sim.Stage.SECOND;

import io.tempelhof.sim.cluster.SimNode;
import io.tempelhof.sim.measure.Talk;
import java.time.Duration;
import java.util.List;

/// A day on which packets are lost and JVMs stand still for up to two seconds, each some hundred
/// times. Once an hour a node dies and is replaced a minute later. Nobody else may be taken for
/// dead.
final class LongDay implements Act {
  private static final Duration LENGTH = Duration.ofHours(24);
  private static final long PAUSE_MAX = 2 * SECOND;

  /// Each JVM stands still once in so long, on average.
  private static final long PAUSE_EVERY = 600 * SECOND;

  private static final long PAUSE_BETWEEN_WORDS = 40 * SECOND;
  private static final long DEATH_EVERY = 3_600 * SECOND;
  private static final long AWAY = 60 * SECOND;
  private static final long AFTERWARDS = 60 * SECOND;

  @Override
  public Talk play(Stage stage) {
    Chatter chatter = new Chatter(stage, PAUSE_BETWEEN_WORDS);
    chatter.begin();
    long end = stage.now() + stage.options.lengthOr(LENGTH);
    pauseNext(stage, end);
    dieNext(stage, end);
    stage.pass("a long day", end);
    stage.passFor("evening", AFTERWARDS);
    return chatter.end();
  }

  private static void pauseNext(Stage stage, long end) {
    long every = Math.max(MILLISECOND, PAUSE_EVERY / stage.options.nodes());
    long at = stage.now() + stage.random.nextLong(2 * every) + 1;
    if (at < end) {
      stage.world.at(
          at,
          () -> {
            SimNode node = stage.any(stage.cluster.nodes());
            node.machine().pause(stage.random.nextLong(PAUSE_MAX));
            pauseNext(stage, end);
          });
    }
  }

  private static void dieNext(Stage stage, long end) {
    long at = stage.now() + DEATH_EVERY / 2 + stage.random.nextLong(DEATH_EVERY);
    if (at + AWAY < end) {
      stage.world.at(
          at,
          () -> {
            List<SimNode> live = stage.cluster.live();
            SimNode node = stage.any(live);
            int number = stage.cluster.nodes().indexOf(node);
            if (stage.random.nextBoolean()) {
              stage.silence(node);
            } else {
              stage.crash(node);
            }
            stage.world.at(stage.now() + AWAY, () -> stage.start(number));
            dieNext(stage, end);
          });
    }
  }
}
