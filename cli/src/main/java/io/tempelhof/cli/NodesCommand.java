package io.tempelhof.cli;

import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.cli.console.Json;
import io.tempelhof.cli.console.JsonOption;
import io.tempelhof.ops.cluster.ClusterView;
import io.tempelhof.ops.cluster.NodeRow;
import io.tempelhof.ops.report.Gap;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// {@code tempelhof nodes}: every node of the cluster.
@Command(
    name = "nodes",
    description = {
      "List the nodes of a cluster: state, id, peers, uptime, version, address.",
      "Ends with 1 if a part of the cluster did not report."
    })
final class NodesCommand implements Callable<Integer> {
  /// With `--json`.
  record Answer(List<NodeRow> nodes, List<Gap> missing) {}

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Via via = new Via();
  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws InterruptedException {
    try (Attached attached = via.attach("nodes")) {
      ClusterView seen = attached.look(false);
      List<NodeRow> rows =
          seen.rows().stream().sorted(Comparator.comparing(NodeRow::name)).toList();
      PrintWriter out = spec.commandLine().getOut();
      if (json.wanted()) {
        out.println(Json.line(new Answer(rows, seen.missing())));
      } else {
        table(rows).forEach(out::println);
      }
      seen.missing().forEach(gap -> spec.commandLine().getErr().println(words(gap)));
      return (seen.missing().isEmpty() ? ExitCode.OK : ExitCode.NOT_SO).code();
    }
  }

  /// A gap, for a person.
  static String words(Gap gap) {
    return "missing: the nodes whose ids begin with %s (%s, says %s)"
        .formatted(gap.prefix(), gap.why(), gap.by());
  }

  private static List<String> table(List<NodeRow> rows) {
    Table table =
        new Table(
            "NODE",
            "STATE",
            "ID",
            ">PEERS",
            ">DIRECT",
            ">KNOWS",
            ">PROCESSES",
            ">UP",
            "VERSION",
            "ADDRESS",
            ">CREATION");
    long now = System.currentTimeMillis();
    for (NodeRow row : rows) {
      table.row(
          row.name(),
          row.state(),
          row.id() == null ? null : row.id().substring(0, 8),
          row.peers(),
          row.direct(),
          row.contacts(),
          row.processes(),
          row.startedMs() == null
              ? null
              : Table.time(Duration.ofMillis(Math.max(0, now - row.startedMs()))),
          row.version(),
          row.address(),
          row.creation());
    }
    return table.lines();
  }
}
