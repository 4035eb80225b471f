package io.tempelhof.core.overlay;

import io.tempelhof.core.term.NodeName;

/// What is known of a node. Made once and shared by everything that speaks of the node.
///
/// @param id the node's place in the overlay, always {@code NodeId.of(cluster, name)}; it does not
///   travel, whoever reads a record computes it
/// @param creation distinguishes incarnations of one name (equality only)
/// @param startStamp orders incarnations: milliseconds, above that of any earlier one known
/// @param capabilities bits, unknown ones are carried along
public record NodeRecord(
    NodeId id,
    NodeName name,
    int creation,
    long startStamp,
    Address address,
    FailureDomain domain,
    long capabilities) {

  /// No start stamp, and no age, is above that many milliseconds: the year 4199.
  public static final long MILLIS_MAX = 1L << 46;

  /// The same incarnation under a later start stamp.
  public NodeRecord startedAt(long stamp) {
    return new NodeRecord(id, name, creation, stamp, address, domain, capabilities);
  }
}
