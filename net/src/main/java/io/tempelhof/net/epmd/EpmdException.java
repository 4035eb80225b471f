package io.tempelhof.net.epmd;

import java.io.IOException;

/// Why a node is not registered with EPMD, or EPMD could not be asked. The message is one line a
/// user can act on.
public final class EpmdException extends IOException {
  private static final long serialVersionUID = 1L;

  /// What stood in the way.
  public enum Kind {
    /// A living node of that name is registered on this host.
    NAME_TAKEN,
    /// Nothing listens on EPMD's port of that host.
    REFUSED,
    /// What listens there does not answer, in time or at all, as EPMD does.
    NO_ANSWER
  }

  private final Kind kind;

  EpmdException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /// What stood in the way.
  public Kind kind() {
    return kind;
  }
}
