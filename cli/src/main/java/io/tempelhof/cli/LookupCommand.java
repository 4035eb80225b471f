package io.tempelhof.cli;

import io.tempelhof.cli.console.CommandFailure;
import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.cli.console.Json;
import io.tempelhof.cli.console.JsonOption;
import io.tempelhof.core.overlay.LookupResult;
import io.tempelhof.core.overlay.NodeRecord;
import io.tempelhof.core.term.NodeName;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Via via = new Via();
  @Mixin private JsonOption json = new JsonOption();

  @Parameters(index = "0", paramLabel = "NAME@HOST", description = "The node to find.")
  private @Nullable NodeName target;

  @Override
  public Integer call() throws InterruptedException, ExecutionException {
    NodeName wanted = Objects.requireNonNull(target, "required by picocli");
    try (Attached attached = via.attach("lookup")) {
      LookupAnswer answer = answer(wanted, attached.node().lookup(wanted).get());
      PrintWriter out = spec.commandLine().getOut();
      (json.wanted() ? List.of(Json.line(answer)) : answer.words()).forEach(out::println);
      return (answer.found() ? ExitCode.OK : ExitCode.NOT_SO).code();
    }
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
