package io.tempelhof.bench;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import io.tempelhof.bench.ends.Bar;
import io.tempelhof.bench.ends.Contestant;
import io.tempelhof.bench.ends.Place;
import io.tempelhof.bench.ends.Scores;
import io.tempelhof.bench.local.LocalContest;
import io.tempelhof.bench.local.LocalPlan;
import io.tempelhof.net.NodeStartException;
import java.io.IOException;
import java.io.PrintWriter;
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
      "Messages, calls, a ring of processes, starts and ends within one node: a genuine erl, Apache"
          + " Pekko, and ours with the JVM's scheduler and with our own, in turn.",
      "Ends with 1 when ours miss a bar."
    })
final class LocalCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ContestOptions contest = new ContestOptions();
  @Mixin private PlaceOption place = new PlaceOption(Place.FREE);

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long a run takes (default: ${DEFAULT-VALUE}).",
      defaultValue = "2")
  private double seconds;

  @Override
  public Integer call() throws IOException, InterruptedException, NodeStartException {
    LocalPlan plan = plan();
    place.requirePossible();
    PrintWriter err = spec.commandLine().getErr();
    Machine machine = Machine.here();
    err.println(
        format(
            ROOT,
            "%d rounds of %.1f s for each workload, cores %s; JVMs with %,d MiB; %s",
            plan.rounds(),
            plan.seconds(),
            plan.place().name().toLowerCase(ROOT),
            LocalContest.PROGRAMS.heapMegabytes(),
            machine));
    try (LocalContest local =
        new LocalContest(plan, contest.against(), line -> err.println("  " + line))) {
      Scores<Contestant> scores = local.run();
      return Outcome.of(machine, plan, scores, Bar.measured(LocalContest.BARS, scores))
          .tell(spec.commandLine().getOut(), contest.json());
    }
  }

  private LocalPlan plan() {
    try {
      return new LocalPlan(contest.rounds(), seconds, place.place());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
