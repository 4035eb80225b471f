package io.tempelhof.core.association;

/// What two associations tell each other over their connection, as messages to the reserved name
/// {@link #RESERVED_NAME}; not counted as signals.
public sealed interface AssociationMessage {
  /// The registered name all messages between Tempelhof nodes go to, associations' and overlay's
  /// alike.
  String RESERVED_NAME = "$tempelhof";

  /// The first frame after the handshake, both ways: which generation of connection this is in
  /// which epoch. {@code fresh}: the sender holds nothing from earlier generations.
  record Hello(long epoch, long generation, boolean fresh) implements AssociationMessage {}

  /// The sender has fallen silent after {@code sent} signals and would close.
  record CloseRequest(long generation, long sent) implements AssociationMessage {}

  /// Agreed; the sender's last frame but for Done. {@code sent} as above.
  record CloseAck(long generation, long sent) implements AssociationMessage {}

  /// Not now: the sender still needs the connection.
  record CloseRefused(long generation) implements AssociationMessage {}

  /// Everything arrived; the connection may go.
  record CloseDone(long generation) implements AssociationMessage {}

  /// Are you there? Sent when bytes were written and nothing was heard for 5 s.
  record Ping() implements AssociationMessage {}

  /// The answer.
  record Pong() implements AssociationMessage {}
}
