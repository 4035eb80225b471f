package io.tempelhof.core.overlay;

import io.tempelhof.core.term.NodeName;

/// What is known of a node.
///
/// @param creation distinguishes incarnations of one name (equality only)
/// @param startStamp orders incarnations: milliseconds, above that of any earlier one known
/// @param capabilities bits, unknown ones are carried along
public record NodeRecord(
    NodeName name,
    int creation,
    long startStamp,
    Address address,
    FailureDomain domain,
    long capabilities) {}
