package io.tempelhof.sim.network;

import io.tempelhof.core.handshake.Handshake;
import io.tempelhof.core.handshake.Standing;
import io.tempelhof.core.handshake.Verdict;
import io.tempelhof.core.node.DialFailure;
import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.sim.engine.Machine;
import io.tempelhof.sim.engine.World;
import org.jspecify.annotations.Nullable;

/// One attempt to connect: the trips of TCP's and of Erlang's handshake, without their bytes. The
/// dialling node has its connection after three round trips, the accepting one after two and a
/// half. What becomes of attempts that cross is decided by the very rule nodes use ({@link
/// Verdict}).
final class Attempt {
  /// After so long without an answer TCP asks again for a connection, then after twice that (RFC
  /// 6298).
  private static final long SYN_NANOS = 1_000_000_000L;

  private final Network network;
  private final World world;
  private final Listener dialler;
  private final NodeName target;
  private @Nullable Address address;
  private @Nullable End near;

  /// Its SYN has been sent; before that it waits for the other end's own attempt.
  private boolean connecting;

  private boolean over;

  Attempt(Network network, Listener dialler, NodeName target) {
    this.network = network;
    this.world = network.world();
    this.dialler = dialler;
    this.target = target;
  }

  void begin(@Nullable Address to, long timeoutNanos) {
    address = to;
    dialler.dialling.put(target, this);
    world.at(world.now() + timeoutNanos, this::timeOut);
    if (!dialler.accepting.containsKey(target)) {
      connect();
    }
  }

  private void timeOut() {
    if (!over) {
      dialler.machine().turn(() -> fail(DialFailure.TIMEOUT));
    }
  }

  private void connect() {
    connecting = true;
    long heldFor = network.dialsHeldUntil() - world.now();
    if (heldFor > 0) {
      world.at(world.now() + heldFor, () -> sendSyn(SYN_NANOS));
    } else {
      sendSyn(SYN_NANOS);
    }
  }

  /// TCP's first trip; before it a question to the EPMD where the address is not known. Without an
  /// answer it is sent again, until the attempt's time is over.
  private void sendSyn(long wait) {
    if (over || !dialler.isListening()) {
      return;
    }
    Listener acceptor = network.find(target, address);
    Machine here = dialler.machine();
    Machine there = acceptor == null ? here : acceptor.machine();
    if (network.answers(here, there)) {
      long asking =
          address == null ? network.latency(here, there) + network.latency(there, here) : 0;
      world.at(world.now() + asking + network.latency(here, there), this::reached);
    } else {
      world.at(world.now() + wait, () -> sendSyn(2 * wait));
    }
  }

  private void reached() {
    Listener acceptor = network.find(target, address);
    if (over || !dialler.isListening()) {
      return;
    }
    Machine here = dialler.machine();
    if (acceptor == null || !acceptor.isListening()) {
      Machine there = acceptor == null ? here : acceptor.machine();
      if (there.isOn()) {
        long trip = network.latency(there, here);
        world.at(world.now() + trip, () -> here.turn(() -> fail(DialFailure.REFUSED)));
      }
    } else if (acceptor.machine().isOn()) {
      End own = network.newEnd(dialler);
      End far = network.newEnd(acceptor);
      End.join(own, far);
      own.attempt = this;
      far.attempt = this;
      near = own;
      step(far, () -> step(own, () -> named(far)));
    }
  }

  /// The next step happens at the other end, if that one is still there.
  private void step(End from, Runnable next) {
    End to = from.other();
    network.deliver(
        from,
        () -> {
          if (to.isOpen() && to.owner.isListening()) {
            next.run();
          }
        });
  }

