package io.tempelhof.sim;

import static io.tempelhof.sim.Stage.MILLISECOND;
import static io.tempelhof.sim.Stage.SECOND;

import io.tempelhof.sim.cluster.SimNode;
import io.tempelhof.sim.measure.Talk;
import java.time.Duration;

/// Every node is started again under its name: by turns it crashes and is back within 100 ms, or
/// says goodbye and is back after two seconds. Some come back with a clock that was set back.
final class RollingRestart implements Act {
  private static final Duration LENGTH = Duration.ofSeconds(100);
  private static final long AT_ONCE = 100 * MILLISECOND;
  private static final long LATER = 2 * SECOND;

  private static final long AFTERWARDS = 60 * SECOND;
  private static final long HOUR_MILLIS = 3_600_000;
  private static final int CLOCK_SET_EVERY = 10;

  @Override
  public Talk play(Stage stage) {
    Chatter chatter = new Chatter(stage);
    chatter.begin();
    int nodes = stage.options.nodes();
    long length = stage.options.lengthOr(LENGTH);
    long from = stage.now();
    for (int i = 0; i < nodes; i++) {
      int number = i;
      stage.world.at(from + length / nodes * i + 1, () -> restart(number, stage));
    }
    stage.pass("restarting", from + length);
    stage.passFor("settling again", AFTERWARDS);
    return chatter.end();
  }

  private static void restart(int number, Stage stage) {
    SimNode node = stage.cluster.nodes().get(number);
    if (number % CLOCK_SET_EVERY == CLOCK_SET_EVERY - 1) {
      node.machine().setClockBy(-HOUR_MILLIS);
    }
    if (number % 2 == 0) {
      stage.crash(node);
      stage.world.at(stage.now() + AT_ONCE, () -> stage.start(number));
    } else {
      stage.leave(node);
      stage.world.at(stage.now() + LATER, () -> stage.start(number));
    }
  }
}
