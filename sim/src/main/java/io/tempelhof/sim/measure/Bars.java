package io.tempelhof.sim.measure;

/// What a cluster of a certain size must keep to.
///
/// @param peersMean peers per node, mean, 60 s after the last change
/// @param peersMax the same, of the node that has most
/// @param hopsMean forwards of a lookup, mean
/// @param hopsMax the same, of the longest
/// @param frames per node and second that carry no user signal, heartbeats included
/// @param joinSeconds from the first of nodes that all start within one second until every bucket
///   and neighbourhood is whole
/// @param faults what holds after faults
public record Bars(
    double peersMean,
    int peersMax,
    double hopsMean,
    int hopsMax,
    double frames,
    double joinSeconds,
    Faults faults) {

  /// Bars on what happens after faults. Times in seconds; what is not set is infinite, a share then
  /// 0.
  ///
  /// @param known until every live node knows that another process has crashed, or some in one
  ///   failure domain, 99 % of the cases
  /// @param knownSilent the same for a host that fell silent
  /// @param knownMany the same where a third or a half of all die at once, in either way
  /// @param repair until the overlay is whole after 30 % of the processes crashed at once
  /// @param repairSilent the same for hosts
  /// @param heal until a node's overlay is whole after a partition has healed, 99 % of the nodes
  /// @param lookups30 share of lookups that succeed at the instant 30 % crash, mean of 10 runs
  /// @param lookups50 the same for 50 %
  public record Faults(
      double known,
      double knownSilent,
      double knownMany,
      double repair,
      double repairSilent,
      double heal,
      double lookups30,
      double lookups50) {}

  private static final double NONE = Double.POSITIVE_INFINITY;

  /// The bars of the next greater size for which they are set.
  public static Bars of(int nodes) {
    if (nodes <= 350) {
      return new Bars(30, 40, 2.9, 7, 12, 10, new Faults(1.5, 10, 25, 5, 12, 20, .998, .99));
    }
    if (nodes <= 1_000) {
      return new Bars(36, 46, 3.4, 8, 13, 15, new Faults(1.5, 10, 25, 5, 12, 20, .998, .99));
    }
    if (nodes <= 4_500) {
      return new Bars(43, 56, 4.1, 9, 15, 15, new Faults(1.5, 10, 25, 6, 15, 20, .998, .995));
    }
    if (nodes <= 10_000) {
      return new Bars(47, 60, 4.5, 10, 17, 15, new Faults(2, 11, 26, 8, 15, 30, .998, .995));
    }
    return new Bars(58, 75, 5.6, 12, 25, 30, new Faults(3, 12, 28, NONE, NONE, 60, 0, 0));
  }
}
