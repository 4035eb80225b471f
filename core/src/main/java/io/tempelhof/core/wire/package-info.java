/// The distribution protocol's bytes: what two connected nodes write to each other.
///
/// {@link io.tempelhof.core.wire.PacketSplitter} cuts the byte stream of a connection into packets:
/// two-byte lengths during the handshake, four-byte lengths afterwards. {@link
/// io.tempelhof.core.wire.Flags} says what both ends understand, and so in which of two modes the
/// frames are. With headers a frame may refer to atoms both ends remember, and a long signal goes
/// in fragments; in pass-through mode every frame stands for itself.
///
/// {@link io.tempelhof.core.wire.FrameReader} makes signals of frames: its {@code ReceivedAtoms} is
/// the atom cache, its {@code Reassembly} holds what came in part, {@code SignalReader} knows what
/// control messages mean. {@link io.tempelhof.core.wire.FrameWriter} makes frames of signals: its
/// {@code Lanes} keep each sender's order while long signals take turns, its {@code SentAtoms} is
/// the cache of the other direction, {@code ControlWriter} knows which control message a peer
/// understands.
///
/// Bytes from a peer are never trusted: whatever does not follow the protocol becomes a value that
/// costs the peer its connection, and what is held of incomplete signals counts against an {@link
/// io.tempelhof.core.wire.Allowance}.
///
/// Source: OTP, {@code erl_dist_protocol} and {@code erl_ext_dist}.
@NullMarked
package io.tempelhof.core.wire;

import org.jspecify.annotations.NullMarked;
