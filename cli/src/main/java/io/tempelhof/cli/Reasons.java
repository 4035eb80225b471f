package io.tempelhof.cli;

import io.tempelhof.core.node.DialFailure;
import io.tempelhof.core.term.NodeName;

/// Why a node could not be reached, in words for the user.
final class Reasons {
  private Reasons() {}

  static String of(DialFailure failure) {
    return switch (failure) {
      case REFUSED -> "no such node there";
      case TIMEOUT -> "no answer in time";
      case WRONG_COOKIE -> "the cookies differ";
      case NAME_TAKEN -> "it is connected to another node of our name";
      case OTHER_NODE -> "another node answers at that address";
      case HANDSHAKE -> "what answers there is no node we can talk to";
      case NO_RESOURCES -> "no descriptors left";
    };
  }

  static String wrongCookie(NodeName node) {
    return node
        + " has another cookie; give both the same with --cookie, TEMPELHOF_COOKIE or"
        + " ~/.erlang.cookie";
  }
}
