package io.tempelhof.sim;

import io.tempelhof.core.association.Association;
import io.tempelhof.core.association.AssociationInput;
import io.tempelhof.core.association.AssociationInput.Traffic;
import io.tempelhof.core.association.AssociationOutput;
import io.tempelhof.core.association.Role;
import io.tempelhof.core.handshake.Standing;
import io.tempelhof.core.node.NodeInput;
import io.tempelhof.core.overlay.NodeId;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Drives one association of one node, as the association's driver on a real network does: counts
/// what is read and written, holds frames back until the gate opens, wakes it at its deadline.
final class SimAssociation implements Alarm.Sleeper {
  private final SimNode node;
  private final NodeName peer;
  private final NodeId peerId;
  private final Association association;
  private final Alarm alarm;
  private final List<End> ends = new ArrayList<>(1);
  private @Nullable End up;
  private Role role = Role.DIRECT;

  SimAssociation(SimNode node, NodeName peer, NodeId peerId, Association association) {
    this.node = node;
    this.peer = peer;
    this.peerId = peerId;
    this.association = association;
    this.alarm = new Alarm(node.world(), node.machine(), this);
  }

  NodeName peer() {
    return peer;
  }

  NodeId peerId() {
    return peerId;
  }

  /// Whether the node may use a connection to the other one.
  boolean isUp() {
    return up != null;
  }

  boolean isPeer() {
    return up != null && role == Role.PEER;
  }

  /// What an attempt of the other node meets here.
  Standing standing() {
    if (ends.isEmpty()) {
      return Standing.NONE;
    }
    return up == null && ends.getLast().wasUp ? Standing.CLOSING : Standing.UP;
  }

  /// Open connections, also those that are being closed or are not up yet.
  int connections() {
    return ends.size();
  }

  /// The end of the connection that is up.
  @Nullable End upEnd() {
    return up;
  }

  void step(AssociationInput input) {
    node.enqueue(() -> {
      if (input instanceof AssociationInput.Assigned(var assigned)) {
        become(up, assigned);
      }
      association.step(input, node.world().now(), this::perform);
      alarm.set();
    });
  }

  private void become(@Nullable End newUp, Role newRole) {
    int before = isPeer() ? 1 : 0;
    up = newUp;
    role = newRole;
    node.countPeers((isPeer() ? 1 : 0) - before);
  }

  void opened(End end, int creation, boolean dialled) {
    ends.add(end);
    node.countConnections(1);
    end.association = this;
    long now = node.world().now();
    end.lastReadAt = now;
    end.lastWrittenAt = now;
    end.lastSignalReadAt = now;
    end.lastSignalAt = now;
    step(new AssociationInput.Opened(end.number, creation, true, dialled));
  }

  void closed(End end, String reason) {
    ends.remove(end);
    node.countConnections(-1);
    step(new AssociationInput.Lost(end.number, reason));
  }

  void read(End end, Frame frame) {
    long now = node.world().now();
    end.lastReadAt = now;
    Deque<Frame> held = end.held;
    if (held != null && !(frame instanceof Frame.OfAssociation && held.isEmpty())) {
      held.add(frame);
      return;
    }
    take(end, frame, now);
  }

  private void take(End end, Frame frame, long now) {
    switch (frame) {
      case Frame.Tick _ -> {}
      case Frame.OfOverlay(var message) -> node.tell(new NodeInput.Received(peer, message));
      case Frame.OfAssociation(var message) ->
          step(new AssociationInput.Told(end.number, message, end.received));
      case Frame.OfUser(var signal) -> {
        end.received++;
        end.lastSignalReadAt = now;
        end.lastSignalAt = now;
        if (!(signal instanceof Signal.Message)) {
          step(new AssociationInput.Heard(end.number, signal));
        }
        node.deliver(signal);
      }
    }
  }

  private void perform(AssociationOutput output) {
    switch (output) {
      case AssociationOutput.Connect(var request) ->
          node.tell(new NodeInput.Connect(peer, request));
      case AssociationOutput.Write(var connection, var signal) ->
          on(connection, end -> write(end, signal));
      case AssociationOutput.Tell(var connection, var message) ->
          on(
              connection,
              end -> node.send(end, new Frame.OfAssociation(message.behind(end.written))));
      case AssociationOutput.Tick(var connection) ->
          on(connection, end -> node.send(end, Frame.Tick.TICK));
      case AssociationOutput.OpenGate(var connection) -> openGate(connection);
      case AssociationOutput.Up(var connection, var creation, var extended, var dialled) -> {
        End end = find(connection);
        if (end != null) {
          end.wasUp = true;
        }
        become(end, Role.DIRECT);
        node.connected(this, creation, extended, dialled);
      }
      case AssociationOutput.Gone(_, var graceful, _) -> {
        become(null, Role.DIRECT);
        node.disconnected(this, graceful);
      }
      case AssociationOutput.Unused(_, _) -> node.unused(this);
      case AssociationOutput.Shut(var connection, _) -> shut(connection);
      case AssociationOutput.Deliver(var signal) -> node.deliver(signal);
      case AssociationOutput.Dropped(var signals, _, _, _) -> node.dropped(signals);
      case AssociationOutput.Forgotten() -> {
        alarm.stop();
        node.forget(this);
      }
    }
  }

  private void on(long connection, Consumer<End> act) {
    End end = find(connection);
    if (end != null) {
      act.accept(end);
    }
  }

  private void write(End end, Signal signal) {
    end.written++;
    node.send(end, new Frame.OfUser(signal));
  }

  private void openGate(long connection) {
    End end = find(connection);
    if (end != null && end.held != null) {
      Deque<Frame> held = end.held;
      end.held = null;
      long now = node.world().now();
      held.forEach(frame -> node.enqueue(() -> take(end, frame, now)));
    }
  }

  private void shut(long connection) {
    End end = find(connection);
    if (end != null) {
      ends.remove(end);
      node.countConnections(-1);
      node.network().close(end);
    }
  }

  private @Nullable End find(long connection) {
    for (End end : ends) {
      if (end.number == connection) {
        return end;
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
    End end = find(association.connection());
    step(new AssociationInput.Timer(end == null ? Traffic.NONE : end.traffic()));
  }

  @Override
  public String toString() {
    return node.name() + " with " + peer;
  }
}
