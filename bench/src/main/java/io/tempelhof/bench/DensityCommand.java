package io.tempelhof.bench;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import io.tempelhof.bench.density.Density;
import io.tempelhof.bench.density.DensityFigures;
import io.tempelhof.cli.console.CommandFailure;
import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.cli.console.Json;
import io.tempelhof.cli.console.JsonOption;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// {@code tempelhof bench density}: what an idle process costs.
@Command(
    name = "density",
    description = {
      "Hold very many idle processes in one JVM: heap of each, time to start them and to ask each.",
      "Ends with 1 when one costs more than its bar."
    })
final class DensityCommand implements Callable<Integer> {
  /// Heap to be had for each process, garbage of the run included.
  private static final long NEEDED_BYTES = 2_000;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private JsonOption json = new JsonOption();

  @Option(
      names = "--processes",
      paramLabel = "N",
      description = "How many (default: ${DEFAULT-VALUE}).",
      defaultValue = "1000000")
  private int processes;

  /// What {@code --json} prints.
  private record Outcome(Machine machine, DensityFigures figures, boolean kept) {}

  @Override
  public Integer call() throws InterruptedException {
    if (processes < 1) {
      throw new ParameterException(
          spec.commandLine(), "--processes: \"" + processes + "\" is no whole number above 0");
    }
    long heap = Runtime.getRuntime().maxMemory();
    long needed = processes * NEEDED_BYTES;
    if (heap < needed) {
      throw new CommandFailure(
          ExitCode.UNAVAILABLE,
          format(
              ROOT,
              "the heap may grow to %,d MiB, too little for %,d processes; set"
                  + " TEMPELHOF_JAVA_OPTS=-Xmx%dm",
              heap >> 20,
              processes,
              needed >> 20));
    }
    PrintWriter err = spec.commandLine().getErr();
    Machine machine = Machine.here();
    err.println(
        format(ROOT, "%,d processes, heap up to %,d MiB; %s", processes, heap >> 20, machine));
    DensityFigures figures = new Density(processes, line -> err.println("  " + line)).run();
    say(new Outcome(machine, figures, figures.isKept()));
    return (figures.isKept() ? ExitCode.OK : ExitCode.NOT_SO).code();
  }

  private void say(Outcome outcome) {
    PrintWriter out = spec.commandLine().getOut();
    DensityFigures f = outcome.figures();
    out.println(format(ROOT, "%,d processes", f.processes()));
    out.println(format(ROOT, "  started            %,.0f per second", f.spawnPerSecond()));
    out.println(format(ROOT, "  idle               %,.0f bytes of heap each", f.idleBytes()));
    out.println(format(ROOT, "  asked and answered %,.0f per second", f.askedPerSecond()));
    out.println(format(ROOT, "  idle again         %,.0f bytes of heap each", f.usedBytes()));
    out.println(
        format(
            ROOT,
            "bar of less than %,.0f bytes %s",
            f.barBytes(),
            outcome.kept() ? "kept" : "MISSED"));
    if (json.wanted()) {
      out.println(Json.line(outcome));
    }
  }
}
