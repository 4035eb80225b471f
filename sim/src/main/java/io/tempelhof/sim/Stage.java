package io.tempelhof.sim;

import io.tempelhof.core.node.NodeEvent;
import io.tempelhof.core.node.Seed;
import io.tempelhof.core.overlay.MemberEvent;
import io.tempelhof.sim.cluster.Cluster;
import io.tempelhof.sim.cluster.MixedVersions;
import io.tempelhof.sim.cluster.SimNode;
import io.tempelhof.sim.cluster.Topology;
import io.tempelhof.sim.cluster.Wire;
import io.tempelhof.sim.cluster.WireForm;
import io.tempelhof.sim.engine.World;
import io.tempelhof.sim.measure.Bars;
import io.tempelhof.sim.measure.Coverage;
import io.tempelhof.sim.measure.Deaths;
import io.tempelhof.sim.measure.Degree;
import io.tempelhof.sim.measure.Delays;
import io.tempelhof.sim.measure.Invariants;
import io.tempelhof.sim.measure.Truth;
import io.tempelhof.sim.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// What the acts of a scenario play on: the cluster in its world, chance, the passing of time, and
/// what everybody has to do now and then.
final class Stage {
  static final long MILLISECOND = 1_000_000L;
  static final long SECOND = 1_000 * MILLISECOND;
  private static final long WHOLE_CHECK = 50 * MILLISECOND;
  static final int SEEDS = 3;

  /// What a goodbye takes to be handed over.
  private static final long GOODBYE = 100 * MILLISECOND;

  final SimOptions options;
  final World world;
  final Network network;
  final Cluster cluster;
  final Bars bars;
  final Invariants invariants;
  final Excuses excuses;
  final Deaths deaths;
  final Findings findings = new Findings();
  final SplittableRandom random;
  final Bounds bounds;
  private final Consumer<Progress> progress;
  private final List<Seed> seeds = new ArrayList<>();
  private String phase = "";

  Stage(SimOptions options, Consumer<Progress> progress) {
    this.options = options;
    this.progress = progress;
    world = new World(options.seed());
    network = new Network(world, options.network());
    Topology topology = options.scenario().topology(options.nodes());
    cluster = new Cluster(world, network, topology, wire(), options.arrivalsLogged());
    bars = Bars.of(options.nodes());
    invariants = new Invariants(cluster, bars);
    excuses = new Excuses(world);
    deaths = new Deaths(cluster, excuses::apply);
    random = world.random();
    cluster.observe(this::happened);
    bounds = new Bounds(cluster, invariants);
  }

  private void happened(SimNode by, NodeEvent event) {
    switch (event) {
      case NodeEvent.OfMember(MemberEvent.Down(var node, _)) -> deaths.told(by, node);
      case NodeEvent.OfMember(MemberEvent.Up(var node)) -> deaths.toldUp(by, node);
      case NodeEvent.Joined _ -> deaths.joined(by);
      case NodeEvent.OfMember _, NodeEvent.SeedUnreachable _, NodeEvent.Left _ -> {}
      case NodeEvent.NameTaken _, NodeEvent.NameLost _ ->
          invariants.require(false, "complaint", () -> by + ": " + event);
    }
  }

  private Wire wire() {
    if (options.scenario() == Scenario.SKEW) {
      return new MixedVersions();
    }
    return options.encode() ? new WireForm() : Wire.OBJECTS;
  }

  long now() {
    return world.now();
  }

  /// The ways into the cluster.
  List<Seed> seeds() {
    if (seeds.isEmpty()) {
      for (SimNode node : cluster.nodes()) {
        if (seeds.size() < SEEDS) {
          seeds.add(Cluster.seed(node));
        }
      }
    }
    return List.copyOf(seeds);
  }

  /// Starts the seeds.
  void found() {
    for (int i = 0; i < Math.min(SEEDS, options.nodes()); i++) {
      cluster.start();
    }
    cluster.nodes().forEach(seed -> seed.join(seeds()));
  }

  /// Lets the time pass, and says each second how things are.
  void pass(String newPhase, long until) {
    phase = newPhase;
    while (world.now() < until) {
      long second = (world.now() / SECOND + 1) * SECOND;
      world.run(Math.min(second, until));
      if (world.now() == second) {
        bounds.check();
        tellProgress();
      }
    }
  }

  void passFor(String newPhase, long nanos) {
    pass(newPhase, world.now() + nanos);
  }

  private void tellProgress() {
    List<SimNode> live = cluster.live();
    Degree peers = Degree.peers(live);
    progress.accept(
        new Progress(
            phase,
            world.now() / 1e9,
            live.size(),
            world.happened(),
            peers.mean(),
            peers.max(),
            Degree.connections(live).mean()));
  }

  Truth truth() {
    return new Truth(cluster.live(), cluster.settings().overlay().neighbours());
  }

  Coverage coverage() {
    return Coverage.of(cluster.live(), truth());
  }

  /// Lets the time pass until the overlay is whole.
  ///
  /// @return how many milliseconds that took; NaN if it did not happen in time
  double untilWhole(String newPhase, long since, long limit) {
    Truth truth = truth();
    List<SimNode> lacking = lacking(cluster.live(), truth);
    while (!lacking.isEmpty() && world.now() < since + limit) {
      passFor(newPhase, WHOLE_CHECK);
      lacking = lacking(lacking, truth);
      if (lacking.isEmpty()) {
        lacking = lacking(cluster.live(), truth); // some may lack again what they had
      }
    }
    invariants.whole(Coverage.of(lacking, truth));
    return lacking.isEmpty() ? (world.now() - since) / 1e6 : Double.NaN;
  }

  /// Word of deaths came early enough, 99 % of it.
  void known(String what, Delays delays, double bar) {
    if (delays.size() > 0) {
      invariants.within(
          "known", what + ", seconds until known, 99 %", delays.quantile(0.99) / 1e3, bar);
    }
  }

  private static List<SimNode> lacking(List<SimNode> nodes, Truth truth) {
    return nodes.stream().filter(node -> !Coverage.isWhole(node, truth)).toList();
  }

  SimNode any(List<SimNode> of) {
    return of.get(random.nextInt(of.size()));
  }

  SimNode otherThan(SimNode node, List<SimNode> of) {
    SimNode other = any(of);
    return other == node ? otherThan(node, of) : other;
  }

  /// That many of them, at random.
  List<SimNode> some(int count, List<SimNode> of) {
    List<SimNode> rest = new ArrayList<>(of);
    List<SimNode> chosen = new ArrayList<>();
    while (chosen.size() < count && !rest.isEmpty()) {
      int at = random.nextInt(rest.size());
      chosen.add(rest.get(at));
      rest.set(at, rest.getLast());
      rest.removeLast();
    }
    return chosen;
  }

  /// The process of that node crashes.
  void crash(SimNode node) {
    node.crash();
    deaths.died(node, Deaths.Way.CRASH);
  }

  /// The node says goodbye, and is gone when that has been handed over.
  void leave(SimNode node) {
    deaths.died(node, Deaths.Way.GOODBYE);
    node.leave();
    world.at(
        now() + GOODBYE,
        () -> {
          if (node.isAlive()) {
            crash(node);
          }
        });
  }

  /// The host of that node falls silent.
  void silence(SimNode node) {
    List<SimNode> lost = cluster.on(node.machine());
    cluster.silence(node);
    lost.forEach(each -> deaths.died(each, Deaths.Way.SILENCE));
  }

  /// The node with that number starts, or starts again, and joins.
  SimNode start(int number) {
    SimNode node = cluster.start(number);
    node.join(seeds());
    return node;
  }
}
