package io.tempelhof.core.signal;

/// What ends an alias (OTP, {@code erlang:alias/1} and {@code erlang:monitor/3}). Giving it up by
/// {@code unalias} and the end of its process always do.
public enum AliasOption {
  /// Nothing else.
  EXPLICIT_UNALIAS,
  /// The first message that comes by it.
  REPLY,
  /// The end of the monitor it belongs to: given up or fired.
  DEMONITOR,
  /// As {@link #DEMONITOR}; and the first message that comes by it ends alias and monitor both.
  REPLY_DEMONITOR;

  /// Whether the first message that comes by the alias ends it.
  boolean endsWithReply() {
    return this == REPLY || this == REPLY_DEMONITOR;
  }

  /// Whether the alias lives on a monitor, and ends with it.
  public boolean needsMonitor() {
    return this == DEMONITOR || this == REPLY_DEMONITOR;
  }
}
