package io.tempelhof.bench;

import io.tempelhof.bench.ends.Bar;
import io.tempelhof.bench.ends.Contest;
import io.tempelhof.bench.ends.Limit;
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

  static <K extends Enum<K>> Outcome of(
      Machine machine, Object plan, Contest<K> contest, Scores<K> scores) {
    List<Ratio> ratios = Bar.measured(contest.bars(), scores);
    List<String> missed =
        Stream.concat(
                Ratio.missed(ratios).stream(), Limit.missed(contest.limits(), scores).stream())
            .toList();
    return new Outcome(machine, plan, scores, ratios, missed);
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
