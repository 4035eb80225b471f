package io.tempelhof.sim;

import static io.tempelhof.sim.Stage.MILLISECOND;
import static io.tempelhof.sim.Stage.SECOND;

import io.tempelhof.sim.cluster.SimAssociation;
import io.tempelhof.sim.cluster.SimNode;
import io.tempelhof.sim.engine.Machine;
import io.tempelhof.sim.measure.Talk;
import io.tempelhof.sim.network.Cut;
import io.tempelhof.sim.network.End;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/// Something goes wrong all the time, each time something else. In the end all of it is over, and
/// the cluster must come to rest.
final class Churn implements Act {
  private static final Duration LENGTH = Duration.ofMinutes(5);

  /// Each node is hit once in so long, on average.
  private static final long HIT_EVERY = 600 * SECOND;

  private static final long AFTERWARDS = 150 * SECOND;
  private static final long LAG = 200 * MILLISECOND;
  private static final long HOUR_MILLIS = 3_600_000;
  private static final int FLAPS = 5;

  /// What can happen.
  private enum Mishap {
    CRASH,
    SILENCE,
    LEAVE,
    PAUSE,
    CUT_OFF,
    CUT_ONE_WAY,
    SLOW,
    FLAP,
    RESET,
    HALF_OPEN,
    CLOCK
  }

  @Override
  public Talk play(Stage stage) {
    Chatter chatter = new Chatter(stage);
    chatter.begin();
    long end = stage.now() + stage.options.lengthOr(LENGTH);
    next(stage, end);
    stage.pass("churning", end);
    stage.passFor("coming to rest", AFTERWARDS);
    return chatter.end();
  }

  private static void next(Stage stage, long end) {
    long every = Math.max(MILLISECOND, HIT_EVERY / stage.options.nodes());
    long at = stage.now() + stage.random.nextLong(2 * every) + 1;
    if (at < end) {
      stage.world.at(
          at,
          () -> {
            Mishap[] mishaps = Mishap.values();
            List<SimNode> live = stage.cluster.live();
            if (live.size() > stage.options.nodes() / 2) {
              befall(stage.any(live), mishaps[stage.random.nextInt(mishaps.length)], stage);
            }
            next(stage, end);
          });
    }
  }

  private static void befall(SimNode node, Mishap mishap, Stage stage) {
    int number = stage.cluster.nodes().indexOf(node);
    Machine machine = node.machine();
    switch (mishap) {
      case CRASH -> {
        stage.crash(node);
        later(stage, between(stage, 100, 30_000), () -> stage.start(number));
      }
      case SILENCE -> {
        stage.silence(node);
        later(stage, between(stage, 5_000, 60_000), () -> stage.start(number));
      }
      case LEAVE -> {
        boolean isSeed = number < Stage.SEEDS; // its address is in everybody's settings
        stage.leave(node);
        later(stage, SECOND, () -> stage.start(isSeed ? number : stage.cluster.nodes().size()));
      }
      case PAUSE -> {
        long time = between(stage, 1_000, 60_000);
        machine.pause(time);
        stage.excuses.pause(machine, stage.now() + time);
      }
      case CUT_OFF -> cut(Cut.off(List.of(machine)), between(stage, 1_000, 30_000), stage);
      case CUT_ONE_WAY -> {
        List<Machine> few =
            stage.some(Math.max(1, stage.options.nodes() / 20), stage.cluster.live()).stream()
                .map(SimNode::machine)
                .toList();
        Cut cut = Cut.oneWay(List.of(machine), few);
        stage.network.cut(cut);
        later(stage, between(stage, 1_000, 30_000), () -> stage.network.heal(cut));
      }
      case SLOW -> {
        machine.lag(LAG);
        later(stage, between(stage, 5_000, 30_000), () -> machine.lag(0));
      }
      case FLAP -> {
        for (int i = 0; i < FLAPS; i++) {
          later(stage, 2L * i * SECOND, () -> cut(Cut.off(List.of(machine)), SECOND, stage));
        }
      }
      case RESET -> onSomeConnection(node, stage, stage.network::reset);
      case HALF_OPEN -> onSomeConnection(node, stage, stage.network::sever);
      case CLOCK -> machine.setClockBy(stage.random.nextBoolean() ? HOUR_MILLIS : -HOUR_MILLIS);
    }
  }

  private static void cut(Cut cut, long time, Stage stage) {
    stage.network.cut(cut);
    stage.excuses.cut(cut, stage.now() + time);
    later(stage, time, () -> stage.network.heal(cut));
  }

  private static void onSomeConnection(SimNode node, Stage stage, Consumer<End> act) {
    List<End> ends =
        node.associations().stream()
            .filter(SimAssociation::isUp)
            .map(SimAssociation::upEnd)
            .filter(Objects::nonNull)
            .toList();
    if (!ends.isEmpty()) {
      act.accept(ends.get(stage.random.nextInt(ends.size())));
    }
  }

  private static long between(Stage stage, int minMillis, int maxMillis) {
    return MILLISECOND * (minMillis + stage.random.nextInt(maxMillis - minMillis));
  }

  private static void later(Stage stage, long after, Runnable act) {
    stage.world.at(stage.now() + after, act);
  }
}
