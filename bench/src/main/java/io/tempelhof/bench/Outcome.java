package io.tempelhof.bench;

import io.tempelhof.bench.ends.Ratio;
import io.tempelhof.bench.ends.Scores;
import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.cli.console.Json;
import io.tempelhof.cli.console.JsonOption;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Stream;

/// How a contest ended; what {@code --json} prints.
///
/// @param plan how it was configured
/// @param scores every run
/// @param ratios medians of ours to those of others; empty where nobody else ran
/// @param barsMissed in words
record Outcome(
    Machine machine, Object plan, Scores<?> scores, List<Ratio> ratios, List<String> barsMissed) {

  static Outcome of(Machine machine, Object plan, Scores<?> scores, List<Ratio> ratios) {
    return new Outcome(machine, plan, scores, ratios, Ratio.missed(ratios));
  }

  /// With bars missed that are no ratios.
  Outcome missing(List<String> also) {
    List<String> all = Stream.concat(barsMissed.stream(), also.stream()).toList();
    return new Outcome(machine, plan, scores, ratios, all);
  }

  /// Prints it.
  ///
  /// @return what the command ends with
  int tell(PrintWriter out, JsonOption json) {
    scores.table().forEach(out::println);
    if (ratios.isEmpty()) {
      out.println("nobody else on this machine: nothing to compare with");
    }
    ratios.forEach(out::println);
    barsMissed.forEach(missed -> out.println("MISSED: " + missed));
    if (json.wanted()) {
      out.println(Json.line(this));
    }
    return (barsMissed.isEmpty() ? ExitCode.OK : ExitCode.NOT_SO).code();
  }
}
