package io.tempelhof.ops;

import io.tempelhof.core.overlay.NodeRecord;
import io.tempelhof.core.term.NodeName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a node looks like at one moment.
///
/// @param version of the program it runs
/// @param client it is in nobody's buckets
/// @param joined its buckets and neighbourhood have been whole once, or it is to join nobody
/// @param leaving it has said goodbye
/// @param connections the open ones, ordered by name
/// @param buckets from the widest sub-tree to the closest
/// @param neighbourhood the nodes closest to it, closest first
/// @param watchers those that watch it closely; empty where nobody does yet
/// @param watching those it watches
/// @param suspects those it cannot reach
/// @param counters totals since its start, by name in snake_case
/// @param dropped how many signals were dropped, by reason
/// @param closed how many connections closed, by reason
/// @param dialFailures how many dials failed, by reason
public record Observation(
    NodeRecord self,
    String cluster,
    String version,
    boolean client,
    boolean joined,
    boolean leaving,
    List<OpenConnection> connections,
    List<Bucket> buckets,
    List<NodeName> neighbourhood,
    List<NodeName> watchers,
    List<NodeName> watching,
    List<NodeName> suspects,
    Map<String, Long> counters,
    Map<String, Long> dropped,
    Map<String, Long> closed,
    Map<String, Long> dialFailures) {

  /// What a connection is there for.
  public enum Kind {
    /// A standing one of the overlay.
    PEER,
    /// A standing one by which one end watches the other.
    WATCH,
    /// Opened because a program had something to say.
    DIRECT,
    /// A client node's to one of its peers.
    CLIENT,
    /// To a node that is none of the cluster's: Erlang's rules hold.
    ERLANG;

    /// As it is written in answers and reports.
    public String word() {
      return switch (this) {
        case PEER -> "peer";
        case WATCH -> "watch";
        case DIRECT -> "direct";
        case CLIENT -> "client";
        case ERLANG -> "erlang";
      };
    }
  }

  /// One open connection.
  ///
  /// @param dialled the node observed has started it
  /// @param idle since a program's signal last used it
  /// @param idleLimit how long it may be idle until it is collected; null where it is not to be
  /// @param roundTrip null until it has been measured
  /// @param sendersWaiting processes that wait for room
  /// @param bucket the one the other node belongs to; null where it belongs to none
  /// @param why each thing that keeps it open, in words
  public record OpenConnection(
      NodeName node,
      Kind kind,
      boolean dialled,
      Duration age,
      Duration idle,
      @Nullable Duration idleLimit,
      @Nullable Duration roundTrip,
      long queuedBytes,
      int sendersWaiting,
      @Nullable Integer bucket,
      List<String> why) {}

  /// The sub-tree of ids that share exactly so many leading bits with the node's.
  ///
  /// @param prefix the bits all ids in it begin with, as `0` and `1`
  /// @param contacts how many of its nodes are known
  /// @param peers those of them to which a standing connection is open
  public record Bucket(int bucket, String prefix, int contacts, List<NodeName> peers) {}

  /// How many nodes it knows.
  public int contacts() {
    return buckets.stream().mapToInt(Bucket::contacts).sum();
  }

  /// How many connections are standing ones, those that clients keep to it not counted.
  public int peers() {
    return (int)
        connections.stream().filter(c -> c.kind() == Kind.PEER || c.kind() == Kind.WATCH).count();
  }

  /// What is on its way to all other nodes.
  public long queuedBytes() {
    return connections.stream().mapToLong(OpenConnection::queuedBytes).sum();
  }
}
