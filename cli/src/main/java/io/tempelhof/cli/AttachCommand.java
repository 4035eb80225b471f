package io.tempelhof.cli;

import io.tempelhof.cli.console.CommandFailure;
import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.cli.shell.Desk;
import io.tempelhof.cli.shell.Shell;
import io.tempelhof.core.node.DialFailure;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.net.Node;
import io.tempelhof.runtime.Self;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// {@code tempelhof attach}: a shell on another node.
@Command(
    name = "attach",
    description = {
      "A shell on a node, ours or a genuine Erlang one: call functions, send messages, receive"
          + " answers, inspect processes, all in Erlang's terms. \"help\" says what can be typed.",
      "Without a terminal it does what standard input says, line by line, and ends with 1 at the"
          + " first line that fails."
    })
final class AttachCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Target target = new Target();

  @Parameters(index = "0", paramLabel = "NODE@HOST", description = "The node.")
  private @Nullable NodeName node;

  @Override
  public Integer call() throws InterruptedException, ExecutionException {
    NodeName asked = Objects.requireNonNull(node, "required by picocli");
    try (Node client = target.client("attach")) {
      Node.Ping ping = client.ping(asked).get();
      if (ping.failure() == DialFailure.WRONG_COOKIE) {
        throw Reasons.wrongCookie(asked);
      }
      if (!ping.pong()) {
        throw CommandFailure.unavailable(
            "%s cannot be reached: %s; is it up?".formatted(asked, Reasons.of(ping)));
      }
      client.pin(asked);
      return Target.run(client, self -> converse(self, asked)).code();
    }
  }

  private ExitCode converse(Self self, NodeName asked) throws IOException {
    Shell shell = new Shell(self, asked);
    try (Desk desk =
        Desk.open("(" + asked + ")> ", spec.commandLine().getOut(), shell::completions)) {
      if (desk.isTerminal()) {
        desk.say("attached to " + asked + "; help says what can be typed");
      }
      while (true) {
        Optional<String> line = desk.next();
        if (line.isEmpty()) {
          return ExitCode.OK;
        }
        Shell.Reply reply = shell.run(line.get());
        reply.lines().forEach(desk::say);
        if (reply.over()) {
          return ExitCode.OK;
        }
        if (!reply.ok() && !desk.isTerminal()) {
          return ExitCode.NOT_SO;
        }
      }
    }
  }
}
