package io.tempelhof.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.tempelhof.core.association.Association;
import io.tempelhof.core.association.AssociationCodec;
import io.tempelhof.core.association.AssociationInput;
import io.tempelhof.core.association.AssociationInput.Traffic;
import io.tempelhof.core.association.AssociationMessage;
import io.tempelhof.core.association.Role;
import io.tempelhof.core.node.DialFailure;
import io.tempelhof.core.node.NodeInput;
import io.tempelhof.core.overlay.OverlayMessage;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.net.NodeStatus.OpenConnection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a node has with one other: their association, run by a driver, and the connections between
/// them, of which there is one at most times. Carries what the association asks for to its
/// connections, processes and node, and what was read back to it.
final class OtherNode implements AssociationEdge, Talking.Hearer {
  private static final Logger LOG = LoggerFactory.getLogger(OtherNode.class);

  private static final Atom NOTSUP = Atom.of("notsup");

  private final NodeName name;
  private final Associations node;
  private final EventLoop home;
  private final AssociationDriver driver;
  private final List<Talking> lines = new CopyOnWriteArrayList<>();
  private @Nullable Future<?> alarm;

  /// It says that it is a client node.
  private volatile boolean client;

  private volatile @Nullable InUse up;

  OtherNode(NodeName name, Association association, Associations node, EventLoop home) {
    this.name = name;
    this.node = node;
    this.home = home;
    this.driver = new AssociationDriver(association, this, home);
  }

  AssociationDriver driver() {
    return driver;
  }

  // From the network.

  /// A connection was made; it is the association's from now on.
  ///
  /// @param client the other end is a client node
  /// @return false if the association has been forgotten
  boolean opened(Talking talking, boolean dialled, boolean client) {
    this.client = client;
    lines.add(talking);
    return driver.submit(
        new AssociationInput.Opened(
            talking.number(), talking.creation(), talking.extended(), dialled));
  }

  @Override
  public void heard(Talking on, Signal signal) {
    if (!(signal instanceof Signal.Message)) {
      driver.submit(new AssociationInput.Heard(on.number(), signal));
    }
    node.processes().deliver(signal, on::malformed);
  }

  @Override
  public void told(Talking on, AssociationMessage message, long received) {
    driver.submit(new AssociationInput.Told(on.number(), message, received));
  }

  @Override
  public void overlay(Talking on, OverlayMessage message) {
    if (message instanceof OverlayMessage.Heartbeat heartbeat
        && !on.digests().passes(heartbeat, node.heartbeat())) {
      return;
    }
    Foreword foreword = on.foreword();
    synchronized (foreword) {
      if (!foreword.keeps(message)) {
        node.tell(new NodeInput.Received(name, message));
      } else if (foreword.isTooLong()) {
        on.malformed("more than " + Foreword.MAX + " messages before the hello");
      }
    }
  }

  @Override
  public void ticked(Talking on) {
    driver.submit(new AssociationInput.Ticked(on.number()));
  }

  @Override
  public void written(long smallBytes, long largeBytes) {
    driver.written(smallBytes, largeBytes);
  }

  @Override
  public void unsent(List<Signal> signals) {
    signals.forEach(signal -> undeliverable(signal, "connection broke"));
  }

  @Override
  public void lost(Talking on, String reason) {
    node.standings().closed(name, on);
    lines.remove(on);
    driver.submit(new AssociationInput.Lost(on.number(), reason));
  }

  // What the association asks for.

  private @Nullable Talking line(long connection) {
    for (Talking line : lines) {
      if (line.number() == connection) {
        return line;
      }
    }
    return null;
  }

  @Override
  public long now() {
    return Clock.now();
  }

  @Override
  public Executor executor(long connection) {
    Talking line = line(connection);
    return line == null ? home : line.connection().loop();
  }

  @Override
  public Traffic traffic(long connection) {
    Talking line = line(connection);
    return line == null ? byways().traffic(connection) : line.traffic();
  }

