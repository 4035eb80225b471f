package io.tempelhof.sim.cluster;

import io.tempelhof.core.association.Association;
import io.tempelhof.core.association.AssociationCodec;
import io.tempelhof.core.association.AssociationInput;
import io.tempelhof.core.association.AssociationOutput;
import io.tempelhof.core.association.AssociationSnapshot;
import io.tempelhof.core.association.Role;
import io.tempelhof.core.handshake.Standing;
import io.tempelhof.core.node.NodeInput;
import io.tempelhof.core.overlay.NodeId;
import io.tempelhof.core.overlay.OverlayMessage;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.sim.engine.Alarm;
import io.tempelhof.sim.network.End;
import io.tempelhof.sim.network.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Drives one association of one node, as the association's driver on a real network does: counts
/// what is read and written, holds frames back until the gate opens, wakes it at its deadline.
public final class SimAssociation implements Alarm.Sleeper {
  private final SimNode node;
  private final NodeName peer;
  private final NodeId peerId;
  private final Association association;
  private final Consumer<AssociationOutput> performer = this::perform;
  private final Alarm alarm;
  private final List<Line> lines = new ArrayList<>(1);
  private @Nullable Line up;
  private Role role = Role.DIRECT;

  SimAssociation(SimNode node, NodeName peer, NodeId peerId, Association association) {
    this.node = node;
    this.peer = peer;
    this.peerId = peerId;
    this.association = association;
    this.alarm = new Alarm(node.world(), node.machine(), this);
  }

  public NodeName peer() {
    return peer;
  }

  public NodeId peerId() {
    return peerId;
  }

  long now() {
    return node.world().now();
  }

  /// Whether the node may use a connection to the other one.
  public boolean isUp() {
    return up != null;
  }

  public boolean isPeer() {
    return up != null && role != Role.DIRECT;
  }

  /// What an attempt of the other node meets here.
  Standing standing() {
    if (lines.isEmpty()) {
      return Standing.NONE;
    }
    return up == null && lines.getLast().wasUp ? Standing.CLOSING : Standing.UP;
  }

  /// The end of the connection that is up.
  public @Nullable End upEnd() {
    return up == null ? null : up.end;
  }

  /// The association at the other end of the connection that is up, if it has taken it over.
  public @Nullable SimAssociation other() {
    return up != null && up.end.other().receiver() instanceof Line line ? line.association() : null;
  }

  @Nullable Line up() {
    return up;
  }

  public void step(AssociationInput input) {
    if (node.enter()) {
      take(input);
      node.exit();
    } else {
      node.later(() -> take(input));
    }
  }

  private void take(AssociationInput input) {
    if (input instanceof AssociationInput.Assigned(var assigned)) {
      become(up, assigned);
    }
    association.step(input, now(), performer);
    alarm.set();
  }

  private void become(@Nullable Line newUp, Role newRole) {
    int before = isPeer() ? 1 : 0;
    up = newUp;
    role = newRole;
    node.countPeers((isPeer() ? 1 : 0) - before);
  }

  /// Closes the connection unless something pins it.
  public void collect() {
    step(new AssociationInput.Collect());
  }

  /// How many links and monitors sleep here.
  public int relationsAsleep() {
    AssociationSnapshot seen = association.snapshot();
    return seen.isAsleep() ? seen.relations() : 0;
  }

  Line opened(End end, int creation, boolean dialled) {
    Line line = new Line(end, this, now());
    lines.add(line);
    node.countConnections(1);
    step(new AssociationInput.Opened(end.number(), creation, true, dialled));
    return line;
  }

  void closed(Line line, String reason) {
    lines.remove(line);
    node.countConnections(-1);
    step(new AssociationInput.Lost(line.number(), reason));
  }

