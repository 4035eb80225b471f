package io.tempelhof.cli;

import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.cli.console.Json;
import io.tempelhof.cli.console.JsonOption;
import io.tempelhof.core.node.DialFailure;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.net.Node;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// {@code tempelhof ping}: whether a node answers, ours or a genuine Erlang one.
@Command(
    name = "ping",
    description = {
      "Ask a node, a genuine Erlang one or ours, whether it is there.",
      "Prints \"pong\", or \"pang\" with the reason and ends with 1."
    })
final class PingCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Access access = new Access();
  @Mixin private JsonOption json = new JsonOption();

  @Parameters(
      index = "0",
      paramLabel = "NODE@HOST",
      description = "The node; EPMD on HOST is asked for its port.")
  private @Nullable NodeName target;

  /// What {@code --json} prints.
  ///
  /// @param reason why there was no pong; null for one
  private record Answer(String node, boolean pong, @Nullable String reason, double milliseconds) {}

  @Override
  public Integer call() throws InterruptedException, ExecutionException {
    NodeName asked = Objects.requireNonNull(target, "required by picocli");
    try (Node client = access.client("ping")) {
      long begin = System.nanoTime();
      Node.Ping ping = client.ping(asked).get();
      if (ping.failure() == DialFailure.WRONG_COOKIE) {
        throw Reasons.wrongCookie(asked);
      }
      String reason = ping.pong() ? null : Reasons.of(ping);
      double milliseconds = (System.nanoTime() - begin) / 1e6;
      say(new Answer(asked.toString(), ping.pong(), reason, milliseconds));
      return (ping.pong() ? ExitCode.OK : ExitCode.NOT_SO).code();
    }
  }

  private void say(Answer answer) {
    String words = answer.pong() ? "pong" : "pang: " + answer.reason();
    spec.commandLine().getOut().println(json.wanted() ? Json.line(answer) : words);
  }
}
