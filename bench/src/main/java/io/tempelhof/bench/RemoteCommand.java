package io.tempelhof.bench;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import io.tempelhof.bench.ends.Place;
import io.tempelhof.bench.remote.RemoteContest;
import io.tempelhof.bench.remote.RemotePlan;
import io.tempelhof.net.NodeStartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// {@code tempelhof bench remote}: what a message to another node costs.
@Command(
    name = "remote",
    description = {
      "Round trips between two nodes, small messages and binaries one way, and calls of 32 at once:"
          + " two genuine erl, two of Apache Pekko (Artery over TCP), two of ours, and ours and"
          + " jinterface to an erl, in turn.",
      "Ends with 1 when ours miss a bar."
    })
final class RemoteCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ContestOptions contest = new ContestOptions();
  @Mixin private PlaceOption place = new PlaceOption(Place.SPLIT);

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long each of the six parts of a run takes (default: ${DEFAULT-VALUE}).",
      defaultValue = "2")
  private double seconds;

  @Option(
      names = "--senders",
      paramLabel = "N",
      description = "How many several senders are (default: ${DEFAULT-VALUE}).",
      defaultValue = "8")
  private int senders;

  @Override
  public Integer call() throws IOException, InterruptedException, NodeStartException {
    RemotePlan plan = plan();
    place.requirePossible();
    PrintWriter err = spec.commandLine().getErr();
    Machine machine = Machine.here();
    err.println(
        format(
            ROOT,
            "%d rounds of 6 x %.1f s, %d senders, cores %s; JVMs with %,d MiB; %s",
            plan.rounds(),
            plan.seconds(),
            plan.senders(),
            plan.place().name().toLowerCase(ROOT),
            RemoteContest.PROGRAMS.heapMegabytes(),
            machine));
    try (RemoteContest remote =
        new RemoteContest(plan, contest.against(), line -> err.println("  " + line))) {
      return contest.hold(remote, machine, plan, spec.commandLine().getOut());
    }
  }

  private RemotePlan plan() {
    return ContestOptions.plan(
        spec, () -> new RemotePlan(contest.rounds(), seconds, senders, place.place()));
  }
}
