package io.tempelhof.sim;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// One run, from the first node's start to the report.
public final class Simulation {
  private static final long SECOND = 1_000_000_000L;
  private static final long MILLISECOND = 1_000_000L;

  private static final int SEEDS = 3;

  /// The bars on degree hold that long after the last change; a little more lets the last round of
  /// pruning end.
  private static final long SETTLING = 60 * SECOND;

  private static final long LOOKUP_PHASE = 6 * SECOND;
  private static final long MEASURED = 60 * SECOND;
  private static final long WHOLE_CHECK = 50 * MILLISECOND;
  private static final long WHOLE_WITHIN = 120 * SECOND;

  /// Twice the 60 s of idleness with their 20 % of chance, and some for the closing itself.
  private static final long TWO_IDLE_PERIODS = 150 * SECOND;

  private static final int PARTNERS = 24;
  private static final int SIGNALS = 10;
  private static final long TALKING = 10 * SECOND;
  private static final long ONCE_MORE = 90 * SECOND;

  private static final int LOOKUPS_MIN = 2_000;

  /// Two ends agree on what their connection is within that time.
  private static final long AGREEMENT = 2 * SECOND;

  private final SimOptions options;
  private final World world;
  private final Cluster cluster;
  private final Bars bars;
  private final Invariants invariants;
  private final SplittableRandom random;
  private final Consumer<Progress> progress;
  private String phase = "";

  private Simulation(SimOptions options, Consumer<Progress> progress) {
    this.options = options;
    this.progress = progress;
    world = new World(options.seed());
    cluster = new Cluster(world, options.network(), options.encode());
    bars = Bars.of(options.nodes());
    invariants = new Invariants(cluster, bars);
    random = world.random();
  }

  /// Runs it to the end on the calling thread.
  public static Report run(SimOptions options, Consumer<Progress> progress) {
    return new Simulation(options, progress).run();
  }

  private Report run() {
    long lastJoin = arrive();
    double joined = becomeWhole();
    pass("settling", lastJoin + SETTLING);
    Degree peers = Degree.peers(cluster.nodes());
    invariants.degree(peers);
    lookUp();
    if (options.scenario() == Scenario.BURST) {
      burst();
    }
    FrameCounts before = sent();
    pass("steady", world.now() + MEASURED);
    FrameCounts frames = sent().minus(before);
    double nodeSeconds = (double) options.nodes() * MEASURED / SECOND;
    invariants.frames(frames.upkeep() / nodeSeconds);
    check();
    return new Report(
        options,
        bars,
        world.now() / 1e9,
        world.happened(),
        peers.mean(),
        peers.max(),
        Degree.connections(cluster.nodes()).mean(),
        cluster.lookups().hopsMean(),
        cluster.lookups().hopsMax(),
        cluster.lookups().success(),
        frames.upkeep() / nodeSeconds,
        frames.ticks() / nodeSeconds,
        cluster.talk().received(),
        cluster.idleClosed(),
        joined,
        world.trace().toString(),
        invariants.violations());
  }

  /// Lets the nodes start; answers when the last one does.
  private long arrive() {
    List<SimNode> seeds =
        IntStream.range(0, Math.min(SEEDS, options.nodes()))
            .mapToObj(_ -> cluster.start())
            .toList();
    var contacts = seeds.stream().map(Cluster::seed).toList();
    seeds.forEach(seed -> seed.join(contacts));
    int joiners = options.nodes() - seeds.size();
    long last = world.now();
    for (int i = 0; i < joiners; i++) {
      long at = options.scenario() == Scenario.STEADY ? inTurn(i) : random.nextLong(SECOND);
      world.at(at, () -> cluster.start().join(contacts));
      last = Math.max(last, at);
    }
    pass("joining", last);
    return last;
  }

  /// Ten nodes per second, more in great clusters, so that no run takes longer than 100 s to form.
  private long inTurn(int index) {
    long perSecond = Math.max(10, options.nodes() / 100);
    return (index + 1) * SECOND / perSecond;
  }

  private double becomeWhole() {
    Truth truth = truth();
    Coverage coverage = Coverage.of(cluster.nodes(), truth);
    long limit = world.now() + WHOLE_WITHIN;
    while (!coverage.isWhole() && world.now() < limit) {
      pass("joining", world.now() + WHOLE_CHECK);
      coverage = Coverage.of(cluster.nodes(), truth);
    }
    invariants.whole(coverage);
    double seconds = coverage.isWhole() ? world.now() / 1e9 : Double.NaN;
    if (options.scenario() != Scenario.STEADY) {
      invariants.joined(seconds);
    }
    return seconds;
  }

  private Truth truth() {
    return new Truth(cluster.live(), cluster.settings().overlay().neighbours());
  }

  private void lookUp() {
    int count = Math.max(LOOKUPS_MIN, options.nodes());
    long from = world.now();
    for (int i = 0; i < count; i++) {
      SimNode by = any();
      SimNode target = otherThan(by);
      world.at(from + random.nextLong(SECOND), () -> cluster.lookups().ask(by, target.name()));
    }
    pass("looking up", from + LOOKUP_PHASE);
    invariants.lookups(cluster.lookups());
  }

  private SimNode any() {
    return cluster.nodes().get(random.nextInt(cluster.nodes().size()));
  }

  private SimNode otherThan(SimNode node) {
    SimNode other = any();
    return other == node ? otherThan(node) : other;
  }

  /// Every node talks to many others for a while; half of the pairs once more about when their
  /// connection is being closed; then silence.
  private void burst() {
    long from = world.now();
    for (SimNode node : cluster.nodes()) {
      for (SimNode partner : partners(node)) {
        for (int i = 0; i < SIGNALS; i++) {
          say(from + random.nextLong(TALKING), node, partner);
        }
        if (random.nextBoolean()) {
          say(from + TALKING + random.nextLong(ONCE_MORE), node, partner);
        }
      }
    }
    pass("talking", from + TALKING);
    pass("falling silent", from + TALKING + ONCE_MORE + TWO_IDLE_PERIODS);
    invariants.talk(cluster.talk());
    invariants.fallenBack(cluster.nodes());
  }

  private void say(long at, SimNode from, SimNode to) {
    world.at(at, () -> cluster.talk().say(from, to));
  }

  private Set<SimNode> partners(SimNode node) {
    Set<SimNode> partners = new LinkedHashSet<>();
    while (partners.size() < Math.min(PARTNERS, options.nodes() - 1)) {
      partners.add(otherThan(node));
    }
    return partners;
  }

  /// Lets the time pass, and says each second how things are.
  private void pass(String newPhase, long until) {
    phase = newPhase;
    while (world.now() < until) {
      long second = (world.now() / SECOND + 1) * SECOND;
      world.run(Math.min(second, until));
      if (world.now() == second) {
        tellProgress();
      }
    }
  }

  private void tellProgress() {
    Degree peers = Degree.peers(cluster.nodes());
    progress.accept(
        new Progress(
            phase,
            world.now() / 1e9,
            cluster.nodes().size(),
            world.happened(),
            peers.mean(),
            peers.max(),
            Degree.connections(cluster.nodes()).mean()));
  }

  private FrameCounts sent() {
    FrameCounts sum = FrameCounts.NONE;
    for (SimNode node : cluster.nodes()) {
      sum = sum.plus(node.sent());
    }
    return sum;
  }

  private void check() {
    invariants.whole(Coverage.of(cluster.nodes(), truth()));
    invariants.symmetric(cluster.nodes());
    pass(phase, world.now() + AGREEMENT);
    invariants.symmetric(cluster.nodes());
    invariants.complaints();
  }
}
