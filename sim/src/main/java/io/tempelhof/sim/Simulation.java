package io.tempelhof.sim;

import static io.tempelhof.sim.Stage.SECOND;

import io.tempelhof.sim.cluster.FrameCounts;
import io.tempelhof.sim.cluster.SimNode;
import io.tempelhof.sim.measure.Degree;
import io.tempelhof.sim.measure.Invariants;
import io.tempelhof.sim.measure.Lookups;
import io.tempelhof.sim.measure.Talk;
import java.util.List;
import java.util.function.Consumer;

/// One run, from the first node's start to the report: the cluster forms, is looked at while
/// nothing happens, goes through what the scenario has in store for it, and is looked at again.
public final class Simulation {
  /// The bars on degree hold that long after the last change.
  private static final long SETTLING = 60 * SECOND;

  private static final long WINDOW = 60 * SECOND;
  private static final long LOOKING = 50 * SECOND;
  private static final long WHOLE_WITHIN = 120 * SECOND;
  private static final int LOOKUPS_MIN = 500;

  /// How long a lookup may take.
  private static final long LOOKUP = 6 * SECOND;

  /// Two ends agree on what their connection is within that time.
  private static final long AGREEMENT = 2 * SECOND;

  /// So often event logs that differ are looked at again.
  private static final int AGREEING_MAX = 20;

  private final Stage stage;
  private final SimOptions options;

  private Simulation(SimOptions options, Consumer<Progress> progress) {
    this.options = options;
    stage = new Stage(options, progress);
  }

  /// Runs it to the end on the calling thread.
  public static Report run(SimOptions options, Consumer<Progress> progress) {
    return new Simulation(options, progress).run();
  }

  private Report run() {
    long lastJoin = arrive();
    double joined = stage.untilWhole("joining", lastJoin, WHOLE_WITHIN);
    double joinedSeconds = (lastJoin + joined * Stage.MILLISECOND) / SECOND;
    if (options.scenario() != Scenario.STEADY) {
      stage.invariants.within(
          "join", "seconds until whole", joinedSeconds, stage.bars.joinSeconds());
    }
    stage.pass("settling", lastJoin + SETTLING);
    Report.Stable stable = window(joinedSeconds);
    Talk talk = Act.of(options.scenario()).play(stage);
    conclude(talk);
    return new Report(
        options,
        stage.bars,
        stage.now() / 1e9,
        stage.world.happened(),
        stage.world.trace().toString(),
        atTheEnd(stable),
        stage.findings.report(stage.deaths, stage.cluster.resets()),
        stage.findings.sleep(),
        talk,
        stage.invariants.violations());
  }

  /// Lets the nodes start; answers when the last one does.
  private long arrive() {
    stage.found();
    long last = stage.now();
    for (int number = stage.cluster.nodes().size(); number < options.nodes(); number++) {
      long at =
          options.scenario() == Scenario.STEADY ? inTurn(number) : stage.random.nextLong(SECOND);
      stage.world.at(at, () -> stage.start(stage.cluster.nodes().size()));
      last = Math.max(last, at);
    }
    stage.pass("joining", last);
    return last;
  }

  /// Ten nodes per second, more in great clusters, so that no run takes longer than 100 s to form.
  private long inTurn(int number) {
    long perSecond = Math.max(10, options.nodes() / 100);
    return (number + 1) * SECOND / perSecond;
  }

  /// The 60 s before anything befalls the cluster.
  private Report.Stable window(double joinedSeconds) {
    List<SimNode> nodes = stage.cluster.nodes();
    FrameCounts before = sent();
    long begin = stage.now();
    Degree peers = Degree.peers(nodes);
    Lookups lookups = lookUp(begin);
    stage.pass("stable", begin + WINDOW);
    stage.invariants.lookups(lookups);
    stage.invariants.hops(lookups);
    stage.invariants.degree(peers);
    seedsAreNoHubs();
    FrameCounts frames = sent().minus(before);
    double nodeSeconds = (double) options.nodes() * WINDOW / SECOND;
    stage.invariants.frames(frames.upkeep() / nodeSeconds);
    return new Report.Stable(
        joinedSeconds,
        peers.mean(),
        peers.max(),
        Double.NaN,
        lookups.success(),
        lookups.hopsMean(),
        lookups.hopsMax(),
        frames.upkeep() / nodeSeconds,
        frames.ticks() / nodeSeconds,
        0,
        stage.bounds.dialsMax());
  }

  private Lookups lookUp(long from) {
    Lookups lookups = new Lookups(stage.cluster);
    List<SimNode> nodes = stage.cluster.nodes();
    int count = Math.max(LOOKUPS_MIN, options.nodes());
    for (int i = 0; i < count; i++) {
      SimNode by = stage.any(nodes);
      SimNode target = stage.otherThan(by, nodes);
      stage.world.at(from + stage.random.nextLong(LOOKING), () -> lookups.ask(by, target));
    }
    return lookups;
  }

  private void seedsAreNoHubs() {
    List<SimNode> nodes = stage.cluster.nodes();
    int seeds = stage.seeds().size();
    if (nodes.size() > 2 * seeds) {
      stage.invariants.seeds(
          Degree.peers(nodes.subList(0, seeds)), Degree.peers(nodes.subList(seeds, nodes.size())));
    }
  }

  private FrameCounts sent() {
    FrameCounts sum = FrameCounts.NONE;
    for (SimNode node : stage.cluster.nodes()) {
      sum = sum.plus(node.sent());
    }
    return sum;
  }

  /// What must hold when all is quiet again.
  private void conclude(Talk talk) {
    Lookups lookups = new Lookups(stage.cluster);
    List<SimNode> live = stage.cluster.live();
    if (options.scenario().hasFaults() && live.size() > 1) {
      for (SimNode node : live) {
        lookups.ask(node, stage.otherThan(node, live));
      }
      stage.passFor("looking up", LOOKUP);
      stage.invariants.lookups(lookups);
    }
    stage.invariants.whole(stage.coverage());
    stage.invariants.symmetric(live);
    stage.passFor("agreeing", AGREEMENT);
    stage.invariants.symmetric(live);
    stage.invariants.talk(talk);
    stage.invariants.deaths(stage.deaths);
    stage.invariants.watched(live);
    for (int i = 0; i < AGREEING_MAX && !Invariants.agree(live); i++) {
      stage.passFor("agreeing", AGREEMENT / 4);
    }
    stage.invariants.agreed(live);
  }

  private Report.Stable atTheEnd(Report.Stable stable) {
    return new Report.Stable(
        stable.joinedSeconds(),
        stable.peersMean(),
        stable.peersMax(),
        Degree.connections(stage.cluster.live()).mean(),
        stable.lookupSuccess(),
        stable.lookupHopsMean(),
        stable.lookupHopsMax(),
        stable.overlayMessagesPerNodeSecond(),
        stable.ticksPerNodeSecond(),
        stage.cluster.idleClosed(),
        stage.bounds.dialsMax());
  }
}
