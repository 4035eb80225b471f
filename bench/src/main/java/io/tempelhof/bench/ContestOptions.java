package io.tempelhof.bench;

import io.tempelhof.bench.ends.Contest;
import io.tempelhof.bench.ends.Rival;
import io.tempelhof.cli.console.JsonOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// What all contests can be told.
final class ContestOptions {
  @Mixin private JsonOption json = new JsonOption();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Runs of each that count (default: ${DEFAULT-VALUE}).",
      defaultValue = "5")
  private int rounds;

  @Option(
      names = "--against",
      paramLabel = "WHOM",
      split = ",",
      description =
          "Who else competes, as far as it is there: erl, pekko, jinterface (default:"
              + " ${DEFAULT-VALUE}).",
      defaultValue = "erl,pekko,jinterface")
  private List<Rival> against = List.of();

  int rounds() {
    return rounds;
  }

  Set<Rival> against() {
    EnumSet<Rival> rivals = EnumSet.noneOf(Rival.class);
    rivals.addAll(against);
    return rivals;
  }

  /// What the numbers typed make up.
  ///
  /// @param made throws {@link IllegalArgumentException} if one is out of range
  /// @throws ParameterException then, in its words
  static <P> P plan(CommandSpec spec, Supplier<P> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /// Lets them compete and prints what came of it.
  ///
  /// @return what the command ends with
  <K extends Enum<K>> int hold(Contest<K> contest, Machine machine, Object plan, PrintWriter out)
      throws IOException, InterruptedException {
    return Outcome.of(machine, plan, contest, contest.run()).tell(out, json);
  }
}
