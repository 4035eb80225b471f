package io.tempelhof.sim;

import io.tempelhof.core.association.AssociationInput;
import io.tempelhof.core.handshake.Standing;
import io.tempelhof.core.node.DialFailure;
import io.tempelhof.core.node.NodeCore;
import io.tempelhof.core.node.NodeInput;
import io.tempelhof.core.node.NodeOutput;
import io.tempelhof.core.node.Seed;
import io.tempelhof.core.overlay.NodeId;
import io.tempelhof.core.overlay.NodeRecord;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One node: its core and its associations, wired as on a real network, in one thread. No machine
/// is stepped while it is being stepped: what one asks of another waits in the node's own queue.
final class SimNode implements Host, Alarm.Sleeper {
  private final Cluster cluster;
  private final Machine machine;
  private final NodeRecord record;
  private final NodeCore core;
  private final Listener listener;
  private final Alarm alarm;
  private final Map<NodeName, SimAssociation> associations = new LinkedHashMap<>();
  private final Set<NodeName> dials = new HashSet<>();
  private final Deque<Runnable> work = new ArrayDeque<>();
  private boolean working;
  private int peers;
  private int connections;
  private long userFrames;
  private long associationFrames;
  private long overlayFrames;
  private long ticks;
  private long droppedSignals;

  SimNode(Cluster cluster, Machine machine, int index, NodeRecord record, NodeCore core) {
    this.cluster = cluster;
    this.machine = machine;
    this.record = record;
    this.core = core;
    this.listener = cluster.network().listen(index, this, record.address());
    this.alarm = new Alarm(cluster.world(), machine, this);
  }

  World world() {
    return cluster.world();
  }

  Network network() {
    return cluster.network();
  }

  int index() {
    return listener.index;
  }

  NodeId id() {
    return record.id();
  }

  NodeRecord record() {
    return record;
  }

  @Override
  public NodeName name() {
    return record.name();
  }

  @Override
  public int creation() {
    return record.creation();
  }

  @Override
  public Machine machine() {
    return machine;
  }

  NodeCore core() {
    return core;
  }

  /// In the order in which they began.
  Collection<SimAssociation> associations() {
    return associations.values();
  }

  @Nullable SimAssociation find(NodeName peer) {
    return associations.get(peer);
  }

  int peers() {
    return peers;
  }

  void countPeers(int more) {
    peers += more;
  }

  /// Open connections of every kind.
  int connections() {
    return connections;
  }

  void countConnections(int more) {
    connections += more;
  }

  FrameCounts sent() {
    return new FrameCounts(userFrames, associationFrames, overlayFrames, ticks);
  }

  /// Signals of ours that will never be sent.
  long droppedSignals() {
    return droppedSignals;
  }

  /// The node is gone without a word.
  void kill(boolean silent) {
    alarm.stop();
    associations.values().forEach(SimAssociation::stop);
    network().kill(listener, silent);
  }

  boolean isAlive() {
    return listener.isListening();
  }

  /// A process of this node says something to one of another node.
  void say(NodeName to, Signal signal) {
    association(to).step(new AssociationInput.Say(signal));
  }

  void join(List<Seed> seeds) {
    tell(new NodeInput.Join(seeds));
  }

  /// Asks for a node, past what this one knows of it itself.
  void lookUp(long query, NodeName target) {
    tell(new NodeInput.Lookup(query, target, true));
  }

  void tell(NodeInput input) {
    enqueue(() -> {
      core.step(input, world().now(), this::perform);
      alarm.set();
    });
  }

  void enqueue(Runnable step) {
    work.add(step);
    if (working) {
      return;
    }
    working = true;
    Runnable next;
    while ((next = work.poll()) != null) {
      next.run();
    }
    working = false;
  }

