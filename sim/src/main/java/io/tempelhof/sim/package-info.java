/// A whole cluster in one thread: the very objects of production (`core.node`, `core.association`)
/// under virtual time, over a virtual network, from one seed.
///
/// Read in this order:
///
/// 1. `World`: the clock, the queue of events, the seed, and the trace hash that says whether two
///    runs were the same run.
/// 2. `Network`: connections which deliver frames in order after a while, or break; `Attempt` makes
///    them as two nodes would, round trip by round trip, by the same rule for crossed attempts. A
///    `Machine` that several nodes share makes all of them late when it is busy.
/// 3. `SimNode` and `SimAssociation` drive a node's core and its associations as `net` does.
///    `WireForm` carries frames through their bytes where fidelity counts more than speed.
/// 4. `Simulation` takes a cluster through a `Scenario`. `Truth` and `Coverage` see it from above,
///    which no node can; `Invariants` compares it with what must hold and with its `Bars`.
///
/// The user's side of it: `docs/simulator.md`.
@NullMarked
package io.tempelhof.sim;

import org.jspecify.annotations.NullMarked;
