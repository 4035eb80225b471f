package io.tempelhof.bench;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import io.tempelhof.bench.start.StartContest;
import io.tempelhof.cli.console.CommandFailure;
import io.tempelhof.net.NodeStartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// {@code tempelhof bench start}: how long a node takes to come up, and what it holds of memory.
@Command(
    name = "start",
    description = {
      "Start one node, wait until it says that it is ready, look at its memory, end it: a genuine"
          + " erl and ours (tempelhof node), in turn.",
      "Ends with 1 when ours miss a bar. Linux only."
    })
final class StartCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ContestOptions contest = new ContestOptions();

  @Option(
      names = "--launcher",
      paramLabel = "PROGRAM",
      description = "What starts ours (default: ${DEFAULT-VALUE}).",
      defaultValue = "./tempelhof")
  private Path launcher = Path.of("tempelhof");

  @Override
  public Integer call() throws IOException, InterruptedException, NodeStartException {
    if (contest.rounds() < 1) {
      throw new ParameterException(spec.commandLine(), "there must be at least one round");
    }
    if (!Files.isExecutable(launcher)) {
      throw CommandFailure.unavailable(
          launcher + " cannot be run; say with --launcher where tempelhof is");
    }
    PrintWriter err = spec.commandLine().getErr();
    Machine machine = Machine.here();
    err.println(format(ROOT, "%d rounds; %s", contest.rounds(), machine));
    try (StartContest start =
        new StartContest(
            contest.rounds(), launcher, contest.against(), line -> err.println("  " + line))) {
      return contest.hold(
          start, machine, Map.of("rounds", contest.rounds()), spec.commandLine().getOut());
    }
  }
}
