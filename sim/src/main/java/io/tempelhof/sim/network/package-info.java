/// The virtual network. {@code Network} carries frames in order over connections ({@code End} to
/// {@code End}) and lets faults happen; {@code Attempt} makes connections as two nodes would, round
/// trip by round trip, by the same rule for crossed attempts. {@code Paths} says how long a trip
/// takes and whether a packet gets through; one that does not makes a {@code Stall}, as TCP would
/// have it. {@code Cut} is what lies between machines that do not see each other.
@NullMarked
package io.tempelhof.sim.network;

import org.jspecify.annotations.NullMarked;
