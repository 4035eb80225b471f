package io.tempelhof.core.handshake;

import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.wire.Flags;
import org.jspecify.annotations.Nullable;

/// What a {@link Handshake} asks of its driver, to be done in order. After {@link Established} or
/// {@link Failed} nothing follows.
public sealed interface HandshakeOutput {
  /// Write this packet, preceded by its two bytes of length.
  record Send(byte[] packet) implements HandshakeOutput {}

  /// Ask the node what it thinks of this incoming attempt and answer with {@link
  /// HandshakeInput.Answered}, at once or later. Nothing here is proved yet.
  ///
  /// @param creation the peer's creation; 0 where it is not told yet
  /// @param extension what the peer says as a Tempelhof node; null for another node
  record Ask(NodeName peer, int creation, @Nullable Extension extension)
      implements HandshakeOutput {}

  /// The peer has proved itself and said that our older connection to it is over. Read that one to
  /// its end or close it, then answer with {@link HandshakeInput.OlderGone}: the peer may not send
  /// before that.
  record Supersede(NodeName peer) implements HandshakeOutput {}

  /// The peer prefers its own attempt, which is under way or already here. This one goes no
  /// further; it is kept until the deadline so that the dial is not taken for failed too early.
  record Yielded() implements HandshakeOutput {}

  /// The peer has given us the name we asked for. The handshake goes on under it.
  ///
  /// @param creation to go with the name, never 0
  record Named(NodeName name, int creation) implements HandshakeOutput {}

  /// Both sides have proved themselves. Packets have four bytes of length from the very next byte
  /// on.
  ///
  /// @param creation the peer's creation, never 0
  /// @param flags what both sides understand
  /// @param extension what the peer says as a Tempelhof node; null for another node
  /// @param weStarted whether we made the connection
  record Established(
      NodeName peer, int creation, Flags flags, @Nullable Extension extension, boolean weStarted)
      implements HandshakeOutput {}

  /// There will be no connection. Close the socket once what is to be sent has been sent.
  record Failed(HandshakeFailure failure) implements HandshakeOutput {}
}
