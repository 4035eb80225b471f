package io.tempelhof.cli;

import io.tempelhof.cli.console.CommandFailure;
import io.tempelhof.core.handshake.Cookie;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeOptions;
import io.tempelhof.net.NodeStartException;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// The options by which a command's node gets in touch with others, and its start.
final class Access {
  @Spec(Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--cookie",
      paramLabel = "C",
      description =
          "The secret all nodes share (default: TEMPELHOF_COOKIE, then ~/.erlang.cookie, which is"
              + " made if there is none). Other users of this machine can see options.")
  private @Nullable String cookie;

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      defaultValue = NodeOptions.DEFAULT_CLUSTER,
      description =
          "Nodes of another cluster are plain Erlang neighbours (default: ${DEFAULT-VALUE}).")
  private String cluster = NodeOptions.DEFAULT_CLUSTER;

  @Option(
      names = "--epmd-port",
      paramLabel = "PORT",
      description = "Where EPMD is, on every host (default: ERL_EPMD_PORT, then 4369).",
      converter = Arguments.Ports.class)
  private @Nullable Integer epmdPort;

  /// Options for a node of that name.
  ///
  /// @throws ParameterException if a cookie or cluster name is none
  NodeOptions options(NodeName name) {
    try {
      NodeOptions options = NodeOptions.of(name.toString()).withCluster(cluster);
      options = epmdPort == null ? options : options.withEpmdPort(epmdPort);
      return cookie == null ? options : options.withCookie(new Cookie(cookie));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }

  /// A client node with a name of its own, of which nobody else hears: for one question.
  ///
  /// @param purpose begins the name
  /// @throws CommandFailure if it cannot be started
  Node client(String purpose) {
    String name = purpose + "-" + Long.toHexString(new SecureRandom().nextLong() >>> 16);
    return start(options(new NodeName(name, "127.0.0.1")).withClient(true));
  }

  /// Starts the node.
  ///
  /// @throws CommandFailure if it cannot be
  static Node start(NodeOptions options) {
    try {
      return Node.start(options);
    } catch (NodeStartException e) {
      throw Reasons.of(e);
    }
  }
}