  @Override
  public void connect(long request) {
    node.tell(new NodeInput.Connect(name, request));
  }

  @Override
  public void takeByway(long request) {
    byways().open(request);
  }

  private OtherByways byways() {
    return node.byways(name);
  }

  /// Acts on a connection, on its loop. Only when the association turns to another connection it is
  /// not there already.
  private void on(long connection, Consumer<Talking> act) {
    Talking line = line(connection);
    if (line == null) {
      return;
    }
    EventLoop loop = line.connection().loop();
    if (loop.inEventLoop()) {
      act.accept(line);
    } else {
      loop.execute(() -> act.accept(line));
    }
  }

  @Override
  public void write(long connection, Signal signal) {
    if (OtherByways.isByway(connection)) {
      writeToByway(connection, signal);
    } else if (line(connection) == null) {
      undeliverable(signal, "connection broke");
    } else {
      on(connection, line -> write(line, signal));
    }
  }

  private void writeToByway(long connection, Signal signal) {
    if (byways().write(connection, signal)) {
      node.counters()
          .count(signal instanceof Signal.Message ? Counter.MESSAGES_OUT : Counter.RELATIONS_OUT);
    } else {
      undeliverable(signal, "no way by others");
    }
  }

  private void write(Talking line, Signal signal) {
    switch (line.write(signal)) {
      case DONE, LATER -> {}
      case NOT_UNDERSTOOD -> notUnderstood(line, signal);
      case UNENCODABLE -> {
        LOG.warn("{}: an exit reason is too large for {}: dropped", node.name(), name);
        unwritten(line, signal, "too large");
      }
    }
  }

  /// A node that cannot spawn for others cannot say so either: the answer is ours.
  private void notUnderstood(Talking line, Signal signal) {
    if (signal instanceof Signal.SpawnRequest request) {
      driver.unwritten(signal);
      heard(line, new Signal.SpawnReply(request.ref(), request.from(), 0, NOTSUP));
    } else {
      unwritten(line, signal, "not understood by the other node");
    }
  }

  private void unwritten(Talking line, Signal signal, String reason) {
    undeliverable(signal, reason);
    if (!(signal instanceof Signal.Message)) {
      driver.submit(new AssociationInput.Unwritten(line.number()));
    }
  }

  private void undeliverable(Signal signal, String reason) {
    driver.unwritten(signal);
    dropped(1, reason);
  }

  @Override
  public void tell(long connection, AssociationMessage message) {
    if (OtherByways.isByway(connection)) {
      byways().write(connection, message);
    } else {
      on(connection, line -> line.write(message));
    }
  }

  @Override
  public void tick(long connection) {
    long digest = driver.snapshot().role() == Role.DIRECT ? 0 : node.heartbeat();
    if (OtherByways.isByway(connection)) {
      byways().tick(connection);
    } else if (digest == 0) {
      on(connection, Talking::tick);
    } else {
      on(connection, line -> line.heartbeat(digest));
    }
  }

  @Override
  public void relay(AssociationMessage message) {
    node.tell(new NodeInput.Relay(name, AssociationCodec.encode(message), false));
  }

  @Override
  public void quiet(long connection, boolean quiet) {
    if (!OtherByways.isByway(connection)) {
      node.tell(new NodeInput.Quiet(name, quiet));
    }
  }

  @Override
  public void flush(long connection) {
    on(connection, Talking::flush);
  }

  @Override
  public void openGate(long connection) {
    if (OtherByways.isByway(connection)) {
      byways().openGate(connection);
    } else {
      on(connection, Talking::openGate);
    }
  }

  @Override
  public void shut(long connection, String reason) {
    if (OtherByways.isByway(connection)) {
      byways().shut(connection);
    } else {
      on(connection, line -> line.connection().close(reason));
    }
  }

