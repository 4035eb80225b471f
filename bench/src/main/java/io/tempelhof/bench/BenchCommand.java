package io.tempelhof.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// {@code tempelhof bench}: the benchmarks.
@Command(
    name = "bench",
    description = "Measure, side by side with what else there is.",
    synopsisSubcommandLabel = "BENCHMARK",
    subcommands = {
      ListCommand.class,
      DensityCommand.class,
      LocalCommand.class,
      CodecCommand.class,
      StructuresCommand.class,
      StartCommand.class,
      ClusterCommand.class,
      LatencyCommand.class,
      RemoteCommand.class,
      DrawingCommand.class,
      SuiteCommand.Quick.class,
      SuiteCommand.All.class
    })
final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /// Without a benchmark.
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no benchmark given");
  }
}
