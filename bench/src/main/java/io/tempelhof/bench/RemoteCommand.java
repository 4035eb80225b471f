package io.tempelhof.bench;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import io.tempelhof.bench.ends.Pairing;
import io.tempelhof.bench.ends.Place;
import io.tempelhof.bench.ends.Ratio;
import io.tempelhof.bench.remote.RemoteContest;
import io.tempelhof.bench.remote.RemoteFigures;
import io.tempelhof.bench.remote.RemotePlan;
import io.tempelhof.bench.remote.RemoteRound;
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

/// {@code tempelhof bench remote}: what a message to another node costs.
@Command(
    name = "remote",
    description = {
      "Round trips between two nodes, and small messages one way: two genuine erl, two of ours, and"
          + " one of each, in turn.",
      "Ends with 1 when ours miss a bar."
    })
final class RemoteCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private JsonOption json = new JsonOption();
  @Mixin private PlaceOption place = new PlaceOption(Place.SPLIT);

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Runs of each pairing (default: ${DEFAULT-VALUE}).",
      defaultValue = "5")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long each of the three parts of a run takes (default: ${DEFAULT-VALUE}).",
      defaultValue = "2")
  private double seconds;

  @Option(
      names = "--senders",
      paramLabel = "N",
      description = "Processes that send at once in the third part (default: ${DEFAULT-VALUE}).",
      defaultValue = "8")
  private int senders;

  /// What {@code --json} prints.
  private record Outcome(
      Machine machine, RemotePlan plan, RemoteFigures figures, List<String> barsMissed) {}

  @Override
  public Integer call() throws IOException, InterruptedException, NodeStartException {
    RemotePlan plan = plan();
    place.requirePossible();
    PrintWriter err = spec.commandLine().getErr();
    Machine machine = Machine.here();
    err.println(
        format(
            ROOT,
            "%d rounds of 3 x %.1f s, %d senders, cores %s; JVMs with %,d MiB; %s",
            plan.rounds(),
            plan.seconds(),
            plan.senders(),
            plan.place().name().toLowerCase(ROOT),
            RemoteContest.HEAP_MEGABYTES,
            machine));
    try (RemoteContest contest = new RemoteContest(plan, line -> err.println("  " + line))) {
      RemoteFigures figures = contest.run();
      say(new Outcome(machine, plan, figures, figures.missed()));
      return (figures.missed().isEmpty() ? ExitCode.OK : ExitCode.NOT_SO).code();
    }
  }

  private RemotePlan plan() {
    try {
      return new RemotePlan(rounds, seconds, senders, place.place());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void say(Outcome outcome) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("medians over rounds   trip p50 us   p99 us   messages/s of 1    of several");
    outcome.figures().rounds().forEach((pairing, rounds) -> out.println(row(pairing, rounds)));
    Ratio.tell(outcome.figures().ratios(), out);
    if (json.wanted()) {
      out.println(Json.line(outcome));
    }
  }

  private static String row(Pairing pairing, List<RemoteRound> rounds) {
    return format(
        ROOT,
        "  %-18s %12.1f %8.1f %17.0f %13.0f",
        pairing,
        RemoteFigures.median(rounds, RemoteRound::p50Micros),
        RemoteFigures.median(rounds, RemoteRound::p99Micros),
        RemoteFigures.median(rounds, RemoteRound::oneSender),
        RemoteFigures.median(rounds, RemoteRound::manySenders));
  }
}
