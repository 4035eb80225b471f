/// A whole cluster in one thread: the very objects of production (`core.node`, `core.association`)
/// under virtual time, over a virtual network, from one seed.
///
/// Read in this order:
///
/// 1. [World]: the clock, the queue of events, the seed, and the trace hash that says whether two
///    runs were the same run.
/// 2. [Network]: connections which deliver frames in order after a while, or break; [Attempt] makes
///    them as two nodes would, round trip by round trip.
@NullMarked
package io.tempelhof.sim;

import org.jspecify.annotations.NullMarked;