  @Override
  public void up(long connection, int creation, boolean extended, boolean dialled) {
    node.counters().count(Counter.OPENED);
    if (dialled) {
      node.counters().count(Counter.OPENED_DIALLED);
    }
    if (FlightEvents.mayBeRecorded()) {
      new FlightEvents.ConnectionOpened(node.name().toString(), name.toString(), dialled).commit();
    }
    if (OtherByways.isByway(connection)) {
      return; // to the node's overlay, and to its users, the other one is not connected
    }
    node.processes().nodes().connected(name.atom(), creation, extended, client);
    Talking line = line(connection);
    if (line == null) {
      node.tell(new NodeInput.Connected(name, creation, extended, dialled));
      return;
    }
    up = new InUse(line, dialled, Clock.now());
    // The other end may have been up before us, and its first words overtaken its hello.
    synchronized (line.foreword()) {
      node.tell(new NodeInput.Connected(name, creation, extended, dialled));
      line.foreword().end().forEach(m -> node.tell(new NodeInput.Received(name, m)));
    }
  }

  @Override
  public void gone(long connection, boolean graceful, String reason) {
    if (!OtherByways.isByway(connection)) {
      over(connection);
      up = null;
      node.processes().nodes().disconnected(name.atom(), !graceful);
      node.tell(new NodeInput.Disconnected(name, graceful));
    }
    node.counters().closed(graceful ? Counter.CLOSED_IDLE : Counter.CLOSED_BROKEN, reason);
    if (FlightEvents.mayBeRecorded()) {
      new FlightEvents.ConnectionClosed(node.name().toString(), name.toString(), graceful, reason)
          .commit();
    }
  }

  @Override
  public void unused(long connection, String reason) {
    if (!OtherByways.isByway(connection)) {
      over(connection);
      node.tell(new NodeInput.DialFailed(name, DialFailure.HANDSHAKE));
    }
  }

  /// The next dial need not wait until the socket is closed.
  private void over(long connection) {
    Talking line = line(connection);
    if (line != null) {
      node.standings().closed(name, line);
    }
  }

  @Override
  public void deliver(Signal signal) {
    node.processes().deliver(signal, _ -> {});
  }

  @Override
  public void dropped(int signals, String reason) {
    node.counters().dropped(signals, reason);
  }

  @Override
  public void wakeAt(long deadline) {
    if (alarm != null) {
      alarm.cancel(false);
    }
    InUse current = up;
    EventLoop loop = current == null ? home : current.talking().connection().loop();
    alarm = loop.schedule(driver::wake, Clock.untilSlotOf(deadline), TimeUnit.NANOSECONDS);
  }

  @Override
  public void retired() {
    node.retired(name, this);
  }

  @Override
  public void failed(RuntimeException defect) {
    LOG.error("bug: the association of {} with {} is lost", node.name(), name, defect);
    lines.forEach(line -> line.connection().abort("internal error: " + defect));
    node.retired(name, this);
  }

  // From the node.

  /// Sends a message of the overlay over the connection that is up.
  void tell(OverlayMessage message) {
    InUse current = up;
    if (current == null) {
      node.counters().dropped(1, "overlay message without connection");
      return;
    }
    Talking talking = current.talking();
    EventLoop loop = talking.connection().loop();
    if (loop.inEventLoop()) {
      talking.write(message);
    } else {
      loop.execute(() -> talking.write(message));
    }
  }

  void abort(String reason) {
    lines.forEach(line -> line.connection().abort(reason));
  }

  // For looking at.

  /// The direct connection, if nothing keeps it.
  NodeInput.@Nullable Idle idle() {
    InUse current = up;
    return current != null
            && driver.snapshot().collectable()
            && driver.queued().bytes() == 0
            && !current.talking().isInsideSignal()
        ? new NodeInput.Idle(name, current.talking().lastUsedAt())
        : null;
  }

  /// The connection that is up.
  @Nullable OpenConnection status(long now) {
    InUse current = up;
    return current == null ? null : current.status(driver.snapshot(), driver.queued(), now);
  }
}
