package io.tempelhof.bench;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import io.tempelhof.bench.codec.CodecContest;
import io.tempelhof.bench.ends.TimedPlan;
import io.tempelhof.net.NodeStartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// {@code tempelhof bench codec}: what it costs to write terms and to read them.
@Command(
    name = "codec",
    description = {
      "Write terms in the external term format, and read them: a genuine erl and ours, in turn.",
      "Ends with 1 when ours miss a bar."
    })
final class CodecCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private TimedOptions timed = new TimedOptions(1);

  @Override
  public Integer call() throws IOException, InterruptedException, NodeStartException {
    TimedPlan plan = timed.plan(spec);
    PrintWriter err = spec.commandLine().getErr();
    Machine machine = Machine.here();
    err.println(
        format(
            ROOT,
            "%d rounds of 2 x %.1f s for each term, cores %s; our JVM with %,d MiB; %s",
            plan.rounds(),
            plan.seconds(),
            plan.place().name().toLowerCase(ROOT),
            CodecContest.PROGRAMS.heapMegabytes(),
            machine));
    try (CodecContest codec =
        new CodecContest(plan, timed.contest().against(), line -> err.println("  " + line))) {
      return timed.contest().hold(codec, machine, plan, spec.commandLine().getOut());
    }
  }
}
