/// The composed node: the overlay's wishes, dials, connections and their budget behind one door,
/// {@code step(input, now) -> outputs}.
@NullMarked
package io.tempelhof.core.node;

import org.jspecify.annotations.NullMarked;