  void take(Line line, Frame frame) {
    switch (frame) {
      case Frame.Tick _ -> {}
      case Frame.OfOverlay(OverlayMessage.Heartbeat heartbeat)
          when !line.digests.passes(heartbeat, node.digest()) -> {}
      case Frame.OfOverlay(var message) -> node.tell(new NodeInput.Received(peer, message));
      case Frame.OfAssociation(var message) ->
          step(new AssociationInput.Told(line.number(), message, line.received));
      case Frame.OfFuture _ -> node.readUnknown();
      case Frame.OfUser(var signal) -> {
        line.readSignal(now());
        if (!(signal instanceof Signal.Message)) {
          step(new AssociationInput.Heard(line.number(), signal));
        }
        node.deliver(signal);
      }
    }
  }

  private void perform(AssociationOutput output) {
    if (!node.byways().perform(peer, output)) {
      performHere(output);
    }
  }

  private void performHere(AssociationOutput output) {
    switch (output) {
      case AssociationOutput.Connect(var request) ->
          node.tell(new NodeInput.Connect(peer, request));
      case AssociationOutput.Write(var connection, var signal) -> write(find(connection), signal);
      case AssociationOutput.Tell(var connection, var message) -> {
        Line line = find(connection);
        if (line != null) {
          node.send(line, new Frame.OfAssociation(message.behind(line.written)));
        }
      }
      case AssociationOutput.Relay(var message) ->
          node.tell(new NodeInput.Relay(peer, AssociationCodec.encode(message), false));
      case AssociationOutput.TakeByway(var request) -> node.byways().with(peer).open(request);
      case AssociationOutput.Tick(var connection) -> {
        Line line = find(connection);
        if (line != null) {
          node.tick(line, line == up && isPeer());
        }
      }
      case AssociationOutput.Quiet(_, var quiet) -> node.quiet(this, quiet);
      case AssociationOutput.OpenGate(var connection) -> openGate(find(connection));
      case AssociationOutput.Up(var connection, var creation, var extended, var dialled) -> {
        Line line = find(connection);
        if (line != null) {
          line.wasUp = true;
        }
        become(line, Role.DIRECT);
        node.connected(this, creation, extended, dialled);
      }
      case AssociationOutput.Gone(_, var graceful, _) -> {
        boolean bothLive = up != null && up.end.other().isOwnerAlive();
        become(null, Role.DIRECT);
        node.disconnected(this, graceful, bothLive);
      }
      case AssociationOutput.Unused(_, _) -> node.unused(this);
      case AssociationOutput.Shut(var connection, _) -> shut(find(connection));
      case AssociationOutput.Deliver(var signal) -> node.deliver(signal);
      case AssociationOutput.Dropped(var signals, _, _, _) -> node.dropped(signals);
      case AssociationOutput.Forgotten() -> {
        alarm.stop();
        node.forget(this);
      }
    }
  }

  private void write(@Nullable Line line, Signal signal) {
    if (line != null) {
      line.written++;
      node.send(line, new Frame.OfUser(signal));
    }
  }

  private void openGate(@Nullable Line line) {
    if (line != null) {
      line.openGate().forEach(frame -> node.later(() -> takeHeld(line, frame)));
    }
  }

  private void takeHeld(Line line, Frame frame) {
    if (lines.contains(line)) {
      take(line, frame);
    }
  }

  private void shut(@Nullable Line line) {
    if (line != null) {
      lines.remove(line);
      node.countConnections(-1);
      node.network().close(line.end);
    }
  }

  private @Nullable Line find(long connection) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).number() == connection) {
        return lines.get(i);
      }
    }
    return null;
  }

  /// Never wakes again.
  void stop() {
    alarm.stop();
  }

  @Override
  public long nextDeadline() {
    return association.nextDeadline();
  }

  @Override
  public void wake() {
    Line line = find(association.connection());
    step(
        new AssociationInput.Timer(
            line == null ? node.byways().traffic(peer, association.connection()) : line.traffic()));
  }

  @Override
  public String toString() {
    return node.name() + " with " + peer;
  }
}
