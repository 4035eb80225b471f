/// What two nodes share: order, outbox, links and monitors. An association outlives its
/// connections: it asks for one when there is something to say, and agrees with the other end to
/// close it when both have fallen silent, without losing or reordering a signal.
///
/// {@link Association} is the step machine: {@link AssociationInput}s in, {@link
/// AssociationOutput}s out, time as an argument, one owner at a time. It holds what lasts longer
/// than a connection: {@code Holdings} (what is over when one breaks: {@code Outbox}, the signals
/// that wait, {@code History}, what both ends remember of each other, and links and monitors),
/// {@code Demand} (a connection has been asked for), {@code Dormancy} (what an association without
/// one does by the clock: ask whether the other end remembers, or be forgotten), {@code IdlePeriod}
/// (how long silence may last), {@code Pins} (what keeps a connection open). What is said on one
/// connection is a {@code Conversation}, from the hello to the close handshake; its {@code
/// Liveness} ticks, pings, and notices silence. There is one conversation at most times; a second
/// one waits until the first has come to its end.
///
/// On the wire the two ends tell each other {@link AssociationMessage}s in the form of {@link
/// AssociationCodec}. The protocol, its states and promises: `docs/protocol/association.md`. Read
/// that first, then {@link Association} from top to bottom.
@NullMarked
package io.tempelhof.core.association;

import org.jspecify.annotations.NullMarked;
