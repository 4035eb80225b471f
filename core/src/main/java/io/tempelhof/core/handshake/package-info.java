/// The handshake of two nodes, version 6 (OTP 23 and later): who are you, what do you understand,
/// do you know the cookie, and which of two crossing connections stays.
///
/// ```
/// Initiator                            Acceptor
///   send_name      ─────────────────────▶   asks its node for a Verdict
///                  ◀─────────────────────   status
///   [true | false  ─────────────────────▶]  only after status "alive"
///                  ◀─────────────────────   challenge
///   challenge_reply ────────────────────▶   checks the proof
///                  ◀─────────────────────   challenge_ack
///   checks the proof
/// ```
///
/// Each side is a step machine, {@link io.tempelhof.core.handshake.Initiator} and {@link
/// io.tempelhof.core.handshake.Acceptor}, that reads from top to bottom in the order of the
/// packets; what they share is in {@link io.tempelhof.core.handshake.Handshake}. An initiator
/// without a name gets one with the status. {@link io.tempelhof.core.handshake.Verdict} holds the
/// rule for crossing attempts. Tempelhof nodes recognise each other by an {@link
/// io.tempelhof.core.handshake.Extension} in bytes that every other node ignores.
///
/// Source: OTP, {@code erl_dist_protocol} "Distribution Handshake", and {@code dist_util}.
@NullMarked
package io.tempelhof.core.handshake;

import org.jspecify.annotations.NullMarked;
