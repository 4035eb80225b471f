package io.tempelhof.core.overlay;

import io.tempelhof.core.term.NodeName;

/// What the overlay wants done, in the order given. Dials are not among them: they are asked of it
/// one by one as there is room ({@link Overlay#nextDial}).
public sealed interface Wish {
  /// Send the message over the connection to that node.
  record Tell(NodeName to, OverlayMessage message) implements Wish {}

  /// The connection to that node is a peer's from now on, or no longer.
  record Stand(NodeName node, boolean peer) implements Wish {}

  /// The connection to that node was opened to ask something and has served.
  record Release(NodeName node) implements Wish {}

  /// A lookup has ended.
  record Resolved(long number, LookupResult result) implements Wish {}

  /// Buckets and neighbourhood are filled for the first time.
  record Joined(int peers) implements Wish {}
}
