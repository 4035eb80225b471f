package io.tempelhof.net;

import io.tempelhof.core.overlay.NodeRecord;
import java.util.List;

/// The members of a cluster, clients left out.
///
/// @param nodes in no particular order
/// @param whole no part of the cluster is missing; what has changed within the last seconds may be
public record Members(List<NodeRecord> nodes, boolean whole) {}
