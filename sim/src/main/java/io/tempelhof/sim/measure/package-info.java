/// The view from above, which no node has. {@code Truth} and {@code Coverage} compare the overlay
/// with what it should be, {@code Deaths} what nodes were told with what happened, {@code Lookups}
/// what was asked with what was found. {@code Invariants} gathers what must hold and did not, and
/// the {@code Bars} that were missed, as {@code Violation}s.
@NullMarked
package io.tempelhof.sim.measure;

import org.jspecify.annotations.NullMarked;
