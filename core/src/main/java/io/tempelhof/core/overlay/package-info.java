/// The sparse Kademlia overlay: ids and distances, buckets of contacts and peers, joining and
/// upkeep, lookup.
@NullMarked
package io.tempelhof.core.overlay;

import org.jspecify.annotations.NullMarked;
