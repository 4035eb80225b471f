package io.tempelhof.sim;

import io.tempelhof.sim.measure.Bars;
import io.tempelhof.sim.measure.Talk;
import io.tempelhof.sim.measure.Violation;
import java.util.List;

/// What a run has shown. A figure that the scenario does not yield is NaN.
///
/// @param bars what the cluster had to keep to
/// @param virtualSeconds how long the run took in it
/// @param events how many events happened
/// @param traceHash the same for every run of the same options
/// @param stable the cluster before anything befell it
/// @param faults what came of what befell it
/// @param sleep what became of links and monitors without a connection
/// @param talk what programs said
/// @param violations rules broken and bars missed
public record Report(
    SimOptions options,
    Bars bars,
    double virtualSeconds,
    long events,
    String traceHash,
    Stable stable,
    Faults faults,
    Sleep sleep,
    Talk talk,
    List<Violation> violations) {

  /// The cluster in the last 60 virtual seconds before the first fault.
  ///
  /// @param joinedSeconds from the first node's start until every bucket and neighbourhood was
  ///   whole; NaN if they never were
  /// @param peersMean peers per node
  /// @param connectionsMean open connections per node, at the end of the run
  /// @param lookupSuccess the share (0 to 1) of lookups of live nodes that found them
  /// @param lookupHopsMean their forwards
  /// @param overlayMessagesPerNodeSecond every frame sent that carries no user signal, ticks
  ///   included
  /// @param idleClosed connections that were closed because they had fallen idle, in the whole run
  /// @param dialsPerJoinMax dials of one node in the first minute of its life, of the one with most
  public record Stable(
      double joinedSeconds,
      double peersMean,
      int peersMax,
      double connectionsMean,
      double lookupSuccess,
      double lookupHopsMean,
      int lookupHopsMax,
      double overlayMessagesPerNodeSecond,
      double ticksPerNodeSecond,
      long idleClosed,
      int dialsPerJoinMax) {}

  /// What came of the faults.
  ///
  /// @param lookupSuccess share (0 to 1) of lookups between live pairs that succeeded, all asked at
  ///   the instant of a process crash, without repair
  /// @param lookupHopsMean their forwards
  /// @param lookupSuccessSilent the same at the instant hosts fell silent, within 5 s, repair or
  ///   not
  /// @param detect how long it took live nodes to be told of a process that crashed
  /// @param detectSilent the same for a host that fell silent
  /// @param falseDeaths how often a node was told of the death of one that lives, without reason
  /// @param repairMillis from the crash of processes until the overlay was whole
  /// @param repairSilentMillis the same for silent hosts
  /// @param healP99Millis from the end of a partition until a node had its part of the overlay
  /// @param resets how many ends of connections between two live nodes saw it break
  public record Faults(
      double lookupSuccess,
      double lookupHopsMean,
      double lookupSuccessSilent,
      Times detect,
      Times detectSilent,
      long falseDeaths,
      double repairMillis,
      double repairSilentMillis,
      double healP99Millis,
      long resets) {}

  /// Links and monitors without a connection.
  ///
  /// @param monitorsWithoutConnection how many there were, links counted too, when all had fallen
  ///   silent
  /// @param down from the end of a monitored process until monitors fired
  /// @param downOfNode from the crash of its node
  public record Sleep(double monitorsWithoutConnection, Times down, Times downOfNode) {}

  /// Times in milliseconds: within {@code p50} half of all came, within {@code p99} all but one in
  /// a hundred.
  public record Times(double p50, double p99) {
    /// Nothing came.
    static final Times NONE = new Times(Double.NaN, Double.NaN);
  }

  /// Whether every rule and bar was kept.
  public boolean isSound() {
    return violations.isEmpty();
  }
}
