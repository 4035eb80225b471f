/// Virtual connections: what stands in for a socket where two nodes live and cannot dial each
/// other.
///
/// A {@code Byway} carries the frames of an association by way of other nodes, as parcels of the
/// overlay, and does for them what TCP does for a socket: everything arrives once, in order, or the
/// whole connection is lost and both ends learn it. The association on top notices no difference:
/// hellos, gate, order and close are what they are on any connection. {@link
/// io.tempelhof.core.byway.Byways} are those with one other node; {@code Stream} is the reliable
/// stream of bytes beneath, {@link io.tempelhof.core.byway.BywayMessage}s are what its two ends
/// tell each other (`docs/protocol/association.md`, *Byways*).
@NullMarked
package io.tempelhof.core.byway;

import org.jspecify.annotations.NullMarked;
