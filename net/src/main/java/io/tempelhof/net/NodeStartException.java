package io.tempelhof.net;

/// Why a node could not start. The message is one line a user can act on.
public final class NodeStartException extends Exception {
  private static final long serialVersionUID = 1L;

  /// What stood in the way.
  public enum Kind {
    /// The host part of the name (or the bind address) does not resolve to an address of this
    /// machine.
    BAD_HOST,
    /// Something else listens on the port.
    PORT_TAKEN,
    /// The EPMD of this host knows a living node of that name.
    NAME_TAKEN,
    /// The node has no name and none of those it asked has given it one.
    NO_NAME,
    /// No EPMD answers and none could be started.
    NO_EPMD,
    /// The cookie file cannot be read, is open to others, or cannot be made.
    BAD_COOKIE,
    /// The process has no file descriptor left.
    NO_DESCRIPTORS,
    /// The scheduler that was asked for cannot be had on this JVM.
    NO_SCHEDULER
  }

  private final Kind kind;

  NodeStartException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /// What stood in the way.
  public Kind kind() {
    return kind;
  }
}
