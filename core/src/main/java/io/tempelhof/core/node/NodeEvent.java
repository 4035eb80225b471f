package io.tempelhof.core.node;

import io.tempelhof.core.overlay.MemberEvent;
import io.tempelhof.core.term.NodeName;

/// What happens to a node that people want to see.
public sealed interface NodeEvent {
  /// The own neighbourhood and buckets are filled for the first time.
  record Joined(int peers) implements NodeEvent {}

  /// Something has become of another member.
  record OfMember(MemberEvent event) implements NodeEvent {}

  /// The seed could not be reached, for this reason; it is tried again.
  record SeedUnreachable(NodeName seed, DialFailure failure) implements NodeEvent {}

  /// A live node of the same name exists: this one must not start.
  record NameTaken(NodeName by) implements NodeEvent {}

  /// The node that gave this one its name cannot be reached any more and may give the name to
  /// another: this one must not go on.
  record NameLost(NodeName namer) implements NodeEvent {}

  /// Every goodbye has been handed over: the driver may close down.
  record Left() implements NodeEvent {}
}