  /// The acceptor has learnt who is there.
  private void named(End far) {
    Listener acceptor = far.owner;
    NodeName from = dialler.host.name();
    if (!acceptor.host.name().equals(target)) {
      step(far, () -> fail(DialFailure.OTHER_NODE));
      return;
    }
    Verdict verdict = Verdict.on(target, from, standing(acceptor, from));
    switch (verdict) {
      case OK, OK_SIMULTANEOUS -> accept(far, () -> step(far.other(), () -> establish(far)));
      case ALIVE -> accept(far, () -> replaces(far));
      case NOK -> {} // kept until the deadline: the other node's own attempt goes on
      case NOT_ALLOWED -> step(far, () -> fail(DialFailure.NAME_TAKEN));
    }
  }

  private static Standing standing(Listener acceptor, NodeName from) {
    Standing established = acceptor.host.standing(from);
    if (established != Standing.NONE) {
      return established;
    }
    if (acceptor.dialling.containsKey(from)) {
      return Standing.DIALLING;
    }
    return acceptor.accepting.containsKey(from) ? Standing.ACCEPTING : Standing.NONE;
  }

  private void accept(End far, Runnable goOn) {
    far.owner.accepting.put(dialler.host.name(), this);
    world.at(world.now() + Handshake.PATIENCE_NANOS, () -> patienceEnds(far));
    step(far, goOn);
  }

  /// The acceptor believes to have a connection already. The dialler insists unless it has one too;
  /// what becomes of the acceptor's older one is its association's matter.
  private void replaces(End far) {
    if (dialler.host.standing(target) == Standing.UP) {
      drop();
    } else {
      Runnable challenged = () -> step(far.other(), () -> establish(far));
      step(far.other(), () -> step(far, challenged));
    }
  }

  /// The acceptor's connection is made; the acknowledgement travels ahead of its first frame.
  private void establish(End far) {
    if (!far.isOpen() || !far.owner.isListening()) {
      return;
    }
    NodeName from = dialler.host.name();
    far.attempt = null;
    leave(far.owner, from);
    step(far, this::acknowledged);
    far.receiver = far.owner.host.opened(far, from, dialler.host.creation(), false);
  }

  private void acknowledged() {
    End here = near;
    if (over || here == null) {
      return;
    }
    here.attempt = null;
    over = true;
    leave(dialler, target);
    here.receiver = dialler.host.opened(here, target, here.other().owner.host.creation(), true);
  }

  /// Nothing is under way any more between these two, as this node sees it: the connection that was
  /// made takes the place of every other attempt.
  private void leave(Listener listener, NodeName peer) {
    Attempt own = listener.dialling.remove(peer);
    if (own != null && own != this) {
      own.drop();
    }
    Attempt theirs = listener.accepting.remove(peer);
    if (theirs != null && theirs != this) {
      theirs.refuse();
    }
  }

  /// Ends it without a word to the dialling node, which has or will have its connection.
  private void drop() {
    over = true;
    dialler.dialling.remove(target, this);
    if (near != null) {
      network.close(near);
    }
  }

  private void refuse() {
    if (near != null) {
      network.close(near.other());
    }
  }

  private void patienceEnds(End far) {
    if (far.attempt == this) {
      far.owner.machine().turn(() -> giveUp(far));
    }
  }

  private void giveUp(End far) {
    if (far.attempt == this) {
      forget(far.owner);
      network.close(far);
    }
  }

  /// One of the two ends saw the connection go in the middle.
  void ended(End end) {
    if (end == near) {
      fail(DialFailure.CLOSED);
    } else {
      forget(end.owner);
    }
  }

  /// The acceptor's own dial may have waited for this attempt.
  private void forget(Listener acceptor) {
    NodeName from = dialler.host.name();
    if (acceptor.accepting.remove(from, this)) {
      Attempt waiting = acceptor.dialling.get(from);
      if (waiting != null && !waiting.connecting) {
        waiting.connect();
      }
    }
  }

  private void fail(DialFailure failure) {
    if (over) {
      return;
    }
    drop();
    if (dialler.isListening()) {
      dialler.host.dialFailed(target, failure);
    }
  }
}
