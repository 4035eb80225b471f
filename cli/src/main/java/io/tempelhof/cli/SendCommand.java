package io.tempelhof.cli;

import io.tempelhof.cli.console.CommandFailure;
import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.cli.shell.Bindings;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.net.Node;
import io.tempelhof.runtime.Down;
import io.tempelhof.runtime.Pattern;
import io.tempelhof.runtime.Self;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// {@code tempelhof send}: a message for a process of another node.
@Command(
    name = "send",
    description = {
      "Send a message to a process of a node, ours or a genuine Erlang one.",
      "Says \"sent\" once the node has the message; ends with 1 if it has no such process, 69 if it"
          + " cannot be reached."
    })
final class SendCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Target target = new Target();

  @Parameters(index = "0", paramLabel = "NODE@HOST", description = "The node.")
  private @Nullable NodeName node;

  @Parameters(
      index = "1",
      paramLabel = "PROCESS",
      description = "A registered name or a pid, such as echo or '<0.12.0>'.")
  private String process = "";

  @Parameters(index = "2", paramLabel = "MESSAGE", description = "A term, such as '{hello,1}'.")
  private String message = "";

  @Override
  public Integer call() throws InterruptedException {
    NodeName asked = Objects.requireNonNull(node, "required by picocli");
    try (Node client = target.client("send")) {
      Optional<Down> down = Target.run(client, self -> send(self, client, asked));
      if (down.isPresent()) {
        boolean gone = down.get().reason().equals(Atom.of("noconnection"));
        throw gone
            ? CommandFailure.unavailable(
                asked + " cannot be reached; ping says what stands in the way")
            : new CommandFailure(
                ExitCode.NOT_SO,
                "there is no process %s on %s; top NODE@HOST lists them".formatted(process, asked));
      }
      spec.commandLine().getOut().println("sent");
      return ExitCode.OK.code();
    }
  }

  /// @return why there is nobody to receive it
  private Optional<Down> send(Self self, Node client, NodeName asked) throws Exception {
    Bindings bindings = new Bindings(self, asked);
    Term said = Target.term("MESSAGE", message, bindings);
    Ref watch =
        switch (Target.term("PROCESS", process, bindings)) {
          case Atom name -> {
            Ref ref = self.monitor(name.text(), asked);
            self.send(name.text(), asked, said);
            yield ref;
          }
          case Pid pid -> {
            Ref ref = self.monitor(pid);
            self.send(pid, said);
            yield ref;
          }
          default ->
              throw new CommandFailure(
                  ExitCode.USAGE, "PROCESS: " + process + " is no name and no pid");
        };
    // Whoever answers this has got what was sent before.
    Node.Ping ping = client.ping(asked).get();
    Pattern<Down> end = Pattern.of(Down.class).where(down -> down.ref().equals(watch));
    return self.receive(end, ping.pong() ? Duration.ZERO : Duration.ofSeconds(1));
  }
}
