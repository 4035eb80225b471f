package io.tempelhof.bench;

import io.tempelhof.bench.ends.Place;
import io.tempelhof.bench.ends.TimedPlan;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// What a contest can be told whose runs take a given time.
final class TimedOptions {
  @Mixin private ContestOptions contest = new ContestOptions();
  @Mixin private PlaceOption place = new PlaceOption(Place.FREE);

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long a run takes, or each part of it (default: ${DEFAULT-VALUE}).")
  private double seconds;

  /// @param usual how long unless told otherwise
  TimedOptions(double usual) {
    seconds = usual;
  }

  ContestOptions contest() {
    return contest;
  }

  /// How the contest is configured.
  ///
  /// @throws ParameterException if a number is out of range
  TimedPlan plan(CommandSpec spec) {
    place.requirePossible();
    return ContestOptions.plan(spec, () -> new TimedPlan(contest.rounds(), seconds, place.place()));
  }
}
