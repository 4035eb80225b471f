package io.tempelhof.core.overlay;

/// What becomes of the members of the cluster, as one of them learns it. Of one node {@link Up} and
/// {@link Down} alternate; a later incarnation comes up after the earlier one went down.
public sealed interface MemberEvent {
  /// The node it is about.
  NodeRecord node();

  /// It has joined since we have, or has returned.
  record Up(NodeRecord node) implements MemberEvent {}

  /// It is gone, or counts as gone.
  record Down(NodeRecord node, Cause cause) implements MemberEvent {
    /// How that is known.
    public enum Cause {
      /// It is dead, or counts as dead.
      DEAD("dead"),
      /// It said goodbye.
      LEFT("left"),
      /// A later incarnation of it lives; how this one ended has not been heard.
      RESTARTED("restarted");

      private final String word;

      Cause(String word) {
        this.word = word;
      }

      /// As tools say it.
      public String word() {
        return word;
      }
    }
  }

  /// This node cannot reach it.
  record Suspected(NodeRecord node) implements MemberEvent {}

  /// A node this one suspected has shown that it lives.
  record Refuted(NodeRecord node) implements MemberEvent {}
}
