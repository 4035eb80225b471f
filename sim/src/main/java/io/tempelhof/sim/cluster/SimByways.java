package io.tempelhof.sim.cluster;

import io.tempelhof.core.association.AssociationInput.Traffic;
import io.tempelhof.core.association.AssociationMessage;
import io.tempelhof.core.byway.BywayMessage;
import io.tempelhof.core.byway.Byways;
import io.tempelhof.core.node.NodeInput;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.sim.engine.Alarm;

/// The virtual connections of one node with one other, while there are any.
final class SimByways implements Alarm.Sleeper {
  private final SimNode node;
  private final NodeName peer;
  private final Byways byways;
  private final Alarm alarm;

  SimByways(SimNode node, NodeName peer, NodeByways all) {
    this.node = node;
    this.peer = peer;
    this.byways = new Byways(node.name(), node.creation(), peer, all::next);
    this.alarm = new Alarm(node.world(), node.machine(), this);
  }

  boolean has(long connection) {
    return byways.has(connection);
  }

  Traffic traffic(long connection) {
    return byways.traffic(connection);
  }

  void open(long request) {
    byways.open(request, now(), this::perform);
    alarm.set();
  }

  void heard(BywayMessage message) {
    byways.heard(message, now(), this::perform);
    alarm.set();
  }

  void write(long connection, Signal signal) {
    byways.write(connection, signal, now(), this::perform);
    alarm.set();
  }

  void tell(long connection, AssociationMessage message) {
    byways.write(connection, message, now(), this::perform);
    alarm.set();
  }

  void tick(long connection) {
    byways.tick(connection, now(), this::perform);
    alarm.set();
  }

  void openGate(long connection) {
    byways.openGate(connection, now(), this::perform);
  }

  void shut(long connection) {
    byways.shut(connection, now(), this::perform);
    alarm.set();
  }

  private long now() {
    return node.world().now();
  }

  private void perform(Byways.Output output) {
    switch (output) {
      case Byways.Send(var message) -> node.tell(new NodeInput.Relay(peer, message.encode(), true));
      case Byways.Tell(var input) -> node.association(peer).step(input);
      case Byways.Written _ -> {} // nobody waits for room here
      case Byways.Deliver(_, var signal) -> node.deliver(signal);
    }
  }

  void stop() {
    alarm.stop();
  }

  @Override
  public long nextDeadline() {
    return byways.nextDeadline();
  }

  @Override
  public void wake() {
    byways.timer(now(), this::perform);
  }

  @Override
  public String toString() {
    return "byways of " + node + " with " + peer;
  }
}
