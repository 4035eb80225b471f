package io.tempelhof.bench;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import io.tempelhof.bench.cluster.ClusterContest;
import io.tempelhof.bench.cluster.ClusterPlan;
import io.tempelhof.net.NodeStartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// {@code tempelhof bench cluster}: what it costs to be a cluster.
@Command(
    name = "cluster",
    description = {
      "A full mesh of genuine erl and as many of ours, a process each: until all can talk, and"
          + " idle. Then few and many of ours in one JVM, idle; and calls between ours, connected"
          + " as the overlay wants it and each with every other.",
      "Ends with 1 when ours miss a bar. Linux only; 100 nodes apart take 9 GB of memory."
    })
final class ClusterCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ContestOptions contest = new ContestOptions();

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "Nodes apart, and nodes that call (default: ${DEFAULT-VALUE}).",
      defaultValue = "100")
  private int nodes;

  @Option(
      names = "--many",
      paramLabel = "N",
      description = "Nodes in one JVM; a ninth of them are few (default: ${DEFAULT-VALUE}).",
      defaultValue = "450")
  private int many;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long an idle cluster is looked at (default: ${DEFAULT-VALUE}).",
      defaultValue = "30")
  private double seconds;

  @Override
  public Integer call() throws IOException, InterruptedException, NodeStartException {
    ClusterPlan plan = plan();
    PrintWriter err = spec.commandLine().getErr();
    Machine machine = Machine.here();
    err.println(
        format(
            ROOT,
            "%d rounds, %,d nodes apart, %,d in one JVM, %.1f s; our JVMs with the serial"
                + " collector, an AOT cache, 64 MiB and no statistics for tools (one node), 168"
                + " MiB (many) and the first compiler only, 512 MiB (calls); %s",
            plan.rounds(),
            plan.nodes(),
            plan.many(),
            plan.seconds(),
            machine));
    try (ClusterContest cluster =
        new ClusterContest(plan, contest.against(), line -> err.println("  " + line))) {
      return contest.hold(cluster, machine, plan, spec.commandLine().getOut());
    }
  }

  private ClusterPlan plan() {
    return ContestOptions.plan(spec, () -> new ClusterPlan(contest.rounds(), nodes, many, seconds));
  }
}
