package io.tempelhof.net;

import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.tempelhof.core.association.Association;
import io.tempelhof.core.association.AssociationCodec;
import io.tempelhof.core.association.AssociationInput;
import io.tempelhof.core.association.AssociationSettings;
import io.tempelhof.core.association.AssociationSnapshot;
import io.tempelhof.core.byway.BywayMessage;
import io.tempelhof.core.handshake.Acceptor;
import io.tempelhof.core.handshake.Extension;
import io.tempelhof.core.handshake.HandshakeOutput.Established;
import io.tempelhof.core.handshake.Identity;
import io.tempelhof.core.handshake.Initiator;
import io.tempelhof.core.node.NodeInput;
import io.tempelhof.core.overlay.OverlayCodec;
import io.tempelhof.core.overlay.OverlayMessage;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.net.NodeStatus.OpenConnection;
import io.tempelhof.net.NodeStatus.Queued;
import io.tempelhof.net.NodeStatus.Sleeping;
import io.tempelhof.runtime.Options;
import io.tempelhof.runtime.Processes;
import io.tempelhof.runtime.Remote;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A node's associations with all others, made when there is something to say or to hear and let go
/// when nothing is left. For the node's processes it is the way to other nodes; for its sockets it
/// is where a handshake leads. Safe for use by any thread.
final class Associations implements Remote {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Identity us;
  private final AssociationSettings settings;
  private final EventLoop home;
  private final Counters counters;
  private final Consumer<NodeInput> core;
  private final Processes processes;
  private final OverlayCodec overlay;
  private final Standings<Talking> standings;
  private final Map<NodeName, OtherNode> others = new ConcurrentHashMap<>();
  private final Map<NodeName, OtherByways> byways = new ConcurrentHashMap<>();
  private final Sockets sockets = new Sockets();
  private volatile long heartbeat;

  /// @param home runs what has no connection
  /// @param core the node's overlay
  Associations(
      Identity us,
      AssociationSettings settings,
      Options running,
      EventLoop home,
      Counters counters,
      Consumer<NodeInput> core) {
    this.us = us;
    this.settings = settings;
    this.home = home;
    this.counters = counters;
    this.core = core;
    this.processes = new Processes(us.name(), us.creation(), this, running);
    this.overlay = new OverlayCodec(us.extension().cluster());
    this.standings = new Standings<>(us.name());
  }

  NodeName name() {
    return us.name();
  }

  int creation() {
    return us.creation();
  }

  Processes processes() {
    return processes;
  }

  Counters counters() {
    return counters;
  }

  Standings<Talking> standings() {
    return standings;
  }

  /// Tells the node's overlay.
  void tell(NodeInput input) {
    core.accept(input);
  }

  // From processes.

  @Override
  public void send(NodeName node, Signal signal) throws InterruptedException {
    while (true) {
      AssociationDriver driver = other(node).driver();
      switch (driver.trySay(signal)) {
        case SAID -> {
          return;
        }
        case NO_ROOM -> {
          counters.count(Counter.WAITED);
          if (driver.say(signal)) {
            return;
          }
        }
        case RETIRED -> Thread.onSpinWait();
      }
    }
  }

  @Override
  public boolean trySend(NodeName node, Signal signal) {
    while (true) {
      switch (other(node).driver().trySay(signal)) {
        case SAID -> {
          return true;
        }
        case NO_ROOM -> {
          counters.count(Counter.NO_ROOM);
          return false;
        }
        case RETIRED -> Thread.onSpinWait();
      }
    }
  }

  @Override
  public void post(NodeName node, Signal signal) {
    while (!other(node).driver().post(signal)) {
      Thread.onSpinWait();
    }
  }

  private OtherNode other(NodeName name) {
    OtherNode known = others.get(name);
    return known != null ? known : others.computeIfAbsent(name, this::introduce);
  }

  private OtherNode introduce(NodeName name) {
    Association association =
        new Association(us.name(), name, settings, new SplittableRandom(RANDOM.nextLong()));
    return new OtherNode(name, association, this, home);
  }

  /// The association is forgotten: the next who has something for that node gets a new one.
  void retired(NodeName name, OtherNode other) {
    others.remove(name, other);
  }

  // From the network.

  Acceptor acceptor() {
    return new Acceptor(us, RANDOM);
  }

  Initiator initiator(NodeName peer, boolean extended) {
    return new Initiator(us, peer, extended, RANDOM);
  }

  /// The first phase of a socket.
  Connection connection(SocketChannel channel, boolean dialled, Connection.Phase first) {
    Connection connection = Sockets.number(channel, dialled, first);
    sockets.add(connection);
    return connection;
  }

  /// The connection that gave this node its name has been established: it is the first.
  void named(Naming by, Established established) {
    sockets.add(by.connection());
    established(by.connection(), by, established);
  }

