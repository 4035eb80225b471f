package io.tempelhof.core.handshake;

import java.util.function.Consumer;

/// One side of one handshake: the node that made the connection or the one that accepted it. A step
/// machine without socket, clock or thread; once it has said {@link HandshakeOutput.Established} or
/// {@link HandshakeOutput.Failed} it ignores every further input.
public sealed interface Handshake permits Initiator, Acceptor {
  /// How long the peer may take for each step, in nanoseconds (OTP's {@code net_setuptime}: 7 s).
  long STEP_NANOS = 7_000_000_000L;

  /// Takes one input and says what is to be done, in order.
  ///
  /// @param now the time in nanoseconds
  void step(HandshakeInput input, long now, Consumer<HandshakeOutput> out);

  /// When to step with {@link HandshakeInput.Woken}, in nanoseconds; {@link Long#MAX_VALUE} for
  /// never.
  long nextDeadline();
}
