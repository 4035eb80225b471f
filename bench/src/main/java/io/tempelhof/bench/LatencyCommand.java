package io.tempelhof.bench;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import io.tempelhof.bench.ends.Place;
import io.tempelhof.bench.latency.LatencyContest;
import io.tempelhof.bench.latency.LatencyPlan;
import io.tempelhof.net.NodeStartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// {@code tempelhof bench latency}: pings beside very large messages.
@Command(
    name = "latency",
    description = {
      "Ping on a connection that carries a large binary both ways: two genuine erl, two of ours,"
          + " and one of each, in turn.",
      "Ends with 1 when ours miss a bar."
    })
final class LatencyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ContestOptions contest = new ContestOptions();
  @Mixin private PlaceOption place = new PlaceOption(Place.FREE);

  @Option(
      names = "--megabytes",
      paramLabel = "N",
      description = "Size of each binary in MiB (default: ${DEFAULT-VALUE}).",
      defaultValue = "256")
  private int megabytes;

  @Option(
      names = "--transfers",
      paramLabel = "N",
      description = "Binaries each way in one run (default: ${DEFAULT-VALUE}).",
      defaultValue = "3")
  private int transfers;

  @Override
  public Integer call() throws IOException, InterruptedException, NodeStartException {
    LatencyPlan plan = plan();
    place.requirePossible();
    PrintWriter err = spec.commandLine().getErr();
    Machine machine = Machine.here();
    err.println(
        format(
            ROOT,
            "%d MiB each way, %d times a run, a ping every 2 ms, cores %s; JVMs with %,d MiB; %s",
            plan.megabytes(),
            plan.transfers(),
            plan.place().name().toLowerCase(ROOT),
            LatencyContest.heapMegabytes(plan),
            machine));
    try (LatencyContest latency =
        new LatencyContest(plan, contest.against(), line -> err.println("  " + line))) {
      return contest.hold(latency, machine, plan, spec.commandLine().getOut());
    }
  }

  private LatencyPlan plan() {
    return ContestOptions.plan(
        spec, () -> new LatencyPlan(megabytes, transfers, contest.rounds(), place.place()));
  }
}
