package io.tempelhof.sim;

import static io.tempelhof.sim.Stage.MILLISECOND;
import static io.tempelhof.sim.Stage.SECOND;

import io.tempelhof.sim.cluster.SimAssociation;
import io.tempelhof.sim.cluster.SimNode;
import io.tempelhof.sim.measure.Talk;
import java.util.ArrayList;
import java.util.List;

/// Connections are closed and opened again, many times, while programs talk, monitor, link, and
/// processes end; everything happens within a few milliseconds, about as long as a frame takes, so
/// that closes cross with whatever else goes on at every frame.
final class Closes implements Act {
  private static final long MOMENT = 8 * MILLISECOND;

  /// Who has just spoken refuses to close: half of the rounds come too early for that.
  private static final long PAUSE = 600 * MILLISECOND;

  private static final int ROUNDS_PER_CLOSE_MAX = 20;

  /// The longest idle time, to which connections come that are opened again and again.
  private static final long CALM = 1_120 * SECOND;

  private static final long LAST_WORDS = 15 * SECOND;

  private record Pair(SimNode one, SimNode other) {}

  private final List<Pair> pairs = new ArrayList<>();
  private long roundsLeft;
  private boolean over;

  @Override
  public Talk play(Stage stage) {
    long count = stage.options.closes();
    findPairs(stage);
    roundsLeft = ROUNDS_PER_CLOSE_MAX * count;
    for (Pair pair : pairs) {
      next(pair, stage);
    }
    while (stage.cluster.idleClosed() < count && roundsLeft > 0) {
      stage.passFor("opening and closing", SECOND);
    }
    over = true;
    stage.passFor("calming down", CALM);
    stage.invariants.fallenBack(stage.cluster.nodes());
    long closed = stage.cluster.idleClosed();
    long resets = stage.cluster.resets();
    stage.invariants.require(
        closed >= count, "closes", () -> "%d of %d, from %s".formatted(closed, count, pairs));
    stage.invariants.require(resets == 0, "reset", () -> resets + " ends saw a break");
    stage.findings.asleep(stage.cluster.nodes());
    stage.cluster.nodes().forEach(node -> node.program().endWorker());
    stage.passFor("last words", LAST_WORDS);
    return Talk.of(stage.cluster, true);
  }

  /// Those that are no peers: the connections of others are not closed.
  private void findPairs(Stage stage) {
    List<SimNode> nodes = stage.cluster.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      for (int j = 0; j < i; j++) {
        SimAssociation association = nodes.get(i).find(nodes.get(j).name());
        if (association == null || !association.isPeer()) {
          pairs.add(new Pair(nodes.get(i), nodes.get(j)));
        }
      }
    }
    if (pairs.isEmpty()) {
      roundsLeft = 0;
    }
  }

  private void next(Pair pair, Stage stage) {
    stage.world.at(stage.now() + 1 + stage.random.nextLong(4 * PAUSE), () -> round(pair, stage));
  }

  private void round(Pair pair, Stage stage) {
    if (over || --roundsLeft < 0) {
      return;
    }
    boolean turned = stage.random.nextBoolean();
    SimNode first = turned ? pair.one : pair.other;
    SimNode second = turned ? pair.other : pair.one;
    for (int i = stage.random.nextInt(3); i >= 0; i--) {
      soon(() -> first.program().say(second), stage);
    }
    if (stage.random.nextInt(3) == 0) {
      soon(() -> second.program().say(first), stage);
    }
    if (stage.random.nextInt(16) == 0) {
      soon(() -> first.program().attach(second), stage);
    }
    if (stage.random.nextInt(256) == 0) {
      soon(second.program()::replaceWorker, stage);
    }
    if (stage.random.nextInt(3) > 0) {
      soon(() -> collect(first, second), stage);
    }
    if (stage.random.nextInt(3) > 0) {
      soon(() -> collect(second, first), stage);
    }
    next(pair, stage);
  }

  private static void soon(Runnable act, Stage stage) {
    stage.world.at(stage.now() + stage.random.nextLong(MOMENT), act);
  }

  private static void collect(SimNode one, SimNode other) {
    SimAssociation association = one.find(other.name());
    if (association != null) {
      association.collect();
    }
  }
}
