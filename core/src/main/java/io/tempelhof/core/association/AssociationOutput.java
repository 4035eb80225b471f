package io.tempelhof.core.association;

import io.tempelhof.core.signal.Signal;

/// Everything an association can ask of its driver, to be done in the order given.
public sealed interface AssociationOutput {

  /// The node is to find and dial the other end; answered by {@code Opened} (also of a connection
  /// the other end dialled) or {@code Unreachable} with the same number.
  record Connect(long request) implements AssociationOutput {}

  /// The other end lives and cannot be dialled: the driver is to open a virtual connection by way
  /// of other nodes. Answered as {@link Connect} is, by {@code Opened} or {@code Unreachable}.
  record TakeByway(long request) implements AssociationOutput {}

  /// Write the signal, and count it if it could be written.
  record Write(long connection, Signal signal) implements AssociationOutput {}

  /// Write the association message, {@linkplain AssociationMessage#behind behind} the signals
  /// counted so far.
  record Tell(long connection, AssociationMessage message) implements AssociationOutput {}

  /// Nothing has been heard on a ticked connection for longer than a watched node may be silent, or
  /// for a tick less than would break it ({@code quiet}); or something has been heard again.
  record Quiet(long connection, boolean quiet) implements AssociationOutput {}

  /// Send the message to the other end by way of other nodes. It may get lost.
  record Relay(AssociationMessage message) implements AssociationOutput {}

  /// Write a tick, or in its place what the node wants said in its heartbeats.
  record Tick(long connection) implements AssociationOutput {}

  /// The gate is open: from now on signals read from this connection may be delivered. Until then
  /// the driver hands over association messages only and leaves the rest unread.
  record OpenGate(long connection) implements AssociationOutput {}

  /// The connection serves the association: the node may use it.
  record Up(long connection, int creation, boolean extended, boolean dialled)
      implements AssociationOutput {}

  /// The connection that was up is so no longer: the node writes nothing more to it. {@code
  /// graceful}: both ends agreed, nothing was lost.
  record Gone(long connection, boolean graceful, String reason) implements AssociationOutput {}

  /// A connection has come to its end without ever having been up, and none is there that may still
  /// come up: whoever in the node waits for the outcome of a dial has it by this.
  record Unused(long connection, String reason) implements AssociationOutput {}

  /// Flush, then close the socket. At once nothing more that is read from it may be delivered. To
  /// keep the other end from losing our last frames, the socket should be half-closed and read to
  /// its end before it is closed.
  record Shut(long connection, String reason) implements AssociationOutput {}

  /// Deliver to local processes: what they must learn because the connection broke ({@code
  /// noconnection}).
  record Deliver(Signal signal) implements AssociationOutput {}

  /// Signals that will never be sent, to be counted. {@code bytes}: the sum of their {@link
  /// SignalSize}; {@code largeBytes}: what large ones are of it.
  record Dropped(int signals, long bytes, long largeBytes, String reason)
      implements AssociationOutput {}

  /// Nothing is left: the driver may let go of the association.
  record Forgotten() implements AssociationOutput {}
}
