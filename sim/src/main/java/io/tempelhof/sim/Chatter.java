package io.tempelhof.sim;

import io.tempelhof.sim.cluster.SimNode;
import io.tempelhof.sim.measure.Talk;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Programs that talk while things happen. Each of some callers sends numbered signals to a worker
/// on another node, which it monitors and is linked to; told that the worker is gone, it turns to
/// another one.
final class Chatter {
  private static final int CALLERS_MAX = 1_000;
  private static final long PAUSE = 2 * Stage.SECOND;

  /// What may still be on its way when all have fallen silent.
  private static final long CALM = 30 * Stage.SECOND;

  private static final long LAST_WORDS = 15 * Stage.SECOND;

  private final Stage stage;
  private final long pause;
  private boolean over;

  Chatter(Stage stage) {
    this(stage, PAUSE);
  }

  /// @param pause between two signals of a caller, at most
  Chatter(Stage stage, long pause) {
    this.stage = stage;
    this.pause = pause;
  }

  void begin() {
    int callers = Math.min(CALLERS_MAX, stage.options.nodes());
    for (int i = 0; i < callers; i++) {
      later(() -> next(null, null));
    }
  }

  private void later(Runnable turn) {
    stage.world.at(stage.now() + stage.random.nextLong(pause) + 1, turn);
  }

  /// One caller's turn.
  private void next(@Nullable SimNode caller, @Nullable SimNode partner) {
    if (over) {
      return;
    }
    List<SimNode> live = stage.cluster.live();
    if (live.size() < 2) {
      later(() -> next(null, null));
    } else if (caller == null || !caller.isAlive()) {
      SimNode another = stage.any(live);
      begin(another, stage.otherThan(another, live));
    } else if (partner == null || !caller.program().isAttached(partner)) {
      begin(caller, stage.otherThan(caller, live));
    } else {
      caller.machine().turn(() -> say(caller, partner));
      later(() -> next(caller, partner));
    }
  }

  private void begin(SimNode caller, SimNode partner) {
    caller
        .machine()
        .turn(() -> {
          if (caller.isAlive()) {
            caller.program().attach(partner);
            caller.program().say(partner);
          }
        });
    later(() -> next(caller, partner));
  }

  /// Its turn may come late: what it was told in between counts.
  private static void say(SimNode caller, SimNode partner) {
    if (caller.isAlive() && caller.program().isAttached(partner)) {
      caller.program().say(partner);
    }
  }

  /// All fall silent; when everything has arrived every worker ends, so that every monitor and link
  /// that is left must fire.
  Talk end() {
    over = true;
    stage.passFor("calming down", CALM);
    for (SimNode node : stage.cluster.live()) {
      node.program().endWorker();
    }
    stage.passFor("last words", LAST_WORDS);
    return Talk.of(stage.cluster, true);
  }
}
