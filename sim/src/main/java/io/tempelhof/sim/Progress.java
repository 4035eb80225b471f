package io.tempelhof.sim;

/// How far a run has come.
///
/// @param phase what is going on, one or two words
/// @param virtualSeconds since the world began
/// @param nodes live ones
/// @param events happened so far
/// @param peersMean peers per node now
/// @param connectionsMean open connections per node now
public record Progress(
    String phase,
    double virtualSeconds,
    int nodes,
    long events,
    double peersMean,
    int peersMax,
    double connectionsMean) {}
