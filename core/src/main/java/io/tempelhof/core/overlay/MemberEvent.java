package io.tempelhof.core.overlay;

/// What becomes of the members of the cluster, as one of them learns it. Of one node {@link Up} and
/// {@link Down} alternate; a later incarnation comes up after the earlier one went down.
public sealed interface MemberEvent {
  /// The node it is about.
  NodeRecord node();

  /// It has joined since we have, or has returned.
  record Up(NodeRecord node) implements MemberEvent {}

  /// It is dead, or counts as dead; {@code left}: it said goodbye.
  record Down(NodeRecord node, boolean left) implements MemberEvent {}

  /// This node cannot reach it.
  record Suspected(NodeRecord node) implements MemberEvent {}

  /// A node this one suspected has shown that it lives.
  record Refuted(NodeRecord node) implements MemberEvent {}
}
