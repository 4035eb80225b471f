package io.tempelhof.cli;

import io.tempelhof.cli.console.CommandFailure;
import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.core.node.DialFailure;
import io.tempelhof.core.node.NodeEvent;
import io.tempelhof.core.node.Seed;
import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeOptions;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// {@code tempelhof node}: one node for trying things out.
@Command(
    name = "node",
    description = {
      "Run one node with the registered processes echo and sink until Ctrl-C.",
      "Prints \"ready NAME@HOST port P\" when it can be reached. A seed that cannot be reached is"
          + " named once and tried again for ever; a wrong cookie or a name in use ends the node"
          + " with 77."
    })
final class NodeCommand implements Callable<Integer> {
  /// How long "ready" waits for the seeds: without them the node can be reached all the same.
  private static final Duration JOIN_FIRST = Duration.ofSeconds(5);

  /// How long neighbours are given to hear a goodbye.
  private static final Duration LEAVE_WITHIN = Duration.ofSeconds(3);

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Access access = new Access();

  @Option(
      names = "--name",
      paramLabel = "NAME@HOST",
      required = true,
      description = "Its name. HOST is resolved to the address it listens on.")
  private @Nullable NodeName name;

  @Option(
      names = "--port",
      paramLabel = "P",
      defaultValue = "0",
      description = "The port it listens on (default: any free one).",
      converter = Arguments.Ports.class)
  private int port;

  @Option(
      names = "--join",
      paramLabel = "NODE@HOST[:PORT]",
      description =
          "A node of the cluster to join; may be repeated. Without PORT its EPMD is asked.")
  private List<Seed> seeds = List.of();

  @Option(
      names = "--advertise",
      paramLabel = "HOST:PORT",
      description = "Where others reach it, if not where it listens (containers, NAT).")
  private @Nullable Address advertise;

  @Option(
      names = "--idle",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "Silent direct connections are closed after this (default: ${DEFAULT-VALUE}).",
      converter = Arguments.Positive.class)
  private int idleSeconds;

  @Override
  public Integer call() throws InterruptedException {
    Node node = Access.start(options());
    Thread leave = new Thread(() -> leave(node), "leave");
    Runtime.getRuntime().addShutdownHook(leave);
    node.processes().spawn(Echo.NAME, new Echo());
    node.processes().spawn(Sink.NAME, new Sink());
    BlockingQueue<NodeEvent> events = new LinkedBlockingQueue<>();
    node.onEvent(events::add);
    node.join(seeds);
    try {
      return new Life(node, events, spec.commandLine().getOut(), spec.commandLine().getErr())
          .live();
    } catch (CommandFailure e) {
      Runtime.getRuntime().removeShutdownHook(leave);
      throw e;
    }
  }

  private NodeOptions options() {
    NodeOptions options =
        access
            .options(Objects.requireNonNull(name, "required by picocli"))
            .withPort(port)
            .withIdleTimeout(Duration.ofSeconds(idleSeconds));
    return advertise == null ? options : options.withAdvertise(advertise);
  }

  private static void leave(Node node) {
    try {
      node.leave().get(LEAVE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      // The neighbours will notice by themselves when the JVM ends.
    }
  }

  /// What the user hears of the node's life.
  private final class Life {
    private final Node node;
    private final BlockingQueue<NodeEvent> events;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Set<NodeName> unreachable = new HashSet<>();
    private boolean ready;

    Life(Node node, BlockingQueue<NodeEvent> events, PrintWriter out, PrintWriter err) {
      this.node = node;
      this.events = events;
      this.out = out;
      this.err = err;
    }

    /// Returns never: ends by a failure, or with the JVM.
    int live() throws InterruptedException {
      long readyAt = System.nanoTime() + (seeds.isEmpty() ? 0 : JOIN_FIRST.toNanos());
      while (true) {
        NodeEvent event =
            ready ? events.take() : events.poll(readyAt - System.nanoTime(), TimeUnit.NANOSECONDS);
        switch (event) {
          case null -> ready();
          case NodeEvent.Joined(int peers) -> {
            ready();
            say(out, "joined, " + peers + " peers");
          }
          case NodeEvent.SeedUnreachable(NodeName seed, DialFailure failure) ->
              unreachable(seed, failure);
          case NodeEvent.NameTaken(NodeName by) ->
              throw new CommandFailure(
                  ExitCode.REFUSED,
                  "the name %s is in use in the cluster, says %s; stop that node or choose another name"
                      .formatted(node.name(), by));
          case NodeEvent.Left() -> {}
        }
      }
    }

    private void ready() {
      if (!ready) {
        ready = true;
        say(out, "ready " + node.name() + " port " + node.address().port());
      }
    }

    private void unreachable(NodeName seed, DialFailure failure) {
      if (failure == DialFailure.WRONG_COOKIE) {
        throw new CommandFailure(ExitCode.REFUSED, Reasons.wrongCookie(seed));
      }
      if (failure == DialFailure.NAME_TAKEN) {
        throw new CommandFailure(
            ExitCode.REFUSED,
            "the name %s is in use, says %s; stop that node or choose another name"
                .formatted(node.name(), seed));
      }
      if (unreachable.add(seed)) {
        say(err, "seed %s: %s; trying again".formatted(seed, Reasons.of(failure)));
      }
      if (unreachable.size() == seeds.size()) {
        ready();
      }
    }

    private void say(PrintWriter to, String line) {
      to.println(line);
      to.flush();
    }
  }
}
