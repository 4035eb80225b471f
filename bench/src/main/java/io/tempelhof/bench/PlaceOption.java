package io.tempelhof.bench;

import io.tempelhof.bench.ends.Place;
import io.tempelhof.cli.console.CommandFailure;
import io.tempelhof.cli.console.ExitCode;
import picocli.CommandLine.Option;

/// {@code --place}: on which cores the two ends of a pairing run.
final class PlaceOption {
  @Option(
      names = "--place",
      paramLabel = "WHERE",
      description = {
        "Cores of the two ends: free, same (both on the first),",
        "split (one each on the first two; by taskset; default: ${DEFAULT-VALUE})."
      })
  private Place place;

  /// @param usual where they run unless told otherwise
  PlaceOption(Place usual) {
    place = usual;
  }

  Place place() {
    return place;
  }

  /// @throws CommandFailure if this machine cannot do that
  void requirePossible() {
    if (!place.isPossible()) {
      throw new CommandFailure(
          ExitCode.UNAVAILABLE,
          "--place needs taskset (of util-linux), and two cores to split; say --place free");
    }
  }
}
