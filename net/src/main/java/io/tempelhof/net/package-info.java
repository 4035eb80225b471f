/// Nodes on the network: sockets, EPMD, DNS and the clock. Drives the machines of {@code core} and
/// carries bytes; decides nothing they can decide.
///
/// A {@link io.tempelhof.net.Node} comes up by the steps of {@code NodeStart} and is composed of
///
/// - {@code Listener} and {@code Dialer}, which make sockets within {@code Admission}'s limits and
///   the JVM's {@link io.tempelhof.net.DescriptorBudget} ({@code Locator} finds addresses), and
///   {@code Standings}, which sees to it that crossing attempts end in one connection. {@code
///   Naming} comes before all that, in a node that starts without a name;
/// - {@code Associations}, the way to other nodes for the node's processes: one {@code OtherNode}
///   for each, which ties an {@code AssociationDriver} to its connections ({@code Sockets} holds
///   those of all);
/// - {@code NodeDriver}, which steps the overlay ({@code NodeCore}) on the node's home loop.
///
/// A socket is a {@code Connection} with two phases: {@code Handshaking}, then {@code Talking}.
///
/// ```
/// process ── signal ──▶ AssociationDriver ──▶ Association ──▶ Talking ──▶ Connection ──▶ socket
///            (inlet, any thread)    (one thread at a time: the connection's loop)
///
/// socket ──▶ Connection ──▶ Talking ─┬─ messages ───────────────────────────▶ Processes
///            (packets)     (control  ├─ links, monitors, exits ──▶ Association, Processes
///                           parts)   └─ `$tempelhof` ──▶ Association or NodeDriver
/// ```
///
/// Threads: a connection lives on one of the {@link io.tempelhof.net.EventLoops} for all its life,
/// and an association runs there while it has one, on the node's home loop while it has none. No
/// event loop ever waits; processes wait for {@code Room} in the queue to another node, no more.
/// Whatever comes in on a connection that no conforming node sends costs that connection, one
/// counter and one line in the log.
///
/// Read in this order: Node, NodeStart, Listener, Handshaking, Talking, OtherNode, NodeDriver.
@NullMarked
package io.tempelhof.net;

import org.jspecify.annotations.NullMarked;
