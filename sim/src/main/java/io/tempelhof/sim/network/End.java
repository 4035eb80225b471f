package io.tempelhof.sim.network;

import org.jspecify.annotations.Nullable;

/// One node's end of a virtual connection.
public final class End {
  final Listener owner;

  /// Tells this end from every other end of the world.
  private final long number;

  /// How many frames were sent from here, and how many have arrived here.
  long sent;

  long arrived;

  /// When the frame sent last arrives: a later one never overtakes it.
  long lastArrival;

  /// What was sent and got lost, with all that came after it; null while nothing is missing.
  @Nullable Stall stall;

  /// Nothing that is sent arrives any more, and nobody is told.
  boolean severed;

  /// The attempt this end belongs to until its owner has taken it over.
  @Nullable Attempt attempt;

  /// Who reads from then on.
  @Nullable Receiver receiver;

  private @Nullable End other;
  private boolean open = true;

  End(Listener owner, long number) {
    this.owner = owner;
    this.number = number;
  }

  static void join(End one, End another) {
    one.other = another;
    another.other = one;
  }

  public long number() {
    return number;
  }

  public End other() {
    if (other == null) {
      throw new IllegalStateException("an end without another");
    }
    return other;
  }

  /// Who reads here, once the connection is established.
  public @Nullable Receiver receiver() {
    return receiver;
  }

  /// Whether the node whose end this is lives.
  public boolean isOwnerAlive() {
    return owner.isListening();
  }

  /// Whether the owner may still read and write.
  public boolean isOpen() {
    return open;
  }

  void shut() {
    open = false;
    owner.ends.remove(this);
  }
}
