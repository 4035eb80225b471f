package io.tempelhof.net;

/// What a node counts from its start, over all its connections. Every frame belongs to exactly one
/// of the kinds message, relation, association, overlay, tick.
public enum Counter {
  /// Frames read that carry a message between processes.
  MESSAGES_IN,
  /// The same, written.
  MESSAGES_OUT,
  /// Frames read that carry a link, monitor, exit, spawn request or their answers.
  RELATIONS_IN,
  /// The same, written.
  RELATIONS_OUT,
  /// Frames read that two associations tell each other: hello, close handshake, ping.
  ASSOCIATION_IN,
  /// The same, written.
  ASSOCIATION_OUT,
  /// Frames read that belong to the overlay.
  OVERLAY_IN,
  /// The same, written.
  OVERLAY_OUT,
  /// Ticks (empty frames) read.
  TICKS_IN,
  /// The same, written.
  TICKS_OUT,
  /// Signs of life written: ticks, and the overlay's heartbeats, which are among {@link
  /// #OVERLAY_OUT}.
  HEARTBEATS_OUT,
  /// Frames to the reserved name that this version does not know: ignored.
  UNKNOWN_IN,
  /// Bytes read from sockets after the handshake.
  BYTES_IN,
  /// Bytes given to sockets after the handshake.
  BYTES_OUT,
  /// Times a burst of frames was flushed to a socket.
  FLUSHES,
  /// Connections that came up, dialled and accepted.
  OPENED,
  /// Of these, dialled by this node.
  OPENED_DIALLED,
  /// Connections closed because both ends had nothing to say.
  CLOSED_IDLE,
  /// Connections that broke or were closed for any other reason.
  CLOSED_BROKEN,
  /// Sockets refused or closed before they had authenticated: limits, garbage, wrong cookies,
  /// deadlines.
  REFUSED,
  /// Attempts to connect that were given up because the two nodes had another one under way:
  /// harmless, and never among the refused or failed.
  CROSSED,
  /// Connections closed because the other end sent what no conforming node sends.
  CLOSED_MALFORMED,
  /// Dials begun.
  DIALS,
  /// Dials that came to nothing; why is in {@link NodeStatus#dialFailures}.
  DIALS_FAILED,
  /// Lookups asked by users of this node.
  LOOKUPS,
  /// Of these, that found their target.
  LOOKUPS_FOUND,
  /// The hops of those found, summed.
  LOOKUP_HOPS,
  /// Sends that had to wait for room in the queue to another node.
  WAITED,
  /// Sends that did not happen because they may not wait.
  NO_ROOM,
  /// Signals that were never sent or never delivered; why is in {@link NodeStatus#dropped}.
  DROPPED;
}
