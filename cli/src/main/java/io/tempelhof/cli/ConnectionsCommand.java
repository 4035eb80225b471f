package io.tempelhof.cli;

import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.cli.console.JsonOption;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.ops.Json;
import io.tempelhof.ops.agent.Question;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// {@code tempelhof connections}: what a node is connected with, and why.
@Command(
    name = "connections",
    description = "List the open connections of a node, each with what keeps it open.")
final class ConnectionsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Via via = new Via();
  @Mixin private JsonOption json = new JsonOption();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NODE@HOST",
      description = "Whose (default: the node that is asked).")
  private @Nullable NodeName node;

  @Override
  public Integer call() throws InterruptedException {
    try (Attached attached = via.attach("connections")) {
      NodeName whose = node == null ? attached.first() : node;
      JsonNode answer = Json.tree(attached.ask(whose, new Question.Node()));
      PrintWriter out = spec.commandLine().getOut();
      if (json.wanted()) {
        out.println(answer.path("connections"));
      } else {
        table(answer).forEach(out::println);
      }
      return ExitCode.OK.code();
    }
  }

  private static List<String> table(JsonNode answer) {
    Table table =
        new Table("NODE", "KIND", "BY", ">AGE", ">IDLE", ">LEFT", ">QUEUED", "WHY IT IS OPEN");
    for (JsonNode open : answer.path("connections")) {
      List<String> why = new ArrayList<>();
      open.path("why").forEach(reason -> why.add(reason.asString()));
      table.row(
          open.path("node").asString(),
          open.path("kind").asString(),
          open.path("dialled").asBoolean() ? "us" : "them",
          time(open.path("age_millis")),
          time(open.path("idle_millis")),
          time(open.path("idle_left_millis")),
          open.path("queued_bytes").asLong(),
          String.join(", ", why));
    }
    List<String> lines = new ArrayList<>(table.lines());
    lines.add(
        "%d connections of %s, which knows %d nodes"
            .formatted(
                answer.path("connections").size(),
                answer.path("name").asString(),
                answer.path("contacts").asInt()));
    return lines;
  }

  private static String time(JsonNode millis) {
    return millis.isNumber() ? Table.time(Duration.ofMillis(millis.asLong())) : "-";
  }
}
