/// Process groups for programs: join, leave, see who is in a group, hear of changes.
///
/// ```java
/// ProcessGroups groups = ProcessGroups.start(node.processes());
///
/// node.spawn(self -> {
///   groups.join("workers", self.pid());
///   ...
/// });
/// for (Pid worker : groups.members("workers")) { ... }
/// ```
///
/// The members are those on this node and on every node it is *connected* with, genuine Erlang
/// nodes and ours, where a scope of the same name runs. On an Erlang node that is
/// `pg:start(Scope)`, and a group is the same there and here if its name is the same term: the Java
/// string {@code "workers"} is the binary {@code <<"workers">>}, {@code Atom.of("workers")} is the
/// atom.
///
/// What is promised, as in Erlang:
///
/// - After {@code join} and {@code leave} this node's view is up to date at once; others follow in
///   the order in which it happened here.
/// - Nobody waits for a node that reads too slowly: when there is no room for a change, that node
///   hears of nothing more until it can be told of all members at once, tried every second.
/// - A process that ends leaves its groups. The members of a node whose connection is lost vanish,
///   and come back with a new connection.
/// - The view is not transitive: nothing is heard of the members of a node that this one has no
///   connection with. Nodes of ours connect only when there is something to say, so among them a
///   scope shows the groups of those that happen to be connected, and keeps these connections open;
///   {@code Node.pin} makes one. A view of the whole cluster is not offered yet.
///
/// {@link io.tempelhof.core.pg} decides; {@link io.tempelhof.runtime.pg.ProcessGroups} is the
/// process that lends it a mailbox.
@NullMarked
package io.tempelhof.runtime.pg;

import org.jspecify.annotations.NullMarked;
