package io.tempelhof.ops.cluster;

import java.util.Map;

/// Sums over all nodes that have reported, as docs/api.md says.
public record Totals(
    int nodes,
    int alive,
    int connections,
    double peersMean,
    long peersMax,
    double directMean,
    double connectionsMean,
    int meshConnections,
    long processes,
    long queuedBytes,
    Map<String, Long> dropped,
    Map<String, Long> closed,
    Map<String, Long> dialFailures,
    long roundMillisTaken,
    int reports) {}
