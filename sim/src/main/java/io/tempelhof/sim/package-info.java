/// A whole cluster in one thread: the very objects of production (`core.node`, `core.association`)
/// under virtual time, over a virtual network, from one seed. Each package uses those before it:
///
/// 1. {@code engine}: virtual time, the queue of events, machines.
/// 2. {@code network}: connections and what can go wrong with them.
/// 3. {@code cluster}: nodes, driven as `net` drives them, and the programs on them.
/// 4. {@code measure}: the view from above, which no node has: what holds, what took how long.
/// 5. Here: {@code Simulation} takes a cluster through a {@code Scenario}, whose own part is an
///    {@code Act} played on a {@code Stage}. {@code Chatter} are programs that talk meanwhile.
///
/// The user's side of it: `docs/simulator.md`.
@NullMarked
package io.tempelhof.sim;

import org.jspecify.annotations.NullMarked;
