package io.tempelhof.cli;

import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.cli.console.Json;
import io.tempelhof.cli.console.JsonOption;
import io.tempelhof.ops.agent.Agent;
import io.tempelhof.ops.cluster.ClusterEvent;
import io.tempelhof.ops.cluster.Collector;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// {@code tempelhof events}: what happens in a cluster.
@Command(
    name = "events",
    description = "Print what happens in a cluster, one line each, while it is watched.")
final class EventsCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
  private static final int AT_ONCE = 1_000;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Via via = new Via();
  @Mixin private JsonOption json = new JsonOption();

  @Option(names = "--follow", description = "Watch until Ctrl-C.")
  private boolean follow;

  @Option(
      names = "--for",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "Watch so long, without --follow (default: ${DEFAULT-VALUE}).",
      converter = Arguments.Positive.class)
  private int seconds = 10;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    try (Attached attached = via.attach("events")) {
      Collector collector = attached.collector(true);
      collector.enter();
      long version = 0;
      long heard = 0;
      while (follow || System.nanoTime() < end) {
        var _ = collector.view().await(version, Agent.ROUND);
        if (version == 0 && collector.view().version() > 0) {
          int nodes = collector.view().totals().nodes();
          spec.commandLine().getErr().println("watching " + nodes + " nodes");
        }
        version = collector.view().version();
        for (ClusterEvent event : collector.view().events().after(heard, AT_ONCE)) {
          heard = event.sequence();
          out.println(json.wanted() ? Json.line(event) : words(event));
        }
        out.flush();
      }
    }
    return ExitCode.OK.code();
  }

  private static String words(ClusterEvent event) {
    return "%s  %-9s  %s"
        .formatted(
            TIME.format(Instant.ofEpochMilli(event.atMs())), event.kind().word(), event.text());
  }
}
