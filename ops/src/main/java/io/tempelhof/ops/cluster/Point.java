package io.tempelhof.ops.cluster;

import org.jspecify.annotations.Nullable;

/// What went on in the whole cluster between two rounds, as docs/api.md says.
public record Point(
    long atMs,
    int nodes,
    double messagesPerS,
    double bytesPerS,
    double heartbeatsPerS,
    double meshHeartbeatsPerS,
    double overlayPerS,
    double relationsPerS,
    double associationPerS,
    double lookupsPerS,
    @Nullable Double hopsMean,
    double openedPerS,
    double collectedPerS,
    double brokenPerS,
    double droppedPerS,
    double connectionsMean) {}
