package io.tempelhof.core.node;

import io.tempelhof.core.overlay.OverlayMessage;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Term;
import java.util.List;

/// Everything a node can be told.
public sealed interface NodeInput {

  /// Join the cluster that these seeds belong to; an empty list starts a new one. A seed lists
  /// itself: it is a member from the start, and keeps dialling the others (a seed retries seeds).
  record Join(List<Seed> seeds) implements NodeInput {}

  /// The association with this node has a connection that is up.
  ///
  /// @param extended the other end is a Tempelhof node of our cluster
  /// @param dialled we started it
  record Connected(NodeName node, int creation, boolean extended, boolean dialled)
      implements NodeInput {}

  /// That connection is gone. {@code graceful}: both agreed to close it.
  record Disconnected(NodeName node, boolean graceful) implements NodeInput {}

  /// A dial that was asked for came to nothing: also if its connection was made but ended before
  /// its association had any use of it. Every {@link NodeOutput.Dial} is answered, by this or by
  /// {@code Connected}; where no dial is under way it says nothing.
  record DialFailed(NodeName node, DialFailure failure) implements NodeInput {}

  /// Over the standing connection to that node nothing has been heard for longer than it may be
  /// silent ({@code quiet}), or something has been heard again.
  record Quiet(NodeName node, boolean quiet) implements NodeInput {}

  /// A message of the overlay, from a connected extended node.
  record Received(NodeName from, OverlayMessage message) implements NodeInput {}

  /// An association has something to say and no connection. Answered by {@link NodeInput.Connected}
  /// or, within 7 s, by {@link NodeOutput.Unreachable} with the same number; asked again before
  /// that, only the latest request is answered.
  record Connect(NodeName node, long request) implements NodeInput {}

  /// An association without a connection tells its other end something, by way of other nodes.
  ///
  /// @param urgent it does not wait for others that take the same step
  record Relay(NodeName to, Term body, boolean urgent) implements NodeInput {}

  /// A user's lookup; answered once by {@link NodeOutput.LookupDone} with the same number. {@code
  /// fresh} bypasses what this node itself already knows of the target.
  record Lookup(long query, NodeName target, boolean fresh) implements NodeInput {}

  /// All members of the cluster are wanted; answered once by {@link NodeOutput.MembersDone} with
  /// the same number.
  record Members(long query) implements NodeInput {}

  /// Tell the neighbours goodbye; nothing is dialled from now on.
  record Leave() implements NodeInput {}

  /// The JVM or the node has too many connections: {@code excess} of these should go, coldest
  /// first. The list holds the direct connections that nothing pins.
  record Pressure(int excess, List<Idle> candidates) implements NodeInput {}

  /// A direct connection and when a user signal last used it.
  record Idle(NodeName node, long lastUsedAt) {}

  /// The deadline has come.
  record Timer() implements NodeInput {}
}
