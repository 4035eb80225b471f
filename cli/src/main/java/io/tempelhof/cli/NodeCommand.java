package io.tempelhof.cli;

import io.tempelhof.cli.console.CommandFailure;
import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.cli.dashboard.DashboardOption;
import io.tempelhof.cli.dashboard.Observed;
import io.tempelhof.cli.life.Departure;
import io.tempelhof.cli.life.Endings;
import io.tempelhof.core.node.Seed;
import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeOptions;
import io.tempelhof.ops.http.DashboardOptions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
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
          + " with 77.",
      "SIGTERM and Ctrl-C let it finish what it was asked, say goodbye and close; a second one"
          + " stops it at once."
    })
final class NodeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Access access = new Access();

  @Option(
      names = "--name",
      paramLabel = "NAME@HOST",
      required = true,
      description = {
        "Its name. HOST is resolved to the address it listens on.",
        "undefined@HOST: it is a client and gets its name from the first node of --join."
      })
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
      split = "\\s*,\\s*",
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

  @Mixin private DashboardOption dashboard = new DashboardOption();

  /// Ends by a failure, or with the JVM.
  @Override
  public Integer call() throws InterruptedException {
    CommandLine command = spec.commandLine();
    Optional<DashboardOptions> where = dashboard.options();
    try (Node node = Access.start(options())) {
      Thread goodbye = new Thread(() -> Departure.of(node), "goodbye");
      Endings.install();
      Runtime.getRuntime().addShutdownHook(goodbye);
      node.spawn(Echo.NAME, new Echo());
      node.spawn(Sink.NAME, new Sink());
      NodeLife life = new NodeLife(node, seeds, command.getOut(), command.getErr());
      try (DashboardOption.Served served = DashboardOption.serve(observed(node), where)) {
        Runtime.getRuntime().addShutdownHook(new Thread(served::close, "end-of-dashboard"));
        node.join(seeds);
        return life.live(served.url());
      } catch (CommandFailure e) {
        Runtime.getRuntime().removeShutdownHook(goodbye);
        throw e;
      }
    }
  }

  private NodeOptions options() {
    NodeOptions options =
        access
            .options(Objects.requireNonNull(name, "required by picocli"))
            .withPort(port)
            .withNamers(seeds)
            .withIdleTimeout(Duration.ofSeconds(idleSeconds));
    return advertise == null ? options : options.withAdvertise(advertise);
  }

  /// An operator who tells it to leave, by {@code tempelhof leave}, means the whole program; its
  /// shutdown says goodbye.
  private Observed observed(Node node) {
    return new Observed(node, seeds.isEmpty(), () -> System.exit(ExitCode.OK.code()));
  }
}
