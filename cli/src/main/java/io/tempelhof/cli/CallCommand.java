package io.tempelhof.cli;

import io.tempelhof.cli.console.CommandFailure;
import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.cli.shell.Bindings;
import io.tempelhof.cli.shell.Shell;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.TermPrinter;
import io.tempelhof.net.Node;
import io.tempelhof.runtime.Mfa;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.rpc.Outcome;
import io.tempelhof.runtime.rpc.Rpc;
import io.tempelhof.runtime.rpc.RpcException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// {@code tempelhof call}: a function of another node is run.
@Command(
    name = "call",
    description = {
      "Run a function on a node, ours (an exported one) or a genuine Erlang one, and print its"
          + " value.",
      "Arguments and value are Erlang terms. What begins with a minus comes after \"--\".",
      "Ends with 1 if the function fails, 69 if the node cannot be reached."
    })
final class CallCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Target target = new Target();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "How long to wait for the value (default: ${DEFAULT-VALUE}).",
      converter = Arguments.Positive.class)
  private int seconds = 5;

  @Parameters(index = "0", paramLabel = "NODE@HOST", description = "The node.")
  private @Nullable NodeName node;

  @Parameters(index = "1", paramLabel = "MODULE", description = "An atom, such as erlang.")
  private String module = "";

  @Parameters(index = "2", paramLabel = "FUNCTION", description = "An atom.")
  private String function = "";

  @Parameters(index = "3..*", paramLabel = "ARG", description = "Terms, such as '[1,2]'.")
  private List<String> arguments = List.of();

  @Override
  public Integer call() throws InterruptedException {
    NodeName asked = Objects.requireNonNull(node, "required by picocli");
    try (Node client = target.client("call")) {
      Term value = Target.run(client, self -> value(self, asked));
      spec.commandLine().getOut().println(TermPrinter.printAt(asked.atom(), value));
      return ExitCode.OK.code();
    }
  }

  private Term value(Self self, NodeName asked) {
    Bindings bindings = new Bindings(self, asked);
    List<Term> terms = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      terms.add(Target.term("argument " + (i + 1), arguments.get(i), bindings));
    }
    Mfa call = new Mfa(Target.atom("MODULE", module), Target.atom("FUNCTION", function), terms);
    try {
      return Rpc.call(self, asked, call, Duration.ofSeconds(seconds));
    } catch (RpcException failed) {
      String why = Shell.failure(failed);
      throw switch (failed.failure()) {
        case Outcome.NoConnection _ ->
            CommandFailure.unavailable(why + "; is it up? ping says what stands in the way");
        case Outcome.TimedOut _ -> CommandFailure.unavailable(why + "; --timeout gives it longer");
        case Outcome.NotSupported _, Outcome.Refused _ ->
            new CommandFailure(ExitCode.NOT_SO, why + "; try another node");
        case Outcome.Raised _, Outcome.Ended _, Outcome.Unreadable _ ->
            new CommandFailure(ExitCode.NOT_SO, why + "; look at the arguments, or at its log");
      };
    }
  }
}
