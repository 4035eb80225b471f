package io.tempelhof.sim.measure;

import io.tempelhof.sim.cluster.Cluster;
import io.tempelhof.sim.cluster.Program;
import io.tempelhof.sim.cluster.Programs;
import io.tempelhof.sim.cluster.Programs.Count;
import io.tempelhof.sim.cluster.SimNode;

/// What came of what programs said to each other, when all is over.
///
/// @param sent signals accepted from live senders
/// @param received signals that arrived
/// @param lost signals of live senders to live receivers that did not arrive and that no {@code
///   noconnection} accounts for
/// @param disordered signals that arrived after a later one of the same pair, or twice
/// @param downMissing monitors and links held by live programs that should have fired and did not
/// @param downDuplicate those that fired once more
public record Talk(
    long sent, long received, long lost, long disordered, long downMissing, long downDuplicate) {

  /// The same with so many more that should have fired.
  public Talk lacking(long more) {
    return new Talk(sent, received, lost, disordered, downMissing + more, downDuplicate);
  }

  /// @param ended every worker has ended: every monitor and link should have fired
  public static Talk of(Cluster cluster, boolean ended) {
    Programs programs = cluster.programs();
    long lost = programs.count(Count.LOST);
    long held = 0;
    for (SimNode node : cluster.live()) {
      Program program = node.program();
      lost += program.missing();
      held += ended ? program.held() : 0;
    }
    return new Talk(
        programs.count(Count.SENT),
        programs.count(Count.RECEIVED),
        lost,
        programs.count(Count.DISORDERED),
        held,
        programs.count(Count.FIRED_TWICE));
  }
}
