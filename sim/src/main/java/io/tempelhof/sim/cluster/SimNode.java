package io.tempelhof.sim.cluster;

import io.tempelhof.core.association.AssociationCodec;
import io.tempelhof.core.association.AssociationInput;
import io.tempelhof.core.byway.BywayMessage;
import io.tempelhof.core.handshake.Standing;
import io.tempelhof.core.node.DialFailure;
import io.tempelhof.core.node.NodeCore;
import io.tempelhof.core.node.NodeInput;
import io.tempelhof.core.node.NodeOutput;
import io.tempelhof.core.node.NodeSnapshot;
import io.tempelhof.core.node.Seed;
import io.tempelhof.core.overlay.NodeId;
import io.tempelhof.core.overlay.NodeRecord;
import io.tempelhof.core.overlay.OverlayMessage;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Term;
import io.tempelhof.sim.engine.Alarm;
import io.tempelhof.sim.engine.Machine;
import io.tempelhof.sim.engine.World;
import io.tempelhof.sim.network.End;
import io.tempelhof.sim.network.Frame;
import io.tempelhof.sim.network.Host;
import io.tempelhof.sim.network.Listener;
import io.tempelhof.sim.network.Network;
import io.tempelhof.sim.network.Receiver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One incarnation of a node: its core and its associations, wired as on a real network, in one
/// thread. No step machine is stepped while one of them is being stepped: what one asks of another
/// waits in the node's own queue.
public final class SimNode implements Host, Alarm.Sleeper {
  private final Cluster cluster;
  private final Machine machine;
  private final int index;
  private final NodeRecord record;
  private final NodeCore core;
  private final SplittableRandom random;
  private final Listener listener;
  private final Alarm alarm;
  private final Consumer<NodeOutput> performer = this::perform;
  private final Map<NodeName, SimAssociation> associations = new LinkedHashMap<>();
  private final NodeByways byways = new NodeByways(this);
  private final Set<NodeName> dials = new HashSet<>();
  private final Deque<Runnable> work = new ArrayDeque<>();
  private final Program program;
  private final long bornAt;
  private boolean working;
  private int peers;
  private int connections;
  private long userFrames;
  private long associationFrames;
  private long overlayFrames;
  private long ticks;
  private long droppedSignals;

  /// What heartbeats carry.
  private long digest;

  private Frame heartbeat = Frame.Tick.TICK;

  private int dialled;
  private long unknownMessages;

  /// @param index tells this incarnation from every other one, counted from 0
  SimNode(
      Cluster cluster,
      Machine machine,
      int index,
      NodeRecord record,
      NodeCore core,
      SplittableRandom random) {
    this.cluster = cluster;
    this.machine = machine;
    this.index = index;
    this.record = record;
    this.core = core;
    this.random = random;
    this.listener = cluster.network().listen(this, record.address());
    this.alarm = new Alarm(cluster.world(), machine, this);
    this.program = new Program(this, cluster.programs());
    this.bornAt = cluster.world().now();
  }

  public World world() {
    return cluster.world();
  }

  Network network() {
    return cluster.network();
  }

  public int index() {
    return index;
  }

  public NodeId id() {
    return record.id();
  }

