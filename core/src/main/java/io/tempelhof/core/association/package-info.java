/// What two nodes share: order, outbox, links and monitors. An association outlives its
/// connections: it asks for one when there is something to say, and agrees with the other end to
/// close it when both have fallen silent, without losing or reordering a signal.
@NullMarked
package io.tempelhof.core.association;

import org.jspecify.annotations.NullMarked;
