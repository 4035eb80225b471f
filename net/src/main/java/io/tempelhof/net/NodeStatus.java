package io.tempelhof.net;

import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.term.NodeName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a node looks like at one moment: a snapshot that changes no more.
///
/// @param contacts nodes whose record is held; they cost no connection
/// @param connections the open ones, ordered by name
/// @param sleeping associations without a connection that keep links and monitors
/// @param queued to all other nodes, connected or not
/// @param counts every {@link Counter}
/// @param dropped how many signals were dropped, by reason
/// @param dialFailures how many dials failed, by reason
/// @param closed how many connections closed, by reason
public record NodeStatus(
    NodeName name,
    int creation,
    Address address,
    String cluster,
    boolean client,
    int contacts,
    List<OpenConnection> connections,
    Sleeping sleeping,
    Queued queued,
    Map<Counter, Long> counts,
    Map<String, Long> dropped,
    Map<String, Long> dialFailures,
    Map<String, Long> closed) {

  /// What a connection is to the node.
  public enum Kind {
    /// A standing connection of the overlay.
    PEER,
    /// Opened because a program had something to say.
    DIRECT,
    /// To a node that is none of our cluster's: Erlang's rules hold.
    ERLANG
  }

  /// One open connection.
  ///
  /// @param dialled this node started it
  /// @param age since the handshake
  /// @param idle since the last signal of a program, either way
  /// @param idleLimit how long it may be idle until it is collected; null for one that is not to be
  /// @param roundTrip between a ping and its answer, the last time; null if none was answered yet
  /// @param queued on its way to that node
  /// @param why what keeps it open: {@code erlang}, {@code peer}, {@code pinned}, {@code queued},
  ///   {@code recent}; toward genuine Erlang nodes also {@code links}
  public record OpenConnection(
      NodeName node,
      Kind kind,
      boolean dialled,
      Duration age,
      Duration idle,
      @Nullable Duration idleLimit,
      @Nullable Duration roundTrip,
      Queued queued,
      List<String> why) {}

  /// What was said to other nodes and has been neither written nor dropped.
  ///
  /// @param bytes the {@link io.tempelhof.core.association.SignalSize} of the signals
  /// @param waiting how many senders wait until there is room
  public record Queued(long bytes, int waiting) {
    static final Queued NOTHING = new Queued(0, 0);

    Queued plus(Queued other) {
      return new Queued(bytes + other.bytes, waiting + other.waiting);
    }
  }

  /// What the node shares with others without being connected to them.
  ///
  /// @param associations with how many other nodes
  /// @param relations links and monitors, each counted once by either end
  public record Sleeping(int associations, int relations) {}

  /// How often that has happened.
  public long count(Counter counter) {
    return counts.getOrDefault(counter, 0L);
  }

  /// How many of the connections are of that kind.
  public int count(Kind kind) {
    return (int) connections.stream().filter(c -> c.kind() == kind).count();
  }

  /// How many standing connections the overlay keeps.
  public int peers() {
    return count(Kind.PEER);
  }
}
