package io.tempelhof.sim.network;

import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.sim.engine.Machine;
import io.tempelhof.sim.engine.Trace;
import io.tempelhof.sim.engine.World;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The virtual network: connections that deliver frames in order after a while, or break, and the
/// faults that can befall them. What a node dials goes through an {@link Attempt}.
public final class Network {
  private final World world;
  private final Paths paths;
  private final Map<Address, Listener> byAddress = new HashMap<>();
  private final Map<NodeName, Listener> byName = new HashMap<>();
  private long ends;
  private long undelivered;
  private long dialsHeldUntil;

  public Network(World world, NetworkOptions options) {
    this.world = world;
    this.paths = new Paths(options, world.random());
  }

  World world() {
    return world;
  }

  /// How many frames never arrived because the connection, or the node, had gone.
  public long undelivered() {
    return undelivered;
  }

  /// The node answers at that address from now on, in place of any earlier one.
  ///
  /// @throws IllegalStateException if a live node holds the address or the name
  public Listener listen(Host host, Address address) {
    Listener listener = new Listener(host, address);
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
  public void dial(Listener from, NodeName to, @Nullable Address address, long timeoutNanos) {
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
  public void send(End from, Frame frame) {
    if (!from.isOpen()) {
      undelivered++;
    } else if (paths.resets()) {
      reset(from);
    } else {
      transmit(from, new Arrival(this, from.other(), frame, from.sent++));
    }
  }

  /// Lets something happen at the other end of this connection, behind everything sent before.
  void deliver(End from, Runnable event) {
    Machine there = from.other().owner.machine();
    transmit(from, () -> there.turn(event));
  }

  private void transmit(End from, Runnable event) {
    Stall stall = from.stall;
    if (stall == null && carries(from)) {
      arriveLater(from, event);
      return;
    }
    if (stall == null) {
      stall = new Stall(this, from);
      from.stall = stall;
    }
    stall.add(event);
  }

  /// Whether a packet sent from here gets through.
  boolean carries(End from) {
    return !from.severed && paths.carries(from.owner.machine(), from.other().owner.machine());
  }

  void arriveLater(End from, Runnable event) {
    long trip = paths.latency(from.owner.machine(), from.other().owner.machine());
    from.lastArrival = Math.max(from.lastArrival, world.now() + trip);
    world.at(from.lastArrival, event);
  }

  void arrived(End to, Frame frame, long number) {
    Trace trace = world.trace();
    trace.mix(to.number());
    trace.mix(kind(frame));
    Receiver receiver = to.receiver;
    if (to.isOpen() && to.owner.isListening() && receiver != null) {
      if (number != to.arrived++) {
        throw new IllegalStateException(
            "frame %d of a connection arrives in the place of %d"
                .formatted(number, to.arrived - 1));
      }
      receiver.read(frame);
      return;
    }
    undelivered++;
    if (!to.owner.isListening()) {
      refuse(to);
    }
  }

  /// The class names are stable from one JVM to the next, unlike identity hash codes.
  private static int kind(Frame frame) {
    return switch (frame) {
      case Frame.Tick _ -> 0;
      case Frame.OfUser(var signal) -> signal.getClass().getName().hashCode();
      case Frame.OfAssociation(var message) -> message.getClass().getName().hashCode();
      case Frame.OfOverlay(var message) -> message.getClass().getName().hashCode();
      case Frame.OfFuture(var term) -> term.getClass().getName().hashCode();
    };
  }

  /// The kernel knows nothing of the connection any more, and says so.
  private void refuse(End here) {
    End there = here.other();
    if (paths.carries(here.owner.machine(), there.owner.machine())) {
      long trip = paths.latency(here.owner.machine(), there.owner.machine());
      world.at(world.now() + trip, () -> hangUp(there, "reset"));
    }
  }

  /// Closes this end; the other one reads what was sent and then the end of the stream.
  public void close(End end) {
    if (end.isOpen()) {
      end.shut();
      transmit(end, () -> hangUp(end.other(), "closed by the other end"));
    }
  }

  /// Something in between breaks the connection: both ends learn it, and what is on its way is
  /// lost.
  public void reset(End end) {
    Machine here = end.owner.machine();
    Machine there = end.other().owner.machine();
    world.at(world.now() + paths.latency(there, here), () -> hangUp(end, "reset"));
    world.at(world.now() + paths.latency(here, there), () -> hangUp(end.other(), "reset"));
  }

  /// Something in between forgets the connection: from now on nothing arrives, and no end is told.
  public void sever(End end) {
    end.severed = true;
    end.other().severed = true;
  }

  /// The kernel gives the connection up: nothing has been acknowledged for a quarter of an hour.
  void timedOut(End end) {
    hangUp(end, "timed out");
  }

  private static void hangUp(End end, String reason) {
    end.owner.machine().turn(() -> end(end, reason));
  }

  private static void end(End end, String reason) {
    if (!end.isOpen() || !end.owner.isListening()) {
      return;
    }
    end.shut();
    Attempt attempt = end.attempt;
    Receiver receiver = end.receiver;
    if (attempt != null) {
      attempt.ended(end);
    } else if (receiver != null) {
      receiver.closed(reason);
    }
  }

  /// The node's process is gone: its kernel ends its connections, and refuses whoever dials it. On
  /// a machine without power nothing of that happens.
  public void kill(Listener listener) {
    listener.stop();
    for (End end : List.copyOf(listener.ends)) {
      if (listener.machine().isOn()) {
        close(end);
      } else {
        end.severed = true;
      }
    }
  }

  /// From now on the cut applies.
  public void cut(Cut cut) {
    paths.cut(cut);
  }

  /// It applies no longer.
  public void heal(Cut cut) {
    paths.heal(cut);
  }

  /// Every attempt to connect that is begun before then waits until then.
  public void holdDials(long until) {
    dialsHeldUntil = until;
  }

  long dialsHeldUntil() {
    return dialsHeldUntil;
  }

  /// Whether a packet gets there, and the answer back.
  boolean answers(Machine from, Machine to) {
    return paths.carries(from, to) && paths.carries(to, from);
  }

  long latency(Machine from, Machine to) {
    return paths.latency(from, to);
  }
}
