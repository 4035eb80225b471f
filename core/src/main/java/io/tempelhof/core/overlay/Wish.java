package io.tempelhof.core.overlay;

import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Term;
import java.util.List;

/// What the overlay wants done, in the order given. Dials are not among them: they are asked of it
/// one by one as there is room ({@link Overlay#nextDial}).
public sealed interface Wish {
  /// Send the message over the connection to that node.
  record Tell(NodeName to, OverlayMessage message) implements Wish {}

  /// What the connection to that node is needed for from now on.
  record Stand(NodeName node, Tie tie) implements Wish {}

  /// That incarnation of the node is dead: nothing shared with it is left.
  record Sever(NodeName node, int creation, String reason) implements Wish {}

  /// The node lives as that incarnation: nothing shared with an earlier one is left.
  record Restarted(NodeName node, int creation) implements Wish {}

  /// An association of that node tells ours something, by way of others.
  record Relayed(NodeName from, Term body) implements Wish {}

  /// Something has become of a member.
  record Changed(MemberEvent event) implements Wish {}

  /// All members, as asked for; {@code whole} unless part of the cluster could not be asked.
  record Listed(long number, List<NodeRecord> members, boolean whole) implements Wish {}

  /// The connection to that node was opened to ask something and has served.
  record Release(NodeName node) implements Wish {}

  /// A lookup has ended.
  record Resolved(long number, LookupResult result) implements Wish {}

  /// Buckets and neighbourhood are filled for the first time.
  record Joined(int peers) implements Wish {}
}
