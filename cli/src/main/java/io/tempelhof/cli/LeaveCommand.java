package io.tempelhof.cli;

import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.ops.agent.Question;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// {@code tempelhof leave}: a node says goodbye and ends.
@Command(
    name = "leave",
    description = {
      "Let a node say goodbye to its neighbours and end.",
      "Whoever has the cookie of a cluster may do so. Ends when the node has heard of it."
    })
final class LeaveCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Via via = new Via();

  @Parameters(index = "0", paramLabel = "NODE@HOST", description = "The node that is to leave.")
  private @Nullable NodeName node;

  @Override
  public Integer call() throws InterruptedException {
    NodeName leaving = Objects.requireNonNull(node, "required by picocli");
    try (Attached attached = via.attach("leave")) {
      attached.ask(leaving, new Question.Leave());
      spec.commandLine().getOut().println(leaving + " is leaving");
      return ExitCode.OK.code();
    }
  }
}
