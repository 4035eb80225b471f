package io.tempelhof.bench;

import io.tempelhof.bench.ends.Rival;
import io.tempelhof.cli.console.JsonOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
          "Who else competes, as far as it is there: erl, pekko (default: ${DEFAULT-VALUE}).",
      defaultValue = "erl,pekko")
  private List<Rival> against = List.of();

  int rounds() {
    return rounds;
  }

  Set<Rival> against() {
    EnumSet<Rival> rivals = EnumSet.noneOf(Rival.class);
    rivals.addAll(against);
    return rivals;
  }

  JsonOption json() {
    return json;
  }
}
