package io.tempelhof.cli;

import io.tempelhof.cli.console.CommandFailure;
import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.core.node.DialFailure;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeStartException;

/// Why a node could not be reached or start, in words for the user.
final class Reasons {
  private Reasons() {}

  static String of(DialFailure failure) {
    return switch (failure) {
      case REFUSED -> "no such node there";
      case TIMEOUT -> "no answer in time";
      case WRONG_COOKIE -> "the cookies differ";
      case NAME_TAKEN -> "it is connected to another node of our name";
      case OTHER_NODE -> "another node answers at that address";
      case CLOSED -> "it closed the connection, or is just ending";
      case HANDSHAKE -> "what answers there is no node we can talk to";
      case NO_RESOURCES -> "no descriptors left";
    };
  }

  /// Why there was no pong.
  static String of(Node.Ping pang) {
    if (pang.failure() == null) {
      return pang.why();
    }
    String kind = of(pang.failure());
    return kind.equals(pang.why()) ? kind : kind + ": " + pang.why();
  }

  static CommandFailure wrongCookie(NodeName node) {
    return CommandFailure.refused(
        node
            + " has another cookie; give both the same with --cookie, TEMPELHOF_COOKIE or"
            + " ~/.erlang.cookie");
  }

  /// What stood in the way of a node, and the remedy.
  static CommandFailure of(NodeStartException e) {
    return switch (e.kind()) {
      case BAD_HOST ->
          new CommandFailure(
              ExitCode.USAGE, e.getMessage() + "; HOST must be an address of this machine");
      case NAME_TAKEN ->
          CommandFailure.refused(e.getMessage() + "; stop that node or choose another name");
      case PORT_TAKEN ->
          CommandFailure.unavailable(
              e.getMessage() + "; choose another --port, or none for any free one");
      case NO_EPMD -> CommandFailure.unavailable(e.getMessage() + "; choose another --epmd-port");
      case NO_NAME -> CommandFailure.unavailable(e.getMessage() + "; choose one with --name");
      case BAD_COOKIE ->
          CommandFailure.unavailable(e.getMessage() + "; or give the cookie with --cookie");
      case NO_DESCRIPTORS ->
          CommandFailure.unavailable(e.getMessage() + "; raise the limit (ulimit -n)");
      case NO_SCHEDULER ->
          new CommandFailure(ExitCode.USAGE, e.getMessage() + " (TEMPELHOF_JAVA_OPTS)");
    };
  }

  /// @param by who knows of a living node of that name
  static CommandFailure nameTaken(NodeName name, NodeName by) {
    return CommandFailure.refused(
        "the name %s is in use, says %s; stop that node or choose another name"
            .formatted(name, by));
  }

  /// The node that gave this one its name is gone, and the name with it.
  static CommandFailure nameLost(NodeName name, NodeName by) {
    return CommandFailure.unavailable(
        "the name %s is lost with %s, which gave it; start the node again".formatted(name, by));
  }
}
