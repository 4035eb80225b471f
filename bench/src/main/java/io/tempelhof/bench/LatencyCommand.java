package io.tempelhof.bench;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import io.tempelhof.bench.ends.Pairing;
import io.tempelhof.bench.ends.Place;
import io.tempelhof.bench.latency.Contest;
import io.tempelhof.bench.latency.LatencyFigures;
import io.tempelhof.bench.latency.LatencyPlan;
import io.tempelhof.bench.latency.Round;
import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.cli.console.Json;
import io.tempelhof.cli.console.JsonOption;
import io.tempelhof.net.NodeStartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
  @Mixin private JsonOption json = new JsonOption();
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

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Runs of each pairing (default: ${DEFAULT-VALUE}).",
      defaultValue = "5")
  private int rounds;

  /// What {@code --json} prints.
  private record Outcome(
      Machine machine, LatencyPlan plan, LatencyFigures figures, List<String> barsMissed) {}

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
            Contest.heapMegabytes(plan),
            machine));
    try (Contest contest = new Contest(plan, line -> err.println("  " + line))) {
      LatencyFigures figures = contest.run();
      say(new Outcome(machine, plan, figures, figures.missed()));
      return (figures.missed().isEmpty() ? ExitCode.OK : ExitCode.NOT_SO).code();
    }
  }

  private LatencyPlan plan() {
    try {
      return new LatencyPlan(megabytes, transfers, rounds, place.place());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void say(Outcome outcome) {
    PrintWriter out = spec.commandLine().getOut();
    LatencyFigures figures = outcome.figures();
    out.println("medians over rounds     p50 ms    p99 ms    slowest ms    MiB/s each way");
    figures
        .rounds()
        .forEach((pairing, rounds) -> out.println(row(pairing, rounds, outcome.plan())));
    if (figures.p99Ratio() == null) {
      out.println("no erl on this machine: nothing to compare with");
    } else {
      out.println(
          format(
              ROOT,
              "p99 of two of ours is %.2f times that of two erl (bar %.1f)",
              figures.p99Ratio(),
              figures.barRatio()));
    }
    outcome.barsMissed().forEach(missed -> out.println("MISSED: " + missed));
    if (json.wanted()) {
      out.println(Json.line(outcome));
    }
  }

  private static String row(Pairing pairing, List<Round> rounds, LatencyPlan plan) {
    double moved = (double) plan.megabytes() * plan.transfers();
    return format(
        ROOT,
        "  %-18s %9.2f %9.2f %13.1f %17.0f",
        pairing,
        LatencyFigures.median(rounds, Round::p50Millis),
        LatencyFigures.median(rounds, Round::p99Millis),
        rounds.stream().mapToDouble(Round::maxMillis).max().orElse(0),
        LatencyFigures.median(rounds, round -> moved / round.seconds()));
  }
}
