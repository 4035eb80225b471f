package io.tempelhof.cli;

import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.ops.Json;
import io.tempelhof.ops.agent.Agent;
import io.tempelhof.ops.agent.Question;
import io.tempelhof.ops.cluster.ClusterView;
import io.tempelhof.ops.cluster.Collector;
import io.tempelhof.ops.cluster.NodeRow;
import java.io.Console;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// {@code tempelhof top}: the busiest nodes, or the busiest processes of one, again and again.
@Command(
    name = "top",
    description = {
      "Show the busiest nodes of a cluster, or the busiest processes of one node, every 2 s.",
      "Without a terminal it prints one picture and ends."
    })
final class TopCommand implements Callable<Integer> {
  private static final String CLEAR = "\033[H\033[2J";

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Via via = new Via();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NODE@HOST",
      description = "Show the processes of this node (default: all nodes).")
  private @Nullable NodeName node;

  @Option(
      names = "--sort",
      paramLabel = "KEY",
      defaultValue = "mailbox",
      description =
          "Of processes: mailbox, messages, state, name or pid (default: ${DEFAULT-VALUE}).")
  private String sort = "mailbox";

  @Option(
      names = "--lines",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many (default: ${DEFAULT-VALUE}).",
      converter = Arguments.Positive.class)
  private int lines = 20;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "End after so many pictures (default: never, or 1 without a terminal).",
      converter = Arguments.Positive.class)
  private @Nullable Integer rounds;

  @Override
  public Integer call() throws InterruptedException {
    boolean terminal = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    int last = rounds != null ? rounds : terminal ? Integer.MAX_VALUE : 1;
    PrintWriter out = spec.commandLine().getOut();
    try (Attached attached = via.attach("top")) {
      Pictures pictures = node == null ? new Nodes(attached) : new OneNode(attached, node);
      for (int round = 0; round < last; round++) {
        List<String> picture = pictures.next();
        if (terminal) {
          out.print(CLEAR);
        }
        picture.forEach(out::println);
        out.flush();
      }
    }
    return ExitCode.OK.code();
  }

  private interface Pictures {
    List<String> next() throws InterruptedException;
  }

  private final class Nodes implements Pictures {
    private final Collector collector;
    private long seen;

    Nodes(Attached attached) {
      this.collector = attached.collector(false);
      collector.enter();
    }

    @Override
    public List<String> next() throws InterruptedException {
      ClusterView view = collector.view();
      // The first round knows no rates yet.
      do {
        var _ = view.await(seen, Agent.ROUND.multipliedBy(3));
        seen = view.version();
      } while (seen == 1);
      List<String> picture = new ArrayList<>();
      picture.add(
          String.format(
              Locale.ROOT,
              "%d nodes, %d alive; %.1f connections a node; %d processes",
              view.totals().nodes(),
              view.totals().alive(),
              view.totals().connectionsMean(),
              view.totals().processes()));
      Table table =
          new Table(
              "NODE",
              "STATE",
              ">MESSAGES/S",
              ">PROCESSES",
              ">MAILBOXES",
              ">QUEUED",
              ">PEERS",
              ">DIRECT");
      view.rows().stream()
          .filter(row -> row.messagesPerS() != null)
          .sorted(Comparator.comparing(NodeRow::messagesPerS, Comparator.reverseOrder()))
          .limit(lines)
          .forEach(row ->
              table.row(
                  row.name(),
                  row.state(),
                  row.messagesPerS(),
                  row.processes(),
                  row.mailbox(),
                  row.queuedBytes(),
                  row.peers(),
                  row.direct()));
      picture.addAll(table.lines());
      return picture;
    }
  }

  private final class OneNode implements Pictures {
    private final Attached attached;
    private final NodeName whose;
    private long nextAt = System.nanoTime();

    OneNode(Attached attached, NodeName whose) {
      this.attached = attached;
      this.whose = whose;
    }

    @Override
    public List<String> next() throws InterruptedException {
      while (System.nanoTime() - nextAt < 0) {
        LockSupport.parkNanos(nextAt - System.nanoTime());
      }
      nextAt = System.nanoTime() + Agent.ROUND.toNanos();
      JsonNode answer = Json.tree(attached.ask(whose, new Question.Processes(sort, lines)));
      List<String> picture = new ArrayList<>();
      picture.add(answer.path("total").asInt() + " processes on " + whose);
      Table table =
          new Table("PID", "NAME", "STATE", ">MAILBOX", ">MESSAGES", ">LINKS", ">MONITORS");
      for (JsonNode process : answer.path("processes")) {
        table.row(
            process.path("pid").asString(),
            process.path("name").asString("-"),
            process.path("state").asString(),
            process.path("mailbox").asLong(),
            process.path("messages").asLong(),
            process.path("links_total").asInt(),
            process.path("monitors_total").asInt());
      }
      picture.addAll(table.lines());
      return picture;
    }
  }
}
