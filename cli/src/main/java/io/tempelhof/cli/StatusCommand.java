package io.tempelhof.cli;

import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.cli.console.Json;
import io.tempelhof.cli.console.JsonOption;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.ops.cluster.ClusterView;
import io.tempelhof.ops.cluster.NodeRow;
import io.tempelhof.ops.cluster.Totals;
import io.tempelhof.ops.report.Gap;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// {@code tempelhof status}: whether a cluster is well.
@Command(
    name = "status",
    description = {
      "Say in five lines how a cluster is.",
      "Ends with 1 if a node is suspected, dead or silent, or a part did not report."
    })
final class StatusCommand implements Callable<Integer> {
  /// With `--json`.
  record Answer(
      boolean healthy, String via, Map<String, Long> states, Totals totals, List<Gap> missing) {}

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Via via = new Via();
  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws InterruptedException {
    try (Attached attached = via.attach("status")) {
      NodeName first = attached.first();
      Answer answer = answer(first, attached.look(false));
      PrintWriter out = spec.commandLine().getOut();
      if (json.wanted()) {
        out.println(Json.line(answer));
      } else {
        words(answer).forEach(out::println);
      }
      return (answer.healthy() ? ExitCode.OK : ExitCode.NOT_SO).code();
    }
  }

  private static Answer answer(NodeName first, ClusterView seen) {
    Map<String, Long> states =
        seen.rows().stream()
            .filter(row -> row.kind().equals("node"))
            .collect(Collectors.groupingBy(NodeRow::state, TreeMap::new, Collectors.counting()));
    boolean well =
        seen.missing().isEmpty() && List.of("alive", "leaving").containsAll(states.keySet());
    return new Answer(well, first.toString(), states, seen.totals(), seen.missing());
  }

  private static List<String> words(Answer answer) {
    Totals totals = answer.totals();
    String states =
        answer.states().entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
    long dropped = totals.dropped().values().stream().mapToLong(Long::longValue).sum();
    return List.of(
        (answer.healthy() ? "healthy: " : "NOT HEALTHY: ")
            + states
            + ", seen by way of "
            + answer.via(),
        String.format(
            Locale.ROOT,
            "connections  %.1f a node, at most %d peers; a full mesh would hold %d",
            totals.connectionsMean(),
            totals.peersMax(),
            totals.meshConnections()),
        "processes    " + totals.processes(),
        "queued       %d bytes; %d signals dropped so far%s"
            .formatted(totals.queuedBytes(), dropped, most(totals.dropped())),
        answer.missing().isEmpty()
            ? "missing      nothing: all parts of the cluster reported, in "
                + totals.roundMillisTaken()
                + " ms"
            : "missing      %d parts; %s"
                .formatted(
                    answer.missing().size(), NodesCommand.words(answer.missing().getFirst())));
  }

  private static String most(Map<String, Long> reasons) {
    return reasons.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(entry -> ", most for: " + entry.getKey())
        .orElse("");
  }
}
