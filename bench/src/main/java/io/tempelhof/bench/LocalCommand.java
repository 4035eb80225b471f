package io.tempelhof.bench;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import io.tempelhof.bench.ends.TimedPlan;
import io.tempelhof.bench.local.LocalContest;
import io.tempelhof.net.NodeStartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
  @Mixin private TimedOptions timed = new TimedOptions(2);

  @Override
  public Integer call() throws IOException, InterruptedException, NodeStartException {
    TimedPlan plan = timed.plan(spec);
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
        new LocalContest(plan, timed.contest().against(), line -> err.println("  " + line))) {
      return timed.contest().hold(local, machine, plan, spec.commandLine().getOut());
    }
  }
}
