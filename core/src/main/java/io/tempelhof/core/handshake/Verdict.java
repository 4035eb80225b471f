package io.tempelhof.core.handshake;

import io.tempelhof.core.term.NodeName;

/// A node's answer to an incoming attempt, sent as the handshake's status.
///
/// Two nodes that dial each other at the same time must agree on one of the two connections without
/// a word between them. Erlang's rule: the attempt made by the node with the greater name goes on.
public enum Verdict {
  /// Go on.
  OK("ok"),
  /// Go on; an unfinished attempt between the two gives way. It is dropped when this one is
  /// established and not before: until then anyone may have claimed the peer's name.
  OK_SIMULTANEOUS("ok_simultaneous"),
  /// Stop; our own attempt goes on.
  NOK("nok"),
  /// We hold a connection to that node. It may say that this one replaces it.
  ALIVE("alive"),
  /// Stop; that node is not wanted here.
  NOT_ALLOWED("not_allowed");

  /// A connection that was heard of within this time belongs to a living node. Silent ones break
  /// after the same time.
  private static final long ALIVE_NANOS = 20_000_000_000L;

  /// Nodes that connect within this time count as started together.
  private static final long TOGETHER_NANOS = 3_000_000_000L;

  private final String status;

  Verdict(String status) {
    this.status = status;
  }

  /// The word on the wire.
  String status() {
    return status;
  }

  /// Whether a Tempelhof node that calls is the twin of a living one we are connected with, which
  /// it may not push aside. Of two that start together the one with the lesser creation may: else
  /// each would be refused where the other came first, and both would end.
  ///
  /// @param connected the creation of the node we are connected with
  /// @param age how old that connection is, in nanoseconds
  /// @param silence how long ago anything came over it
  /// @param calling the creation of the one that calls
  public static boolean isTwin(int connected, long age, long silence, int calling) {
    boolean wins = age < TOGETHER_NANOS && Integer.compareUnsigned(calling, connected) < 0;
    return calling != connected && silence < ALIVE_NANOS && !wins;
  }

  /// What the node {@code ours} says to an attempt of the node {@code theirs}.
  public static Verdict on(NodeName ours, NodeName theirs, Standing standing) {
    int order = ours.compareTo(theirs);
    if (order == 0) {
      return NOT_ALLOWED;
    }
    return switch (standing) {
      case NONE -> OK;
      case DIALLING -> order > 0 ? NOK : OK_SIMULTANEOUS;
      case ACCEPTING -> OK_SIMULTANEOUS;
      case UP, CLOSING -> ALIVE;
    };
  }
}
