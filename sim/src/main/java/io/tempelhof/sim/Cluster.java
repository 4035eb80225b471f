package io.tempelhof.sim;

import io.tempelhof.core.association.Association;
import io.tempelhof.core.association.AssociationSettings;
import io.tempelhof.core.node.NodeCore;
import io.tempelhof.core.node.NodeEvent;
import io.tempelhof.core.node.NodeSettings;
import io.tempelhof.core.node.Seed;
import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.overlay.FailureDomain;
import io.tempelhof.core.overlay.LookupResult;
import io.tempelhof.core.overlay.NodeId;
import io.tempelhof.core.overlay.NodeRecord;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// The nodes of one world, and where what they say to the outside is gathered.
final class Cluster {
  private static final String NAME = "sim";
  private static final int PORT = 4370;

  private final World world;
  private final List<Machine> machines;
  private final Network network;
  private final @Nullable WireForm wire;
  private final NodeSettings settings = NodeSettings.of(NAME);
  private final List<SimNode> nodes = new ArrayList<>();
  private final Map<NodeName, NodeId> ids = new HashMap<>();
  private final Lookups lookups = new Lookups();
  private final Talk talk = new Talk();
  private final List<String> complaints = new ArrayList<>();
  private long endsClosedIdle;

  /// Nodes on machines that are never busy.
  Cluster(World world, NetworkOptions options, boolean encode) {
    this(world, options, encode, List.of(new Machine(world, 0)));
  }

  /// @param machines take up the nodes in turn
  Cluster(World world, NetworkOptions options, boolean encode, List<Machine> machines) {
    this.world = world;
    this.machines = machines;
    this.network = new Network(world, options);
    this.wire = encode ? new WireForm(NAME) : null;
  }

  World world() {
    return world;
  }

  Network network() {
    return network;
  }

  /// Sends a frame over this end's connection.
  void send(SimNode from, End end, Frame frame) {
    network.send(end, wire == null ? frame : wire.carry(from, frame));
  }

  NodeSettings settings() {
    return settings;
  }

  Lookups lookups() {
    return lookups;
  }

  Talk talk() {
    return talk;
  }

  /// What nodes said that no node should have reason to say.
  List<String> complaints() {
    return complaints;
  }

  /// Every node that was ever started, in that order.
  List<SimNode> nodes() {
    return nodes;
  }

  List<SimNode> live() {
    return nodes.stream().filter(SimNode::isAlive).toList();
  }

  /// Starts a node, which knows nobody yet.
  SimNode start() {
    return start(nodes.size());
  }

  /// The same for a certain node, which may have lived before.
  SimNode start(int number) {
    int index = nodes.size();
    SplittableRandom random = world.random();
    NodeName name = new NodeName("n%05d".formatted(number), NAME);
    NodeRecord record =
        new NodeRecord(
            idOf(name),
            name,
            1 + random.nextInt(Integer.MAX_VALUE),
            1 + world.now() / 1_000_000,
            addressOf(number),
            FailureDomain.UNDECLARED,
            0);
    Machine machine = machines.get(index % machines.size());
    SimNode node =
        new SimNode(this, machine, index, record, new NodeCore(settings, record, random));
    nodes.add(node);
    return node;
  }

  private static Address addressOf(int number) {
    String host = "10.%d.%d.%d".formatted(number >> 16, number >> 8 & 0xff, number & 0xff);
    return new Address(host, PORT);
  }

  static Seed seed(SimNode node) {
    return new Seed(node.name(), node.record().address());
  }

  NodeId idOf(NodeName name) {
    return ids.computeIfAbsent(name, key -> NodeId.of(NAME, key));
  }

  Association associate(SimNode node, NodeName peer) {
    return new Association(node.name(), peer, AssociationSettings.DEFAULT, world.random());
  }

  /// One end of a connection was closed because both had fallen silent.
  void closedIdle() {
    endsClosedIdle++;
  }

  /// How many connections were closed because both ends had fallen silent.
  long idleClosed() {
    return endsClosedIdle / 2;
  }

  void lookupDone(long query, LookupResult result) {
    lookups.done(query, result);
  }

  void delivered(SimNode node, Signal signal) {
    talk.heard(node, signal);
  }

  void happened(SimNode node, NodeEvent event) {
    if (event instanceof NodeEvent.NameTaken) {
      complaints.add(node + ": " + event);
    }
  }
}
