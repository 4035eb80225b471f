package io.tempelhof.sim;

/// What a cluster of a certain size must keep to.
///
/// @param peersMean peers per node, mean, 60 s after the last change
/// @param peersMax the same, of the node that has most
/// @param hopsMean forwards of a lookup, mean
/// @param hopsMax the same, of the longest
/// @param frames per node and second that carry no user signal, heartbeats included
/// @param joinSeconds from the first of nodes that all start within one second until every bucket
///   and neighbourhood is whole
public record Bars(
    double peersMean,
    int peersMax,
    double hopsMean,
    int hopsMax,
    double frames,
    double joinSeconds) {

  /// The bars of the next greater size for which they are set.
  public static Bars of(int nodes) {
    if (nodes <= 350) {
      return new Bars(30, 40, 2.9, 7, 12, 10);
    }
    if (nodes <= 1_000) {
      return new Bars(36, 46, 3.4, 8, 13, 15);
    }
    if (nodes <= 4_500) {
      return new Bars(43, 56, 4.1, 9, 15, 15);
    }
    if (nodes <= 10_000) {
      return new Bars(47, 60, 4.5, 10, 17, 15);
    }
    return new Bars(58, 75, 5.6, 12, 25, 30);
  }
}