  /// The peer has proved itself and says that its older connection is over. Between Tempelhof nodes
  /// the associations settle that; a genuine Erlang node expects it closed.
  void supersede(Connection newer, NodeName peer, Runnable gone) {
    Talking older = standings.up(peer);
    if (older == null || older.extended()) {
      gone.run();
    } else {
      older.connection().abort("replaced by a newer connection");
      older.connection().whenClosed(() -> newer.loop().execute(gone));
    }
  }

  /// The handshake has succeeded: the connection is its association's from now on.
  void established(Connection connection, Standings.Attempt attempt, Established established) {
    NodeName peer = established.peer();
    Extension extension = established.extension();
    boolean extended = extension != null && extension.cluster().equals(us.extension().cluster());
    boolean client = extension != null && extended && extension.client();
    Pid self = new Pid(us.name().atom(), 0, 0, us.creation());
    boolean opened;
    do {
      OtherNode other = other(peer);
      Talking talking =
          new Talking(connection, established, extended, self, overlay, counters, other);
      connection.enter(talking);
      standings
          .established(peer, attempt, talking, Clock.now())
          .forEach(Standings.Attempt::crossed);
      opened = other.opened(talking, connection.dialled(), client);
    } while (!opened);
  }

  // From the node's overlay.

  /// Heartbeats to peers carry this digest from now on; 0 for nothing.
  void heartbeat(long digest) {
    heartbeat = digest;
  }

  long heartbeat() {
    return heartbeat;
  }

  /// Tells the association with that node, if there is one.
  void submit(NodeName node, AssociationInput input) {
    OtherNode other = others.get(node);
    if (other != null) {
      other.driver().submit(input);
    }
  }

  /// Takes in what the association of that node has sent by way of others; where ours knows of
  /// nothing it says so.
  void relayed(NodeName from, Term body) {
    BywayMessage ofByway = BywayMessage.decode(body);
    if (ofByway != null) {
      byways(from).heard(ofByway);
    } else if (AssociationCodec.decode(body) instanceof AssociationCodec.Known(var message)) {
      submitAnyway(from, new AssociationInput.Relayed(message));
    } else {
      counters.count(Counter.UNKNOWN_IN);
    }
  }

  /// The virtual connections with that node.
  OtherByways byways(NodeName peer) {
    return byways.computeIfAbsent(peer, name -> new OtherByways(name, this, home));
  }

  /// The other end has got signals of that many bytes, or never will.
  void written(NodeName peer, long smallBytes, long largeBytes) {
    OtherNode other = others.get(peer);
    if (other != null) {
      other.driver().written(smallBytes, largeBytes);
    }
  }

  /// Tells the association with that node; one is made if there is none.
  void submitAnyway(NodeName node, AssociationInput input) {
    while (!other(node).driver().submit(input)) {
      Thread.onSpinWait();
    }
  }

  /// The associations that sleep.
  Sleeping sleeping() {
    int associations = 0;
    int relations = 0;
    for (OtherNode other : others.values()) {
      AssociationSnapshot seen = other.driver().snapshot();
      if (seen.isAsleep()) {
        associations++;
        relations += seen.relations();
      }
    }
    return new Sleeping(associations, relations);
  }

  /// Has the round trips of all connections measured.
  void probe() {
    others.values().forEach(other -> other.driver().submit(new AssociationInput.Probe()));
  }

  /// Makes a connection to that node and keeps it, or no longer insists.
  void pin(NodeName node, boolean pinned) {
    submitAnyway(node, new AssociationInput.Pinned(pinned));
  }

  /// Sends a message of the overlay where there is a connection.
  void tell(NodeName to, OverlayMessage message) {
    OtherNode other = others.get(to);
    if (other == null) {
      counters.dropped(1, "overlay message without connection");
    } else {
      other.tell(message);
    }
  }

  /// The direct connections that nothing keeps.
  List<NodeInput.Idle> idle() {
    List<NodeInput.Idle> idle = new ArrayList<>();
    for (OtherNode other : others.values()) {
      NodeInput.@Nullable Idle candidate = other.idle();
      if (candidate != null) {
        idle.add(candidate);
      }
    }
    return idle;
  }

  /// All connections that are up, ordered by name.
  List<OpenConnection> open() {
    List<OpenConnection> open = new ArrayList<>();
    long now = Clock.now();
    for (OtherNode other : others.values()) {
      OpenConnection connection = other.status(now);
      if (connection != null) {
        open.add(connection);
      }
    }
    open.sort(Comparator.comparing(OpenConnection::node));
    return open;
  }

  /// What is queued to all other nodes.
  Queued queued() {
    Queued all = Queued.NOTHING;
    for (OtherNode other : others.values()) {
      all = all.plus(other.driver().queued());
    }
    return all;
  }

  /// Closes every socket, so that the other ends get what was written to it; returns when that is
  /// done. Not on an event loop.
  void close() {
    sockets.close();
  }
}
