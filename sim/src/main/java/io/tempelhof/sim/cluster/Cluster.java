package io.tempelhof.sim.cluster;

import io.tempelhof.core.association.Association;
import io.tempelhof.core.association.AssociationSettings;
import io.tempelhof.core.node.NodeCore;
import io.tempelhof.core.node.NodeSettings;
import io.tempelhof.core.node.Seed;
import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.overlay.LookupResult;
import io.tempelhof.core.overlay.NodeId;
import io.tempelhof.core.overlay.NodeRecord;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.sim.engine.Machine;
import io.tempelhof.sim.engine.World;
import io.tempelhof.sim.network.End;
import io.tempelhof.sim.network.Frame;
import io.tempelhof.sim.network.Network;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The nodes of one world, dead and alive, and where what they say to the outside goes.
public final class Cluster {
  static final String NAME = "sim";
  private static final int PORT = 4370;

  /// What a right clock shows when the world begins, in milliseconds: some day in 2027.
  private static final long BEGINNING = 1_800_000_000_000L;

  private final World world;
  private final Topology topology;
  private final Network network;
  private final Wire wire;
  private final NodeSettings settings;
  private final List<Machine> machines = new ArrayList<>();
  private final List<SimNode> incarnations = new ArrayList<>();
  private final List<SimNode> latest = new ArrayList<>();
  private @Nullable List<SimNode> live;
  private final Map<NodeName, NodeId> ids = new HashMap<>();

  /// The incarnations of each node, the first one first.
  private final Map<NodeId, List<SimNode>> byId = new HashMap<>();

  private final Map<Long, Consumer<LookupResult>> lookups = new HashMap<>();
  private final Programs programs = new Programs();

  private Observer observer = Observer.NONE;
  private long lookupsBegun;
  private long endsClosedIdle;
  private long endsBroken;

  public Cluster(World world, Network network, Topology topology, Wire wire) {
    this(world, network, topology, wire, true);
  }

  /// @param arrivalsLogged whether everybody is to learn of every newcomer
  public Cluster(
      World world, Network network, Topology topology, Wire wire, boolean arrivalsLogged) {
    NodeSettings usual = NodeSettings.of(NAME);
    this.settings = arrivalsLogged ? usual : usual.with(usual.overlay().withoutArrivals());
    this.world = world;
    this.topology = topology;
    this.network = network;
    this.wire = wire;
  }

  public World world() {
    return world;
  }

  public Network network() {
    return network;
  }

  public NodeSettings settings() {
    return settings;
  }

  /// What the nodes' processes say to each other.
  public Programs programs() {
    return programs;
  }

  Observer observer() {
    return observer;
  }

  /// From now on nodes report to this one.
  public void observe(Observer by) {
    observer = by;
  }

  /// Sends a frame over this end's connection.
  void send(SimNode from, End end, Frame frame) {
    network.send(end, wire.carry(from, frame));
    Frame beside = wire.beside(from);
    if (beside != null) {
      network.send(end, beside);
    }
  }

  /// Every incarnation that ever was, in the order in which they started.
  public List<SimNode> incarnations() {
    return incarnations;
  }

  /// The incarnation a record is of.
  public SimNode of(NodeRecord record) {
    for (SimNode node : byId.getOrDefault(record.id(), List.of())) {
      if (node.creation() == record.creation()) {
        return node;
      }
    }
    throw new IllegalStateException("there never was " + record);
  }

  /// The latest incarnation of each node.
  public List<SimNode> nodes() {
    return latest;
  }

  /// Those that live on that machine.
  public List<SimNode> on(Machine machine) {
    return live().stream().filter(node -> node.machine() == machine).toList();
  }

  /// Those of them that live.
  public List<SimNode> live() {
    List<SimNode> now = live;
    if (now == null) {
      now = latest.stream().filter(SimNode::isAlive).toList();
      live = now;
    }
    return now;
  }

  /// A node has come or gone.
  void changed() {
    live = null;
  }

  /// Every machine on which a node ever was.
  public List<Machine> machines() {
    return machines;
  }

  /// The machines by the racks they stand in.
  public List<List<Machine>> racks() {
    return Topology.byRack(machines, topology.racks());
  }

  /// Starts a new node, which knows nobody yet.
  public SimNode start() {
    return start(latest.size());
  }

  /// The same for a certain node, which may have lived before.
  public SimNode start(int number) {
    SplittableRandom random = world.random();
    NodeName name = new NodeName("n%05d".formatted(number), NAME);
    Machine machine = topology.machine(number, machines, world);
    machine.switchOn();
    NodeRecord record =
        new NodeRecord(
            idOf(name),
            name,
            1 + random.nextInt(Integer.MAX_VALUE),
            BEGINNING + world.now() / 1_000_000 + machine.clockMillis(),
            addressOf(number),
            machine.domain(),
            wire.capabilities(number));
    NodeCore core = new NodeCore(settings, record, random);
    SimNode node = new SimNode(this, machine, incarnations.size(), record, core, random);
    incarnations.add(node);
    byId.computeIfAbsent(record.id(), _ -> new ArrayList<>(1)).add(node);
    changed();
    if (number == latest.size()) {
      latest.add(node);
    } else {
      latest.set(number, node);
    }
    return node;
  }

  private static Address addressOf(int number) {
    String host = "10.%d.%d.%d".formatted(number >> 16, number >> 8 & 0xff, number & 0xff);
    return new Address(host, PORT);
  }

  /// The node's host falls silent: nobody is told anything.
  public void silence(SimNode node) {
    node.machine().switchOff();
    on(node.machine()).forEach(SimNode::crash);
  }

  public static Seed seed(SimNode node) {
    return new Seed(node.name(), node.record().address());
  }

  NodeId idOf(NodeName name) {
    return ids.computeIfAbsent(name, key -> NodeId.of(NAME, key));
  }

  Association associate(SimNode node, NodeName peer, SplittableRandom random) {
    return new Association(node.name(), peer, AssociationSettings.DEFAULT, random);
  }

  /// One end of a connection is gone.
  void disconnected(boolean graceful, boolean bothLive) {
    if (graceful) {
      endsClosedIdle++;
    } else if (bothLive) {
      endsBroken++;
    }
  }

  /// How many connections were closed because both ends had fallen silent.
  public long idleClosed() {
    return endsClosedIdle / 2;
  }

  /// How many ends of connections between two live nodes have seen it break.
  public long resets() {
    return endsBroken;
  }

  /// Lets a node look another one up, past what it knows of it itself.
  public void lookUp(SimNode by, NodeName target, Consumer<LookupResult> whenDone) {
    lookups.put(lookupsBegun, whenDone);
    by.lookUp(lookupsBegun++, target);
  }

  void lookupDone(long query, LookupResult result) {
    Consumer<LookupResult> whenDone = lookups.remove(query);
    if (whenDone != null) {
      whenDone.accept(result);
    }
  }
}
