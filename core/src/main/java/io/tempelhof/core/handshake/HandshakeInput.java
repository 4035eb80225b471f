package io.tempelhof.core.handshake;

/// What a driver tells a {@link Handshake}.
public sealed interface HandshakeInput {
  /// The socket is connected; the handshake begins. Always the first input.
  record Opened() implements HandshakeInput {}

  /// A packet came in, here without its length. The machine keeps no reference to the array.
  record Received(byte[] packet) implements HandshakeInput {}

  /// The peer closed or reset the socket.
  record Closed() implements HandshakeInput {}

  /// Time has passed, perhaps the deadline.
  record Woken() implements HandshakeInput {}

  /// The node's answer to {@link HandshakeOutput.Ask}.
  record Answered(Verdict verdict) implements HandshakeInput {}

  /// The answer to {@link HandshakeOutput.Supersede}: the older connection is drained and gone.
  record OlderGone() implements HandshakeInput {}
}
