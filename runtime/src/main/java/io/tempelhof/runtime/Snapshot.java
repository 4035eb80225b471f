package io.tempelhof.runtime;

import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import java.util.List;
import java.util.Map;

/// The processes of a node in figures. Counts are totals since its start, each exact but not all of
/// the same instant.
///
/// @param processes processes alive now
/// @param names names registered now
/// @param timers timers set now
/// @param stuck processes that should have ended and have not, oldest first
/// @param stuckEver how many processes ever became stuck
/// @param spawned processes started
/// @param crashed processes ended by an exception
/// @param sent messages sent by processes of this node
/// @param received messages taken out of their mailboxes by processes of this node
/// @param dropped signals that came to nothing, by cause; every cause has an entry
public record Snapshot(
    NodeName node,
    int processes,
    int names,
    int timers,
    List<Pid> stuck,
    long stuckEver,
    long spawned,
    long crashed,
    long sent,
    long received,
    Map<Dropped, Long> dropped) {

  /// How many signals came to nothing in all.
  public long droppedTotal() {
    return dropped.values().stream().mapToLong(Long::longValue).sum();
  }
}
