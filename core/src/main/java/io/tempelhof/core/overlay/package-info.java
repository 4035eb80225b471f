/// The sparse Kademlia overlay: which nodes a node knows, which it keeps as peers, how it comes
/// into a cluster and how it finds any other node. Pure: whoever owns an {@link Overlay} tells it
/// what happened and performs the {@link Wish}es it hands out.
///
/// **Knowing** costs nothing: {@code Contacts} holds records in buckets by common prefix ({@code
/// Bucket}, {@code Known}), {@code Distrust} remembers who was just found gone. **Connections**
/// ({@code Connections}, {@code Connection}) cost something; whether one stands is agreed by both
/// ends ({@code PeerRelation}).
///
/// **Peers** are the five closest nodes and three in every non-empty bucket. {@code PeerChoice}
/// says whom to ask next, {@code Peering} asks and answers, and goes where it is redirected, {@code
/// Pruning} gives up what both ends have too much of.
///
/// **Joining**: an iterative lookup of the own id from the seeds ({@code Searches}, {@code
/// IterativeLookup}), then a copy of contacts ({@code Joining}); {@code Membership} says how far a
/// node has come. **Upkeep** by the clock: {@code Exchanges} with neighbours, {@code Arrivals}
/// announced in the own neighbourhood, rounds of pruning; and {@code Repair} after a loss. {@code
/// Releases} gives back connections that were only opened to ask something.
///
/// **Lookups** of members are recursive: {@code Lookups} starts them, {@code Relay} decides where a
/// query goes next, {@code Queries} passes queries on and answers back. Clients look up
/// iteratively. {@code Courier} carries what associations without a connection tell each other the
/// same way; {@code Passage} is where all that travels by way of others comes through.
///
/// **Life and death** is the matter of {@code Vigil}: a node's watchers ({@code Watching}),
/// suspicions and what comes of them ({@code Suspicions}, {@code Ballot}, {@code Patience}, {@code
/// Lateness}), how everybody learns of deaths and arrivals ({@code Broadcast}, {@code Pulls},
/// {@code EventLog}), what follows from a notice ({@code Census}), what is said of this node itself
/// ({@code Presence}), and how the parts of a divided cluster find each other again ({@code
/// Reunions}). {@code Acquaintance} is what follows from hellos and goodbyes; {@code MemberView}
/// lists all members for whoever asks.
///
/// On the wire all of it is {@link OverlayMessage}s in the form of {@link OverlayCodec}
/// (`docs/protocol/overlay.md`). Read {@link Overlay} first, then {@code Peering} and {@code
/// Relay}.
@NullMarked
package io.tempelhof.core.overlay;

import org.jspecify.annotations.NullMarked;
