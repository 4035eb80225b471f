package io.tempelhof.core.association;

import io.tempelhof.core.association.AssociationInput.Traffic;
import io.tempelhof.core.signal.Signal;
import java.util.ArrayDeque;
import java.util.Deque;

/// One end of a connection: frames arrive in order, after a while, until the connection is closed,
/// reset or cut.
final class Pipe {
  enum Special {
    TICK,
    END_OF_STREAM
  }

  final long number;
  final Site site;
  final Site peer;
  final int peerIncarnation;
  boolean byway;
  final boolean isDialled;

  /// The wish for a connection that it fulfils, 0 for none.
  long wish;

  private final FaultyNetwork network;
  private final Deque<Object> unread = new ArrayDeque<>();
  Pipe other = this;
  private boolean handshaken;
  private boolean open = true;
  private boolean gateOpen;
  private boolean cut;
  private long lastArrival;
  private long written;
  private long received;
  private long lastSignalReadAt;
  private long lastReadAt;
  private long lastWrittenAt;

  Pipe(FaultyNetwork network, long number, Site site, Site peer, boolean isDialled, long wish) {
    this.network = network;
    this.number = number;
    this.site = site;
    this.peer = peer;
    this.peerIncarnation = peer.incarnation();
    this.isDialled = isDialled;
    this.wish = wish;
  }

  Traffic traffic() {
    return new Traffic(lastSignalReadAt, lastReadAt, lastWrittenAt);
  }

  /// The handshake has succeeded for the acceptor; the other end learns it next.
  void acknowledge() {
    lastArrival = network.now() + network.latency();
    network.at(lastArrival, other::handshaken);
    handshaken();
  }

  boolean isShakingHands() {
    return open && !handshaken;
  }

  void dialTimesOut() {
    if (!handshaken) {
      lose("handshake timed out");
    }
  }

  private void handshaken() {
    if (open) {
      handshaken = true;
      lastReadAt = network.now();
      site.opened(this);
      readOn();
    }
  }

  void send(Signal signal) {
    written++;
    sendFrame(signal);
  }

  void send(AssociationMessage message) {
    sendFrame(message.behind(written));
  }

  void sendTick() {
    sendFrame(Special.TICK);
  }

  /// @param frame a Signal, an AssociationMessage or a Special
  private void sendFrame(Object frame) {
    if (!open) {
      return;
    }
    lastWrittenAt = network.now();
    Faults faults = network.faults();
    if (network.happens(faults.reset())) {
      reset();
    } else if (network.happens(faults.cut())) {
      cut = true;
      other.cut = true;
    }
    if (!cut) {
      lastArrival = Math.max(lastArrival, network.now() + network.latency());
      network.at(lastArrival, () -> other.arrive(frame));
    }
  }

  private void arrive(Object frame) {
    if (open) {
      lastReadAt = network.now();
      unread.add(frame);
      readOn();
    }
  }

  void openGate() {
    gateOpen = true;
    network.at(network.now(), this::readOn);
  }

  private void readOn() {
    while (open && handshaken && !unread.isEmpty()) {
      if (unread.peek() instanceof Signal && !gateOpen) {
        return;
      }
      switch (unread.remove()) {
        case Signal signal -> {
          received++;
          lastSignalReadAt = network.now();
          site.read(this, signal);
        }
        case AssociationMessage message ->
            site.step(peer, new AssociationInput.Told(number, message, received));
        case Special.TICK -> {
          if (!network.faults().extended()) {
            site.step(peer, new AssociationInput.Ticked(number));
          }
        }
        case Special.END_OF_STREAM -> lose("end of stream");
        default -> throw new IllegalStateException("no frame");
      }
    }
  }

  /// Closes this end; the other one reads what was sent, then the end.
  void shut() {
    sendFrame(Special.END_OF_STREAM);
    unread.clear();
    open = false;
    if (network.happens(0.5)) {
      network.at(
          network.now() + network.latency(),
          () -> site.step(peer, new AssociationInput.Lost(number, "shut by us")));
    }
  }

  /// Its node dies.
  void die() {
    if (open) {
      if (network.happens(0.5)) {
        sendFrame(Special.END_OF_STREAM);
      } else if (network.happens(0.8)) {
        reset();
      } else {
        cut = true;
        other.cut = true;
      }
      open = false;
    }
  }

  /// Both ends learn it, each at its own time; what arrives later is lost.
  void reset() {
    cut = true;
    other.cut = true;
    network.at(network.now() + network.latency(), () -> lose("reset"));
    network.at(network.now() + network.latency(), () -> other.lose("reset"));
  }

  private void lose(String reason) {
    if (open) {
      open = false;
      unread.clear();
      site.lost(this, handshaken, reason);
    }
  }
}
