package io.tempelhof.core.handshake;

/// Why a handshake came to nothing.
///
/// @param detail one line for the log, without secrets
/// @param retryWithoutExtension whether the peer may have stumbled over our {@link Extension}, so
///   that one more attempt without it is worth making
public record HandshakeFailure(Reason reason, String detail, boolean retryWithoutExtension) {
  /// What went wrong, and on which side.
  public enum Reason {
    /// The peer closed the socket in the middle.
    CLOSED,
    /// The peer took too long for a step.
    TIMED_OUT,
    /// The peer sent what is no packet of this step.
    MALFORMED,
    /// The peer lacks a capability we cannot do without.
    MISSING_FLAGS,
    /// The accepting node has another name than the one we dialled.
    WRONG_NAME,
    /// The accepting side refuses the connecting one.
    NOT_ALLOWED,
    /// The two cookies differ.
    WRONG_COOKIE,
    /// Two attempts crossed and the other one goes on.
    CROSSED,
    /// The connecting node, told that we still hold a connection to it, stood back.
    STOOD_BACK
  }

  HandshakeFailure(Reason reason, String detail) {
    this(reason, detail, false);
  }
}
