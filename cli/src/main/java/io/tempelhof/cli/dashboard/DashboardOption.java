package io.tempelhof.cli.dashboard;

import io.tempelhof.cli.console.CommandFailure;
import io.tempelhof.core.overlay.Address;
import io.tempelhof.ops.ObservedNode;
import io.tempelhof.ops.agent.Agent;
import io.tempelhof.ops.http.Dashboard;
import io.tempelhof.ops.http.DashboardOptions;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// {@code --dashboard} and what belongs to it: whether and where a command's node serves HTTP.
public final class DashboardOption {
  private static final String OFF = "off";

  @Spec(Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--dashboard",
      paramLabel = "HOST:PORT|off",
      description =
          "Where dashboard, metrics and health are served (default: 127.0.0.1, port "
              + DashboardOptions.DEFAULT_PORT
              + " or the next free one).")
  private @Nullable String where;

  @Option(names = "--allow-control", description = "Let users of the dashboard kill processes.")
  private boolean control;

  /// A dashboard that is served, or none.
  ///
  /// @param url where
  public record Served(Optional<String> url, @Nullable Dashboard dashboard)
      implements AutoCloseable {
    @Override
    public void close() {
      if (dashboard != null) {
        dashboard.close();
      }
    }
  }

  /// Starts the node's agent and, unless it is off, its dashboard.
  ///
  /// @throws CommandFailure if it cannot be served there
  public static Served serve(ObservedNode node, Optional<DashboardOptions> options) {
    Agent agent = Agent.start(node);
    return options.isPresent() ? serve(agent, options.get()) : new Served(Optional.empty(), null);
  }

  /// Starts a dashboard.
  ///
  /// @throws CommandFailure if it cannot be served there
  public static Served serve(Agent agent, DashboardOptions options) {
    try {
      Dashboard dashboard = Dashboard.start(agent, options);
      return new Served(Optional.of(dashboard.url()), dashboard);
    } catch (IOException e) {
      throw CommandFailure.unavailable(
          "the dashboard cannot be served at %s:%d: %s; choose another --dashboard, or off"
              .formatted(options.host(), options.port(), e.getMessage()));
    }
  }

  /// Where to serve; empty for nowhere.
  ///
  /// @throws ParameterException if that is no address
  public Optional<DashboardOptions> options() {
    if (where == null) {
      return Optional.of(DashboardOptions.DEFAULT.withControl(control));
    }
    if (where.equals(OFF)) {
      return Optional.empty();
    }
    try {
      Address address = Address.of(where);
      return Optional.of(new DashboardOptions(address.host(), address.port(), false, control));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage() + " nor off");
    }
  }
}
