package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.PeerAccepted;
import io.tempelhof.core.overlay.OverlayMessage.PeerRedirected;
import io.tempelhof.core.overlay.OverlayMessage.PruneAgreed;
import io.tempelhof.core.overlay.OverlayMessage.PruneRefused;
import org.jspecify.annotations.Nullable;

/// Whether the two ends of one connection are peers: an agreement, reached by messages over that
/// connection, which deliver in order. Both ends hold the same view but for messages in flight; the
/// end of the connection ends it.
///
/// | state | heard | becomes | answer |
/// | --- | --- | --- | --- |
/// | NONE | request | PEER / NONE | accepted / redirected |
/// | REQUESTED | request (crossed ours) | PEER | none: ours is the answer |
/// | REQUESTED | accepted / redirected | PEER / NONE | |
/// | PEER | prune request | NONE / PEER | agreed / refused |
/// | PRUNING | prune request (crossed ours) | NONE | none: ours is the answer |
/// | PRUNING | agreed / refused | NONE / PEER | |
///
/// Everything else is late and ignored, but for requests, which are answered by what already holds.
final class PeerRelation {
  /// How the relation stands at this end.
  enum State {
    /// No peers.
    NONE,
    /// We asked and wait for the answer.
    REQUESTED,
    /// Peers.
    PEER,
    /// Peers still, but we have asked to end it.
    PRUNING
  }

  private State state = State.NONE;

  State state() {
    return state;
  }

  /// Whether the connection is a standing one.
  boolean stands() {
    return state == State.PEER || state == State.PRUNING;
  }

  /// We ask; the caller sends the request.
  void request() {
    expect(State.NONE);
    state = State.REQUESTED;
  }

  /// We ask to end it; the caller sends the request.
  void prune() {
    expect(State.PEER);
    state = State.PRUNING;
  }

  /// The other end asks.
  ///
  /// @param refusal what to say if it must go elsewhere; {@code null} to accept
  /// @return the answer, if one is due
  @Nullable OverlayMessage heardRequest(@Nullable PeerRedirected refusal) {
    return switch (state) {
      case NONE -> {
        if (refusal != null) {
          yield refusal;
        }
        state = State.PEER;
        yield new PeerAccepted();
      }
      case REQUESTED -> {
        state = State.PEER;
        yield null;
      }
      case PEER, PRUNING -> new PeerAccepted();
    };
  }

  void heardAccepted() {
    if (state == State.REQUESTED) {
      state = State.PEER;
    }
  }

  void heardRedirected() {
    if (state == State.REQUESTED) {
      state = State.NONE;
    }
  }

  /// The other end asks to stop.
  ///
  /// @return the answer, if one is due
  @Nullable OverlayMessage heardPruneRequest(boolean agree) {
    return switch (state) {
      case NONE, REQUESTED -> new PruneAgreed();
      case PEER -> {
        if (!agree) {
          yield new PruneRefused();
        }
        state = State.NONE;
        yield new PruneAgreed();
      }
      case PRUNING -> {
        state = State.NONE;
        yield null;
      }
    };
  }

  void heardPruneAgreed() {
    if (state == State.PRUNING) {
      state = State.NONE;
    }
  }

  void heardPruneRefused() {
    if (state == State.PRUNING) {
      state = State.PEER;
    }
  }

  /// The other end leaves the cluster.
  void end() {
    state = State.NONE;
  }

  private void expect(State expected) {
    if (state != expected) {
      throw new IllegalStateException("peer relation is " + state + ", not " + expected);
    }
  }
}
