package io.tempelhof.core.node;

/// Why a dial failed.
public enum DialFailure {
  /// Nothing listens there, or its EPMD does not know the name: strong evidence of death.
  REFUSED,
  /// No answer in time.
  TIMEOUT,
  /// The cookies differ.
  WRONG_COOKIE,
  /// It has a live connection to another node of our name.
  NAME_TAKEN,
  /// Another node answered at that address.
  OTHER_NODE,
  /// The other end closed the connection before the handshake was over: the kernel does, and may
  /// have accepted it, when a process is killed.
  CLOSED,
  /// The handshake failed otherwise.
  HANDSHAKE,
  /// This JVM has no descriptor left, or the node shut down.
  NO_RESOURCES
}
