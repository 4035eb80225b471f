package io.tempelhof.bench;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import io.tempelhof.bench.ends.Contestant;
import io.tempelhof.bench.ends.Place;
import io.tempelhof.bench.ends.Ratio;
import io.tempelhof.bench.local.LocalContest;
import io.tempelhof.bench.local.LocalFigures;
import io.tempelhof.bench.local.LocalPlan;
import io.tempelhof.bench.local.Workload;
import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.cli.console.Json;
import io.tempelhof.cli.console.JsonOption;
import io.tempelhof.net.NodeStartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// {@code tempelhof bench local}: what processes of one node cost.
@Command(
    name = "local",
    description = {
      "Messages, calls, a ring of processes, starts and ends within one node: a genuine erl and"
          + " ours, in turn.",
      "Ends with 1 when ours miss a bar."
    })
final class LocalCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private JsonOption json = new JsonOption();
  @Mixin private PlaceOption place = new PlaceOption(Place.FREE);

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Runs of each workload (default: ${DEFAULT-VALUE}).",
      defaultValue = "5")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long a run takes (default: ${DEFAULT-VALUE}).",
      defaultValue = "2")
  private double seconds;

  /// What {@code --json} prints.
  private record Outcome(
      Machine machine, LocalPlan plan, LocalFigures figures, List<String> barsMissed) {}

  @Override
  public Integer call() throws IOException, InterruptedException, NodeStartException {
    LocalPlan plan = plan();
    place.requirePossible();
    PrintWriter err = spec.commandLine().getErr();
    Machine machine = Machine.here();
    err.println(
        format(
            ROOT,
            "%d rounds of %.1f s for each workload, cores %s; our JVM with %,d MiB; %s",
            plan.rounds(),
            plan.seconds(),
            plan.place().name().toLowerCase(ROOT),
            LocalContest.HEAP_MEGABYTES,
            machine));
    try (LocalContest contest = new LocalContest(plan, line -> err.println("  " + line))) {
      LocalFigures figures = contest.run();
      say(new Outcome(machine, plan, figures, figures.missed()));
      return (figures.missed().isEmpty() ? ExitCode.OK : ExitCode.NOT_SO).code();
    }
  }

  private LocalPlan plan() {
    try {
      return new LocalPlan(rounds, seconds, place.place());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void say(Outcome outcome) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("medians over rounds, a second           erl          ours");
    outcome.figures().rates().forEach((workload, rates) -> out.println(row(workload, rates)));
    Ratio.tell(outcome.figures().ratios(), out);
    if (json.wanted()) {
      out.println(Json.line(outcome));
    }
  }

  private static String row(Workload workload, Map<Contestant, List<Double>> rates) {
    return format(
        ROOT,
        "  %-29s %13s %13s",
        workload,
        median(rates.getOrDefault(Contestant.ERL, List.of())),
        median(rates.getOrDefault(Contestant.OURS, List.of())));
  }

  private static String median(List<Double> rates) {
    return rates.isEmpty() ? "" : format(ROOT, "%,.0f", Ratio.median(rates));
  }
}
