package io.tempelhof.sim;

import java.util.List;

/// What a run has shown.
///
/// @param bars what the cluster had to keep to
/// @param events how many events happened
/// @param peersMean peers per node 60 s after the last change
/// @param connectionsMean open connections per node at the end
/// @param lookupSuccess the share (0 to 1) of lookups of live nodes that found them
/// @param overlayMessagesPerNodeSecond every frame sent that carries no user signal, ticks
///   included, over the last 60 virtual seconds
/// @param idleClosed connections that were closed because they had fallen idle
/// @param joinedSeconds from the first node's start until every bucket and neighbourhood was whole;
///   NaN if they never were
/// @param traceHash the same for every run of the same options
/// @param violations rules broken and bars missed
public record Report(
    SimOptions options,
    Bars bars,
    double virtualSeconds,
    long events,
    double peersMean,
    int peersMax,
    double connectionsMean,
    double lookupHopsMean,
    int lookupHopsMax,
    double lookupSuccess,
    double overlayMessagesPerNodeSecond,
    double ticksPerNodeSecond,
    long userSignals,
    long idleClosed,
    double joinedSeconds,
    String traceHash,
    List<Violation> violations) {

  /// Whether every rule and bar was kept.
  public boolean isSound() {
    return violations.isEmpty();
  }
}