  private void perform(NodeOutput output) {
    switch (output) {
      case NodeOutput.Dial(var peer, var address, var timeoutNanos, _) -> {
        if (!association(peer).isUp()) {
          dials.add(peer);
          network().dial(listener, peer, address, timeoutNanos);
        }
      }
      case NodeOutput.Send(var to, var message) -> {
        SimAssociation association = associations.get(to);
        End end = association == null ? null : association.upEnd();
        if (end != null) {
          send(end, new Frame.OfOverlay(message));
        }
      }
      case NodeOutput.Assign(var peer, var role) ->
          association(peer).step(new AssociationInput.Assigned(role));
      case NodeOutput.Collect(var peer) -> association(peer).step(new AssociationInput.Collect());
      case NodeOutput.Unreachable(var peer, var request, var reason) ->
          association(peer).step(new AssociationInput.Unreachable(request, reason));
      case NodeOutput.Crowded(var excess) -> tell(new NodeInput.Pressure(excess, idle()));
      case NodeOutput.LookupDone(var query, var result) -> cluster.lookupDone(query, result);
      case NodeOutput.Happened(var event) -> cluster.happened(this, event);
    }
  }

  private List<NodeInput.Idle> idle() {
    List<NodeInput.Idle> idle = new ArrayList<>();
    for (SimAssociation association : associations.values()) {
      End end = association.upEnd();
      if (end != null && !association.isPeer()) {
        idle.add(new NodeInput.Idle(association.peer(), end.lastSignalAt));
      }
    }
    return idle;
  }

  private SimAssociation association(NodeName peer) {
    return associations.computeIfAbsent(
        peer,
        name -> new SimAssociation(this, name, cluster.idOf(name), cluster.associate(this, name)));
  }

  void connected(SimAssociation association, int creation, boolean extended, boolean dialled) {
    dials.remove(association.peer());
    tell(new NodeInput.Connected(association.peer(), creation, extended, dialled));
  }

  /// A connection went without ever having been up: a dial of ours may have come to nothing by it.
  void unused(SimAssociation association) {
    dialFailed(association.peer(), DialFailure.HANDSHAKE);
  }

  void disconnected(SimAssociation association, boolean graceful) {
    if (graceful) {
      cluster.closedIdle();
    }
    tell(new NodeInput.Disconnected(association.peer(), graceful));
  }

  void forget(SimAssociation association) {
    associations.remove(association.peer(), association);
  }

  void deliver(Signal signal) {
    cluster.delivered(this, signal);
  }

  void dropped(int signals) {
    droppedSignals += signals;
  }

  void send(End end, Frame frame) {
    end.lastWrittenAt = world().now();
    switch (frame) {
      case Frame.OfUser _ -> {
        userFrames++;
        end.lastSignalAt = end.lastWrittenAt;
      }
      case Frame.OfAssociation _ -> associationFrames++;
      case Frame.OfOverlay _ -> overlayFrames++;
      case Frame.Tick _ -> ticks++;
    }
    cluster.send(this, end, frame);
  }

  @Override
  public Standing standing(NodeName peer) {
    SimAssociation association = associations.get(peer);
    return association == null ? Standing.NONE : association.standing();
  }

  @Override
  public void opened(End end, NodeName peer, int creation, boolean dialled) {
    association(peer).opened(end, creation, dialled);
  }

  @Override
  public void read(End end, Frame frame) {
    SimAssociation association = end.association;
    if (association == null) {
      throw new IllegalStateException(name() + " reads from a connection it does not know");
    }
    association.read(end, frame);
  }

  @Override
  public void closed(End end, String reason) {
    SimAssociation association = end.association;
    if (association != null) {
      association.closed(end, reason);
    }
  }

  @Override
  public void dialFailed(NodeName peer, DialFailure failure) {
    if (dials.remove(peer)) {
      tell(new NodeInput.DialFailed(peer, failure));
    }
  }

  @Override
  public long nextDeadline() {
    return core.nextDeadline();
  }

  @Override
  public void wake() {
    tell(new NodeInput.Timer());
  }

  @Override
  public String toString() {
    return name().toString();
  }
}
