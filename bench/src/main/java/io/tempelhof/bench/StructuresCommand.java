package io.tempelhof.bench;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import io.tempelhof.bench.structures.Structure;
import io.tempelhof.bench.structures.Structures;
import io.tempelhof.bench.structures.StructuresPlan;
import io.tempelhof.cli.console.Json;
import io.tempelhof.cli.console.JsonOption;
import java.io.PrintWriter;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// {@code tempelhof bench structures}: what single operations of data structures cost.
@Command(
    name = "structures",
    description = {
      "Measure data structures by themselves, each in a JVM of its own, with JMH.",
      "For those who change them: there is no bar."
    })
final class StructuresCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private JsonOption json = new JsonOption();

  @Option(
      names = "--only",
      paramLabel = "TEXT",
      description = "Only those with that in their names.",
      defaultValue = "")
  private String only = "";

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Rounds that count, after as many that do not (default: ${DEFAULT-VALUE}).",
      defaultValue = "5")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long a round takes (default: ${DEFAULT-VALUE}).",
      defaultValue = "0.5")
  private double seconds;

  /// What {@code --json} prints.
  private record Outcome(Machine machine, StructuresPlan plan, List<Structure> structures) {}

  @Override
  public Integer call() {
    StructuresPlan plan = ContestOptions.plan(spec, () -> new StructuresPlan(rounds, seconds));
    SortedSet<String> names = Structures.named(only);
    if (names.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--only: no benchmark has \"" + only + "\" in its name");
    }
    PrintWriter err = spec.commandLine().getErr();
    Machine machine = Machine.here();
    err.println(
        format(
            ROOT, "2 x %d rounds of %.2f s for each; %s", plan.rounds(), plan.seconds(), machine));
    List<Structure> structures = new Structures(plan, line -> err.println("  " + line)).run(names);
    PrintWriter out = spec.commandLine().getOut();
    structures.forEach(out::println);
    if (json.wanted()) {
      out.println(Json.line(new Outcome(machine, plan, structures)));
    }
    return 0;
  }
}
