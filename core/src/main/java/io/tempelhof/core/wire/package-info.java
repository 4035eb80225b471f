/// The distribution protocol's bytes: what two connected nodes write to each other.
///
/// {@link io.tempelhof.core.wire.PacketSplitter} cuts the byte stream of a connection into packets:
/// two-byte lengths during the handshake, four-byte lengths afterwards. {@link
/// io.tempelhof.core.wire.Flags} says what both ends understand. Bytes from a peer are never
/// trusted: whatever does not follow the protocol becomes a value that costs the peer its
/// connection.
///
/// Source: OTP, {@code erl_dist_protocol} and {@code erl_ext_dist}.
@NullMarked
package io.tempelhof.core.wire;

import org.jspecify.annotations.NullMarked;
