package io.tempelhof.cli;

import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.cli.console.Json;
import io.tempelhof.cli.console.JsonOption;
import io.tempelhof.cli.console.Terminal;
import io.tempelhof.sim.Report;
import io.tempelhof.sim.Scenario;
import io.tempelhof.sim.SimOptions;
import io.tempelhof.sim.Simulation;
import io.tempelhof.sim.measure.Violation;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// {@code tempelhof sim}: a whole cluster in one thread, under virtual time and from one seed.
@Command(
    name = "sim",
    description = {
      "Simulate a cluster: the nodes' own code under virtual time, from one seed.",
      "Ends with 1 when an invariant is violated or a bar is missed; the same seed shows it again."
    })
final class SimCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private JsonOption json = new JsonOption();

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "How many nodes (default: ${DEFAULT-VALUE}).",
      defaultValue = "350")
  private int nodes;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Where every choice comes from (default: ${DEFAULT-VALUE}).",
      defaultValue = "1")
  private long seed;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      description = {
        "What the cluster goes through (default: ${DEFAULT-VALUE}):",
        "${COMPLETION-CANDIDATES}; see docs/simulator.md."
      },
      defaultValue = "steady")
  private Scenario scenario = Scenario.STEADY;

  @Option(
      names = "--for",
      paramLabel = "SECONDS",
      description = "How long the scenario's own part lasts: churn, restart, day.")
  private @Nullable Long length;

  @Option(
      names = "--fault-seconds",
      paramLabel = "SECONDS",
      description = "How long a partition lasts (default: ${DEFAULT-VALUE}).",
      defaultValue = "120")
  private long fault;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "How many connections closes closes (default: ${DEFAULT-VALUE}).",
      defaultValue = "100000")
  private long count;

  @Option(
      names = "--loss",
      paramLabel = "SHARE",
      description = "The share of packets lost, 0 to 0.5 (default: as the scenario says).")
  private @Nullable Double loss;

  @Option(
      names = "--near-arrivals",
      description = {
        "Only its neighbourhood learns of a newcomer, not everybody: for sizes at which that is too"
            + " much for one machine."
      })
  private boolean nearArrivals;

  @Override
  public Integer call() {
    SimOptions options = options();
    long begin = System.nanoTime();
    SimProgress shown = new SimProgress(spec.commandLine().getErr(), Terminal.isThere(), begin);
    Report report = Simulation.run(options, now -> shown.tell(now, System.nanoTime()));
    shown.end();
    double wallSeconds = (System.nanoTime() - begin) / 1e9;
    PrintWriter out = spec.commandLine().getOut();
    SimWords.of(report, wallSeconds).forEach(out::println);
    for (Violation violation : report.violations()) {
      out.println("VIOLATED with seed " + seed + ": " + violation);
    }
    if (report.isSound()) {
      out.println("every invariant held, every bar was kept");
    }
    if (json.wanted()) {
      out.println(Json.line(SimFigures.of(report, wallSeconds)));
    }
    return (report.isSound() ? ExitCode.OK : ExitCode.NOT_SO).code();
  }

  private SimOptions options() {
    try {
      SimOptions options =
          SimOptions.of(nodes, seed, scenario).faulty(Duration.ofSeconds(fault)).closing(count);
      if (length != null) {
        options = options.lasting(Duration.ofSeconds(length));
      }
      if (nearArrivals) {
        options = options.withoutArrivals();
      }
      return loss == null ? options : options.losing(loss);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
