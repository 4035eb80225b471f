package io.tempelhof.core.node;

import io.tempelhof.core.association.Role;
import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.overlay.LookupResult;
import io.tempelhof.core.overlay.NodeRecord;
import io.tempelhof.core.overlay.OverlayMessage;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Term;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything a node can ask of its driver, to be done in the order given.
public sealed interface NodeOutput {

  /// Open a connection; without an address ask the EPMD of the name's host. Answered by {@code
  /// Connected} (also when the other end's own dial won) or {@code DialFailed}.
  ///
  /// @param timeoutNanos how long it may take from when it is really begun
  /// @param upkeep nobody waits for it: it may stand in line behind others. Somebody may come to
  ///   wait for it: then it is asked for once more, without this, and answered once.
  record Dial(NodeName node, @Nullable Address address, long timeoutNanos, boolean upkeep)
      implements NodeOutput {}

  /// Send over the connection to that node; dropped and counted where there is none.
  record Send(NodeName to, OverlayMessage message) implements NodeOutput {}

  /// What the connection to that node is to us from now on. Every {@code Connected} is answered by
  /// one, whatever the role.
  record Assign(NodeName node, Role role) implements NodeOutput {}

  /// From now on heartbeats to peers are {@link
  /// io.tempelhof.core.overlay.OverlayMessage.Heartbeat}s with this digest; 0: bare ticks.
  record Heartbeat(long digest) implements NodeOutput {}

  /// That incarnation of the node is dead, or taken for dead: whatever the association shares with
  /// it is over, connected or not.
  record Sever(NodeName node, int creation, String reason) implements NodeOutput {}

  /// The node lives as that incarnation: what an association shares with another one is over.
  record Restarted(NodeName node, int creation) implements NodeOutput {}

  /// For the association with that node, from its other end, by way of other nodes. Where there is
  /// no association one is made, which answers that it remembers nothing.
  record Relayed(NodeName from, Term body) implements NodeOutput {}

  /// Close the direct connection to that node if nothing pins it, without waiting for it to idle.
  record Collect(NodeName node) implements NodeOutput {}

  /// More direct connections are open than the node wants: to be answered by {@link
  /// NodeInput.Pressure} with the same {@code excess} and the connections nothing pins. Repeated
  /// every second while it lasts.
  record Crowded(int excess) implements NodeOutput {}

  /// The node an association asked for cannot be reached. {@code request}: which {@link
  /// NodeInput.Connect} this answers. {@code alive}: a lookup was answered by the node itself, only
  /// the dial failed.
  record Unreachable(NodeName node, long request, String reason, boolean alive)
      implements NodeOutput {}

  /// The answer to a user's lookup.
  record LookupDone(long query, LookupResult result) implements NodeOutput {}

  /// The answer to {@link NodeInput.Members}. {@code whole}: no part of the cluster is missing.
  record MembersDone(long query, List<NodeRecord> members, boolean whole) implements NodeOutput {}

  /// Something the driver logs and shows.
  record Happened(NodeEvent event) implements NodeOutput {}
}
