package io.tempelhof.cli;

import io.tempelhof.cli.console.CommandFailure;
import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.cli.console.Json;
import io.tempelhof.core.node.DialFailure;
import io.tempelhof.core.node.NodeEvent;
import io.tempelhof.core.node.Seed;
import io.tempelhof.core.overlay.FailureDomain;
import io.tempelhof.core.overlay.LookupResult;
import io.tempelhof.core.overlay.NodeRecord;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.net.Node;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
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

  @Parameters(index = "0", paramLabel = "NAME@HOST", description = "The node to find.")
  private @Nullable NodeName target;

  @Option(
      names = "--via",
      paramLabel = "NODE@HOST[:PORT]",
      required = true,
      description = "The node to begin at. Without PORT its EPMD is asked.")
  private @Nullable Seed via;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  /// What {@code --json} prints; what is not known is null.
  private record Answer(
      String name,
      boolean found,
      int hops,
      @Nullable List<String> path,
      @Nullable String address,
      @Nullable String creation,
      @Nullable String started,
      @Nullable String reason) {
    static Answer found(NodeRecord record, int hops, List<NodeName> path) {
      return new Answer(
          record.name().toString(),
          true,
          hops,
          path.stream().map(NodeName::toString).toList(),
          record.address().toString(),
          Integer.toUnsignedString(record.creation()),
          Instant.ofEpochMilli(record.startStamp()).toString(),
          null);
    }

    static Answer none(NodeName name, int hops, String reason) {
      return new Answer(name.toString(), false, hops, null, null, null, null, reason);
    }
  }

  @Override
  public Integer call() throws InterruptedException, ExecutionException {
    NodeName wanted = Objects.requireNonNull(target, "required by picocli");
    Seed first = Objects.requireNonNull(via, "required by picocli");
    try (Node client = access.client("lookup")) {
      attach(client, first);
      return answer(wanted, client.lookup(wanted).get()).code();
    }
  }

  private void attach(Node client, Seed first) throws InterruptedException {
    BlockingQueue<NodeEvent> events = new LinkedBlockingQueue<>();
    client.onEvent(events::add);
    client.join(List.of(first));
    NodeEvent event = events.poll(ATTACH_WITHIN.toSeconds(), TimeUnit.SECONDS);
    switch (event) {
      case NodeEvent.Joined _ -> {}
      case NodeEvent.SeedUnreachable(NodeName seed, DialFailure failure)
          when failure == DialFailure.WRONG_COOKIE ->
          throw new CommandFailure(ExitCode.REFUSED, Reasons.wrongCookie(seed));
      case NodeEvent.SeedUnreachable(NodeName seed, DialFailure failure) ->
          throw unavailable(seed, Reasons.of(failure));
      case null, default -> throw unavailable(first.name(), "no answer in time");
    }
  }

  private static CommandFailure unavailable(NodeName via, String reason) {
    return new CommandFailure(
        ExitCode.UNAVAILABLE,
        "%s cannot be asked: %s; name a running node of the cluster with --via"
            .formatted(via, reason));
  }

  private ExitCode answer(NodeName wanted, LookupResult result) {
    return switch (result) {
      case LookupResult.Found(NodeRecord record, int hops, List<NodeName> path) -> {
        say(Answer.found(record, hops, path), () -> found(record, hops, path));
        yield ExitCode.OK;
      }
      case LookupResult.NoSuchNode(int hops, List<NodeName> closest) -> {
        String reason = "no such node, say those closest to its id: " + names(closest);
        say(Answer.none(wanted, hops, reason), () -> print(reason));
        yield ExitCode.NOT_SO;
      }
      case LookupResult.Unreachable(int hops, String reason) ->
          throw new CommandFailure(
              ExitCode.UNAVAILABLE,
              "%s was not found, but may exist: %s after %d hops; try again"
                  .formatted(wanted, reason, hops));
    };
  }

  private void say(Answer answer, Runnable words) {
    if (json) {
      print(Json.line(answer));
    } else {
      words.run();
    }
  }

  private void found(NodeRecord record, int hops, List<NodeName> path) {
    print(record.name() + " at " + record.address());
    print("hops      " + hops);
    print("path      " + names(path));
    print("creation  " + Integer.toUnsignedString(record.creation()));
    print("started   " + Instant.ofEpochMilli(record.startStamp()));
    FailureDomain domain = record.domain();
    if (!domain.equals(FailureDomain.UNDECLARED)) {
      print(
          "domain    jvm %s, host %s, rack %s, zone %s"
              .formatted(domain.jvm(), domain.host(), domain.rack(), domain.zone()));
    }
  }

  private void print(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  private static String names(List<NodeName> nodes) {
    return String.join(" ", nodes.stream().map(NodeName::toString).toList());
  }
}
