package io.tempelhof.core.wire;

import io.tempelhof.core.signal.Signal;

/// What a frame from a peer turned out to say.
public sealed interface Incoming {
  /// The empty frame: the peer lives and has nothing to say.
  record Tick() implements Incoming {}

  /// A signal.
  record Signalled(Signal signal) implements Incoming {}

  /// A part of a signal that is not whole yet.
  record Fragment() implements Incoming {}

  /// Nothing legal. The connection is closed, as every Erlang node does: what follows on it cannot
  /// be trusted to be in order.
  ///
  /// @param offset the byte of the frame, counted after its length, where reading ended
  record Malformed(String reason, int offset) implements Incoming {}
}
