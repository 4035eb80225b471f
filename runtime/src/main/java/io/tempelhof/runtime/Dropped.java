package io.tempelhof.runtime;

/// Why a signal came to nothing. Nothing is lost silently: each is counted ({@link Snapshot}).
public enum Dropped {
  /// A message to a process that has ended.
  NO_PROCESS,
  /// A message to a name nobody has registered.
  NO_NAME,
  /// A message to an alias that is not, or no longer, active.
  NO_ALIAS,
  /// A message to a process whose mailbox was full ({@link MailboxLimit}).
  MAILBOX_FULL,
  /// Left in its mailbox by a process that ended.
  NEVER_RECEIVED,
  /// To a process, or an alias, of an earlier incarnation of this node.
  OLD_CREATION,
  /// From the network, but addressed to a process or an alias of another node.
  FOREIGN,
  /// From the network, of a kind no process of ours can be waiting for.
  UNEXPECTED,
  /// A message that the server which took it does not understand.
  UNHANDLED,
  /// The answer to a request to spawn, or to a call, whose process had given it up or ended.
  ABANDONED,
  /// The receiver could not decode it.
  MALFORMED,
  /// To a node that cannot exist or cannot be reached because there is no network.
  UNREACHABLE
}
