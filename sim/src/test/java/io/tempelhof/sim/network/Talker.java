package io.tempelhof.sim.network;

import io.tempelhof.core.handshake.Standing;
import io.tempelhof.core.node.DialFailure;
import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.sim.engine.Machine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A host that remembers what happened to it.
final class Talker implements Host {
  final NodeName name;
  final Listener listener;
  final List<String> log = new ArrayList<>();
  final List<End> open = new ArrayList<>();
  private final Network network;
  private final Machine machine;

  Talker(Network network, int index) {
    this(network, index, new Machine(network.world(), index));
  }

  Talker(Network network, int index, Machine machine) {
    this.network = network;
    this.machine = machine;
    name = NodeName.of("n" + index + "@sim");
    listener = network.listen(this, addressOf(index));
  }

  static Address addressOf(int index) {
    return new Address("10.0.0." + index, 1);
  }

  void dial(Talker other) {
    network.dial(listener, other.name, other.listener.address, 7_000_000_000L);
  }

  private void note(String text) {
    log.add("%.1f %s".formatted(network.world().now() / 1e6, text));
  }

  @Override
  public NodeName name() {
    return name;
  }

  @Override
  public Machine machine() {
    return machine;
  }

  @Override
  public int creation() {
    return 1;
  }

  @Override
  public Standing standing(NodeName peer) {
    return connection(peer) == null ? Standing.NONE : Standing.UP;
  }

  private @Nullable End connection(NodeName peer) {
    return open.stream()
        .filter(end -> end.other().owner.host.name().equals(peer))
        .findFirst()
        .orElse(null);
  }

  @Override
  public Receiver opened(End end, NodeName peer, int creation, boolean dialled) {
    open.add(end);
    note((dialled ? "dialled " : "accepted ") + peer);
    return new Receiver() {
      @Override
      public void read(Frame frame) {
        note("read " + frame);
      }

      @Override
      public void closed(String reason) {
        open.remove(end);
        note("closed: " + reason);
      }
    };
  }

  @Override
  public void dialFailed(NodeName peer, DialFailure failure) {
    note("failed " + peer + ": " + failure);
  }
}
