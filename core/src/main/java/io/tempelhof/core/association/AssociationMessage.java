package io.tempelhof.core.association;

/// What two associations tell each other over their connection, as messages to the reserved name
/// {@link #RESERVED_NAME}; not counted as signals. Two of them travel without a connection, by way
/// of other nodes. The wire form is {@link AssociationCodec}'s.
public sealed interface AssociationMessage {
  /// The registered name all messages between Tempelhof nodes go to, associations' and overlay's
  /// alike.
  String RESERVED_NAME = "$tempelhof";

  /// In place of a number of signals that only the writer knows: what an association says may turn
  /// out to have no form on its connection.
  long UNCOUNTED = -1;

  /// This message as it stands on the connection behind that many signals.
  default AssociationMessage behind(long written) {
    return switch (this) {
      case CloseRequest _ -> new CloseRequest(written);
      case CloseAck m -> new CloseAck(written, m.kept());
      case Hello _, CloseRefused _, CloseDone _, Ping _, Pong _, Check _, Checked _ -> this;
    };
  }

  /// Whether it is of the close handshake: what it says of the signals before it must be true when
  /// it is read, so it goes behind all of them.
  default boolean endsSignals() {
    return switch (this) {
      case CloseRequest _, CloseAck _, CloseRefused _, CloseDone _ -> true;
      case Hello _, Ping _, Pong _, Check _, Checked _ -> false;
    };
  }

  /// The sender has settled every earlier connection and would use this one; nothing else is said
  /// on it before both ends have said so.
  ///
  /// @param epoch the history the sender is in: a number both ends agreed on when it began; 0 if it
  ///   remembers none, because nothing was ever shared, all was forgotten or the last connection
  ///   broke
  /// @param generation grows with every hello this incarnation of the sender says to us: the
  ///   connection with the greatest is the one it means
  record Hello(long epoch, long generation) implements AssociationMessage {}

  /// The sender has fallen silent after {@code sent} signals on this connection and would close it.
  record CloseRequest(long sent) implements AssociationMessage {}

  /// Agreed, and all of yours has arrived: the sender's last frame, after {@code sent} signals on
  /// this connection.
  record CloseAck(long sent, Kept kept) implements AssociationMessage {}

  /// Not now: the sender still needs the connection.
  record CloseRefused() implements AssociationMessage {}

  /// All of yours has arrived; the connection may go. Answers a {@link CloseAck}, and a {@link
  /// CloseRequest} that crossed the sender's own.
  record CloseDone(Kept kept) implements AssociationMessage {}

  /// What the sender goes on holding without a connection. Once all has arrived both ways both ends
  /// hold the same.
  enum Kept {
    /// Nothing: it may be forgotten.
    NOTHING,
    /// Links or monitors.
    RELATIONS,
    /// It did not say.
    UNTOLD
  }

  /// Are you there? Sent when bytes were written and nothing was heard for 5 s.
  record Ping() implements AssociationMessage {}

  /// The answer.
  record Pong() implements AssociationMessage {}

  /// Do you still remember that history? The only question without a connection: it travels by way
  /// of other nodes, as does its answer.
  record Check(long epoch) implements AssociationMessage {}

  /// The answer: {@code asked} for that epoch, the sender remembers {@code epoch}, 0 for none.
  record Checked(long asked, long epoch) implements AssociationMessage {}
}
