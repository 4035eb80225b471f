package io.tempelhof.sim;

import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.term.NodeName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// The virtual network: connections that deliver frames in order after a while, or break. What a
/// node dials goes through an {@link Attempt}.
final class Network {
  private final World world;
  private final NetworkOptions options;
  private final SplittableRandom random;
  private final Map<Address, Listener> byAddress = new HashMap<>();
  private final Map<NodeName, Listener> byName = new HashMap<>();
  private long ends;
  private long undelivered;

  Network(World world, NetworkOptions options) {
    this.world = world;
    this.options = options;
    this.random = world.random();
  }

  World world() {
    return world;
  }

  /// How many frames never arrived because the connection, or the node, had gone.
  long undelivered() {
    return undelivered;
  }

  /// The node answers at that address from now on, in place of any earlier one.
  ///
  /// @throws IllegalStateException if a live node holds the address or the name
  Listener listen(int index, Host host, Address address) {
    Listener listener = new Listener(index, host, address);
    Listener atAddress = byAddress.put(address, listener);
    Listener ofName = byName.put(host.name(), listener);
    if ((atAddress != null && atAddress.isListening())
        || (ofName != null && ofName.isListening())) {
      throw new IllegalStateException(host.name() + " at " + address + ": taken by a live node");
    }
    return listener;
  }

  /// Who answers, or last answered, where a dial goes. Without an address the name is asked for, as
  /// at its EPMD.
  @Nullable Listener find(NodeName name, @Nullable Address address) {
    return address == null ? byName.get(name) : byAddress.get(address);
  }

  /// Begins an attempt to connect; its end reaches the host.
  void dial(Listener from, NodeName to, @Nullable Address address, long timeoutNanos) {
    if (!from.dialling.containsKey(to)) {
      new Attempt(this, from, to).begin(address, timeoutNanos);
    }
  }

  End newEnd(Listener owner) {
    End end = new End(owner, ++ends);
    owner.ends.add(end);
    return end;
  }

  /// Sends a frame; it arrives after those sent before.
  void send(End from, Frame frame) {
    if (!from.isOpen()) {
      undelivered++;
      return;
    }
    if (options.resetShare() > 0 && random.nextDouble() < options.resetShare()) {
      reset(from);
      return;
    }
    End to = from.other();
    deliver(from, () -> arrive(to, frame));
  }

  private void arrive(End to, Frame frame) {
    Trace trace = world.trace();
    trace.mix(to.number);
    trace.mix(kind(frame));
    if (to.isOpen() && to.owner.isListening()) {
      to.owner.host.read(to, frame);
    } else {
      undelivered++;
    }
  }

  /// The class names are stable from one JVM to the next, unlike identity hash codes.
  private static int kind(Frame frame) {
    return switch (frame) {
      case Frame.Tick _ -> 0;
      case Frame.OfUser(var signal) -> signal.getClass().getName().hashCode();
      case Frame.OfAssociation(var message) -> message.getClass().getName().hashCode();
      case Frame.OfOverlay(var message) -> message.getClass().getName().hashCode();
    };
  }

  /// Lets something happen at the other end of this connection, behind everything sent before.
  void deliver(End from, Runnable event) {
    from.lastArrival = Math.max(from.lastArrival, world.now() + latency());
    Machine there = from.other().owner.host.machine();
    world.at(from.lastArrival, () -> there.turn(event));
  }

  /// Closes this end; the other one reads what was sent and then the end of the stream.
  void close(End end) {
    if (end.isOpen()) {
      end.shut();
      deliver(end, () -> hangUp(end.other(), "closed by the other end"));
    }
  }

  /// Breaks the connection: both ends learn it, and what is on its way is lost.
  void reset(End end) {
    End other = end.other();
    world.at(world.now() + latency(), () -> hangUp(end, "reset"));
    world.at(world.now() + latency(), () -> hangUp(other, "reset"));
  }

  private static void hangUp(End end, String reason) {
    if (!end.isOpen() || !end.owner.isListening()) {
      return;
    }
    end.shut();
    Attempt attempt = end.attempt;
    if (attempt == null) {
      end.owner.host.closed(end, reason);
    } else {
      attempt.ended(end);
    }
  }

  /// The node is gone.
  ///
  /// @param silent nobody is told, and nobody who dials it is answered; otherwise its connections
  ///   end and dials are refused
  void kill(Listener listener, boolean silent) {
    listener.state = silent ? Listener.State.SILENT : Listener.State.CRASHED;
    if (!silent) {
      List.copyOf(listener.ends).forEach(this::close);
    }
  }

  /// How long one trip takes.
  long latency() {
    long nanos =
        options.latencyMinNanos()
            + random.nextLong(options.latencyMaxNanos() - options.latencyMinNanos() + 1);
    boolean held = options.tailShare() > 0 && random.nextDouble() < options.tailShare();
    return held ? nanos + random.nextLong(options.tailMaxNanos() + 1) : nanos;
  }
}
