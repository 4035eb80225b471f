package io.tempelhof.cli;

import io.tempelhof.cli.console.CommandFailure;
import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.cli.console.Json;
import io.tempelhof.cli.console.JsonOption;
import io.tempelhof.core.node.DialFailure;
import io.tempelhof.core.node.NodeEvent;
import io.tempelhof.core.node.Seed;
import io.tempelhof.core.overlay.LookupResult;
import io.tempelhof.core.overlay.NodeRecord;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.net.Node;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// {@code tempelhof lookup}: where a node of the cluster is, and which way the question went.
@Command(
    name = "lookup",
    description = {
      "Look a node up in the overlay, beginning at another one; print the hops and its record.",
      "Ends with 1 if there is no such node, 69 if the question found no way."
    })
final class LookupCommand implements Callable<Integer> {
  private static final Duration ATTACH_WITHIN = Duration.ofSeconds(12);

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Access access = new Access();
  @Mixin private JsonOption json = new JsonOption();

  @Parameters(index = "0", paramLabel = "NAME@HOST", description = "The node to find.")
  private @Nullable NodeName target;

  @Option(
      names = "--via",
      paramLabel = "NODE@HOST[:PORT]",
      required = true,
      description = "The node to begin at. Without PORT its EPMD is asked.")
  private @Nullable Seed via;

  @Override
  public Integer call() throws InterruptedException, ExecutionException {
    NodeName wanted = Objects.requireNonNull(target, "required by picocli");
    Seed first = Objects.requireNonNull(via, "required by picocli");
    try (Node client = access.client("lookup")) {
      attach(client, first);
      LookupAnswer answer = answer(wanted, client.lookup(wanted).get());
      PrintWriter out = spec.commandLine().getOut();
      (json.wanted() ? List.of(Json.line(answer)) : answer.words()).forEach(out::println);
      return (answer.found() ? ExitCode.OK : ExitCode.NOT_SO).code();
    }
  }

  private static void attach(Node client, Seed first) throws InterruptedException {
    BlockingQueue<NodeEvent> events = new LinkedBlockingQueue<>();
    client.onEvent(events::add);
    client.join(first);
    switch (events.poll(ATTACH_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
      case null -> throw unavailable(first.name(), Reasons.of(DialFailure.TIMEOUT));
      case NodeEvent.Joined _ -> {}
      case NodeEvent.SeedUnreachable(NodeName seed, DialFailure failure) -> {
        if (failure == DialFailure.WRONG_COOKIE) {
          throw Reasons.wrongCookie(seed);
        }
        throw unavailable(seed, Reasons.of(failure));
      }
      case NodeEvent.NameTaken(NodeName by) -> throw Reasons.nameTaken(client.name(), by);
      case NodeEvent.NameLost(NodeName by) -> throw Reasons.nameLost(client.name(), by);
      case NodeEvent.Left _ -> throw new IllegalStateException("a node that was not to leave left");
    }
  }

  private static CommandFailure unavailable(NodeName via, String reason) {
    return CommandFailure.unavailable(
        "%s cannot be asked: %s; name a running node of the cluster with --via"
            .formatted(via, reason));
  }

  private static LookupAnswer answer(NodeName wanted, LookupResult result) {
    return switch (result) {
      case LookupResult.Found(NodeRecord record, int hops, List<NodeName> path) ->
          LookupAnswer.found(record, hops, path);
      case LookupResult.NoSuchNode(int hops, List<NodeName> closest) ->
          LookupAnswer.none(wanted, hops, closest);
      case LookupResult.Unreachable(int hops, String reason) ->
          throw CommandFailure.unavailable(
              "%s was not found, but may exist: %s after %d hops; try again"
                  .formatted(wanted, reason, hops));
    };
  }
}
