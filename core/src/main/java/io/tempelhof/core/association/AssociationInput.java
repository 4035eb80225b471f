package io.tempelhof.core.association;

import io.tempelhof.core.signal.Signal;

/// Everything an association can be told. Connections are named by positive numbers which the
/// driver gives and never uses twice.
public sealed interface AssociationInput {

  /// A local process has something to say to the other node.
  record Say(Signal signal) implements AssociationInput {}

  /// A signal that was no message could not be written to the connection: it has no form there that
  /// the other end would take. The loss of a message need not be told.
  record Unwritten(long connection) implements AssociationInput {}

  /// A signal read from the connection which is no plain message: links, monitors, exits. It is
  /// told here before it is delivered to the process. Plain messages are only counted, by the
  /// reader.
  record Heard(long connection, Signal signal) implements AssociationInput {}

  /// The handshake succeeded. {@code extended} says that the other end speaks our association
  /// messages; {@code dialled} that we started it; {@code byway} that it goes by way of other
  /// nodes, and gives way to one that does not. An earlier connection the driver leaves alone: the
  /// association knows when it may go.
  record Opened(long connection, int creation, boolean extended, boolean dialled, boolean byway)
      implements AssociationInput {
    /// One over a socket.
    public Opened(long connection, int creation, boolean extended, boolean dialled) {
      this(connection, creation, extended, dialled, false);
    }
  }

  /// The other end's association message. {@code received}: how many user signals (messages and
  /// others) the reader had read from this connection before it.
  record Told(long connection, AssociationMessage message, long received)
      implements AssociationInput {}

  /// A tick was read from a connection that is not extended. Those from extended ones need not be
  /// told.
  record Ticked(long connection) implements AssociationInput {}

  /// The connection is gone: end of stream, reset, malformed input, or our own shut-down. Told
  /// after everything that was read from it.
  record Lost(long connection, String reason) implements AssociationInput {}

  /// The connection asked for could not be made. {@code request}: the number of the {@link
  /// AssociationOutput.Connect} this answers; an answer to an earlier one comes too late and
  /// changes nothing.
  ///
  /// @param alive the node has just answered by way of others: only the dial has failed
  record Unreachable(long request, String reason, boolean alive) implements AssociationInput {}

  /// The node's decision on why this connection stays open. A new connection is {@link Role#DIRECT}
  /// until told otherwise.
  record Assigned(Role role) implements AssociationInput {}

  /// The user wants a connection, and wants it kept ({@code true}), or no longer insists.
  record Pinned(boolean pinned) implements AssociationInput {}

  /// The node needs room: close the connection if nothing pins it, however short it has been idle.
  record Collect() implements AssociationInput {}

  /// Somebody looks: measure the round trip of the connection, if there is one.
  record Probe() implements AssociationInput {}

  /// The node has learned that this incarnation of the other end is dead, or takes it for dead:
  /// everything said so far is over, connected or not.
  record Severed(int creation, String reason) implements AssociationInput {}

  /// The node has learned that the other end lives as that incarnation: everything shared with
  /// another one, while asleep, is over.
  record Restarted(int creation) implements AssociationInput {}

  /// A message of the other end's that came by way of other nodes.
  record Relayed(AssociationMessage message) implements AssociationInput {}

  /// The deadline has come, or may have. The traffic is what the driver saw on the connection
  /// {@link Association#connection} names; {@link Traffic#NONE} where there is none.
  record Timer(Traffic traffic) implements AssociationInput {}

  /// What the driver saw on a connection: nanoseconds of the same clock as {@code now}, 0 for
  /// never.
  ///
  /// @param lastSignalAt when a user signal, or a part of one, was last read or written: what takes
  ///   long to transfer is no silence
  /// @param lastReadAt when anything (ticks included) was last read
  /// @param lastWrittenAt when anything was last written
  record Traffic(long lastSignalAt, long lastReadAt, long lastWrittenAt) {
    public static final Traffic NONE = new Traffic(0, 0, 0);
  }
}