  public NodeRecord record() {
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

  /// Its processes.
  public Program program() {
    return program;
  }

  public NodeSnapshot snapshot() {
    return core.snapshot();
  }

  /// In the order in which they began.
  public Collection<SimAssociation> associations() {
    return associations.values();
  }

  public @Nullable SimAssociation find(NodeName peer) {
    return associations.get(peer);
  }

  public int peers() {
    return peers;
  }

  void countPeers(int more) {
    peers += more;
  }

  /// Open connections of every kind.
  public int connections() {
    return connections;
  }

  void countConnections(int more) {
    connections += more;
  }

  public FrameCounts sent() {
    return new FrameCounts(userFrames, associationFrames, overlayFrames, ticks);
  }

  /// When it started.
  public long bornAt() {
    return bornAt;
  }

  /// How many connections it has tried to make.
  public int dialled() {
    return dialled;
  }

  /// Signals of ours that will never be sent.
  public long droppedSignals() {
    return droppedSignals;
  }

  /// Messages it has read of which its version knows nothing.
  public long unknownMessages() {
    return unknownMessages;
  }

  /// The process is gone without a word; its machine's kernel ends its connections.
  public void crash() {
    alarm.stop();
    associations.values().forEach(SimAssociation::stop);
    byways.stop();
    network().kill(listener);
    cluster.changed();
  }

  public boolean isAlive() {
    return listener.isListening();
  }

  /// A process of this node says something to one of another node.
  void say(NodeName to, Signal signal) {
    association(to).step(new AssociationInput.Say(signal));
  }

  /// Its overlay wants a connection to that node, for its own reasons.
  public void connect(NodeName to) {
    tell(new NodeInput.Connect(to, 0));
  }

  public void join(List<Seed> seeds) {
    tell(new NodeInput.Join(seeds));
  }

  /// Says goodbye; the caller lets it go soon after.
  public void leave() {
    tell(new NodeInput.Leave());
  }

  /// Asks for a node, past what this one knows of it itself.
  void lookUp(long query, NodeName target) {
    tell(new NodeInput.Lookup(query, target, true));
  }

  void tell(NodeInput input) {
    if (enter()) {
      take(input);
      exit();
    } else {
      later(() -> take(input));
    }
  }

  private void take(NodeInput input) {
    core.step(input, world().now(), performer);
    alarm.set();
  }

  /// Whether a step may begin: not while another one is under way. Ended by {@link #exit}.
  boolean enter() {
    if (working) {
      return false;
    }
    if (!isAlive()) {
      throw new IllegalStateException(this + " is dead and yet does something");
    }
    working = true;
    return true;
  }

  /// Lets everything happen that had to wait for the step.
  void exit() {
    Runnable next;
    while ((next = work.poll()) != null) {
      next.run();
    }
    working = false;
    if (peers < 0 || peers > connections) {
      throw new IllegalStateException(
          "%s has %d peers over %d connections".formatted(this, peers, connections));
    }
  }

  /// To be done when the step under way has ended.
  void later(Runnable step) {
    work.add(step);
  }

  private void perform(NodeOutput output) {
    switch (output) {
      case NodeOutput.Dial(var peer, var address, var timeoutNanos, _) -> {
        if (!association(peer).isUp()) {
          dials.add(peer);
          dialled++;
          network().dial(listener, peer, address, timeoutNanos);
        }
      }
      case NodeOutput.Send(var to, var message) -> {
        SimAssociation association = associations.get(to);
        Line line = association == null ? null : association.up();
        if (line != null) {
          send(line, new Frame.OfOverlay(message));
        }
      }
      case NodeOutput.Assign(var peer, var role) ->
          association(peer).step(new AssociationInput.Assigned(role));
      case NodeOutput.Heartbeat(var next) -> {
        digest = next;
        heartbeat =
            next == 0 ? Frame.Tick.TICK : new Frame.OfOverlay(new OverlayMessage.Heartbeat(next));
      }
      case NodeOutput.Sever(var peer, var creation, var reason) -> {
        SimAssociation association = associations.get(peer);
        if (association != null) {
          association.step(new AssociationInput.Severed(creation, reason));
        }
      }
      case NodeOutput.Restarted(var peer, var creation) -> {
        SimAssociation association = associations.get(peer);
        if (association != null) {
          association.step(new AssociationInput.Restarted(creation));
        }
      }
      case NodeOutput.Relayed(var peer, var body) -> relayed(peer, body);
      case NodeOutput.Collect(var peer) -> association(peer).step(new AssociationInput.Collect());
      case NodeOutput.Unreachable(var peer, var request, var reason, var alive) ->
          association(peer).step(new AssociationInput.Unreachable(request, reason, alive));
      case NodeOutput.Crowded(var excess) -> tell(new NodeInput.Pressure(excess, idle()));
      case NodeOutput.LookupDone(var query, var result) -> cluster.lookupDone(query, result);
      case NodeOutput.MembersDone(_, _, _) -> {} // no scenario asks
      case NodeOutput.Happened(var event) -> cluster.observer().happened(this, event);
    }
  }

  private void relayed(NodeName peer, Term body) {
    BywayMessage ofByway = BywayMessage.decode(body);
    if (ofByway != null) {
      byways.with(peer).heard(ofByway);
    } else if (AssociationCodec.decode(body) instanceof AssociationCodec.Known(var message)) {
      association(peer).step(new AssociationInput.Relayed(message));
    } else {
      readUnknown();
    }
  }

  /// Its virtual connections.
  public NodeByways byways() {
    return byways;
  }

  private List<NodeInput.Idle> idle() {
    List<NodeInput.Idle> idle = new ArrayList<>();
    for (SimAssociation association : associations.values()) {
      Line line = association.up();
      if (line != null && !association.isPeer()) {
        idle.add(new NodeInput.Idle(association.peer(), line.lastSignalAt()));
      }
    }
    return idle;
  }

  SimAssociation association(NodeName peer) {
    return associations.computeIfAbsent(
        peer,
        name ->
            new SimAssociation(
                this, name, cluster.idOf(name), cluster.associate(this, name, random)));
  }

  void connected(SimAssociation association, int creation, boolean extended, boolean dialled) {
    dials.remove(association.peer());
    tell(new NodeInput.Connected(association.peer(), creation, extended, dialled));
  }

  /// A connection went without ever having been up: a dial of ours may have come to nothing by it.
  void unused(SimAssociation association) {
    dialFailed(association.peer(), DialFailure.HANDSHAKE);
  }

  /// @param bothLive the node at the other end lives as well
  void disconnected(SimAssociation association, boolean graceful, boolean bothLive) {
    cluster.disconnected(graceful, bothLive);
    tell(new NodeInput.Disconnected(association.peer(), graceful));
  }

  void forget(SimAssociation association) {
    associations.remove(association.peer(), association);
  }

  void deliver(Signal signal) {
    program.heard(signal);
  }

  void dropped(int signals) {
    droppedSignals += signals;
  }

  void readUnknown() {
    unknownMessages++;
  }

  /// Says over a connection that is ticked that we live.
  ///
  /// @param peer to a peer, which may hear what we have learned
  void tick(Line line, boolean peer) {
    ticks++;
    write(line, peer ? heartbeat : Frame.Tick.TICK);
  }

  long digest() {
    return digest;
  }

  void quiet(SimAssociation association, boolean quiet) {
    tell(new NodeInput.Quiet(association.peer(), quiet));
  }

  void send(Line line, Frame frame) {
    switch (frame) {
      case Frame.OfUser _ -> userFrames++;
      case Frame.OfAssociation _ -> associationFrames++;
      case Frame.OfOverlay _, Frame.OfFuture _ -> overlayFrames++;
      case Frame.Tick _ -> ticks++;
    }
    write(line, frame);
  }

  private void write(Line line, Frame frame) {
    line.wrote(frame instanceof Frame.OfUser, world().now());
    cluster.send(this, line.end, frame);
  }

  @Override
  public Standing standing(NodeName peer) {
    SimAssociation association = associations.get(peer);
    return association == null ? Standing.NONE : association.standing();
  }

  @Override
  public Receiver opened(End end, NodeName peer, int creation, boolean dialled) {
    return association(peer).opened(end, creation, dialled);
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
