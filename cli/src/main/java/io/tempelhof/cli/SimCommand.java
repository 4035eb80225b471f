package io.tempelhof.cli;

import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.cli.console.Json;
import io.tempelhof.sim.Bars;
import io.tempelhof.sim.Progress;
import io.tempelhof.sim.Report;
import io.tempelhof.sim.Scenario;
import io.tempelhof.sim.SimOptions;
import io.tempelhof.sim.Simulation;
import io.tempelhof.sim.Violation;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// {@code tempelhof sim}: a whole cluster in one thread, under virtual time and from one seed.
@Command(
    name = "sim",
    description = {
      "Simulate a cluster: the nodes' own code under virtual time, from one seed.",
      "Ends with 1 when an invariant is violated or a bar is missed; the same seed shows it again."
    })
final class SimCommand implements Callable<Integer> {
  private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(1);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "How many nodes (default: ${DEFAULT-VALUE}).",
      defaultValue = "350")
  private int nodes;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Where every choice comes from (default: ${DEFAULT-VALUE}).",
      defaultValue = "1")
  private long seed;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      description = {
        "steady: nodes join one after another, then nothing changes;",
        "join: all join within one second;",
        "burst: as join, then everybody talks to many, then silence (default: ${DEFAULT-VALUE})."
      },
      defaultValue = "steady")
  private Scenario scenario = Scenario.STEADY;

  @Option(names = "--json", description = "Print one JSON object on the last line.")
  private boolean json;

  private long toldAt;

  @Override
  public Integer call() {
    SimOptions options = options();
    long begin = System.nanoTime();
    toldAt = begin;
    Report report = Simulation.run(options, this::tell);
    double wallSeconds = (System.nanoTime() - begin) / 1e9;
    PrintWriter out = spec.commandLine().getOut();
    out.print(summary(report, wallSeconds));
    for (Violation violation : report.violations()) {
      out.println("VIOLATED with seed " + seed + ": " + violation);
    }
    if (report.isSound()) {
      out.println("every invariant held, every bar was kept");
    }
    if (json) {
      out.println(Json.line(fields(report, wallSeconds)));
    }
    out.flush();
    return (report.isSound() ? ExitCode.OK : ExitCode.NOT_SO).code();
  }

  private SimOptions options() {
    try {
      return SimOptions.of(nodes, seed, scenario);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--nodes: " + e.getMessage(), e);
    }
  }

  private void tell(Progress progress) {
    long now = System.nanoTime();
    if (now - toldAt >= PROGRESS_NANOS) {
      toldAt = now;
      PrintWriter err = spec.commandLine().getErr();
      err.printf(
          Locale.ROOT,
          "%6.0f s  %-14s  %,d nodes, %.1f peers (max %d), %.1f connections, %,d events%n",
          progress.virtualSeconds(),
          progress.phase(),
          progress.nodes(),
          progress.peersMean(),
          progress.peersMax(),
          progress.connectionsMean(),
          progress.events());
      err.flush();
    }
  }

  private static String summary(Report report, double wallSeconds) {
    Bars bars = report.bars();
    return String.format(
        Locale.ROOT,
        """
        %s of %,d nodes from seed %d: %.0f virtual seconds, %,d events, in %.1f s
          whole after              %.2f s (bar where all join at once: %.0f)
          peers per node           %.1f, max %d (bars %.0f, %d)
          connections per node     %.1f
          lookups                  %.4f found, %.2f hops, max %d (bars %.1f, %d)
          frames beside signals    %.2f per node and second, %.2f of them ticks (bar %.0f)
          signals                  %,d
          connections closed idle  %,d
          trace                    %s
        """,
        word(report.options().scenario()),
        report.options().nodes(),
        report.options().seed(),
        report.virtualSeconds(),
        report.events(),
        wallSeconds,
        report.joinedSeconds(),
        bars.joinSeconds(),
        report.peersMean(),
        report.peersMax(),
        bars.peersMean(),
        bars.peersMax(),
        report.connectionsMean(),
        report.lookupSuccess(),
        report.lookupHopsMean(),
        report.lookupHopsMax(),
        bars.hopsMean(),
        bars.hopsMax(),
        report.overlayMessagesPerNodeSecond(),
        report.ticksPerNodeSecond(),
        bars.frames(),
        report.userSignals(),
        report.idleClosed(),
        report.traceHash());
  }

  private static String word(Scenario scenario) {
    return scenario.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> fields(Report report, double wallSeconds) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("nodes", report.options().nodes());
    fields.put("seed", report.options().seed());
    fields.put("scenario", word(report.options().scenario()));
    fields.put("events", report.events());
    fields.put("virtual_seconds", report.virtualSeconds());
    if (report.options().scenario() != Scenario.STEADY && Double.isFinite(report.joinedSeconds())) {
      fields.put("joined_seconds", report.joinedSeconds());
    }
    fields.put("peers_mean", report.peersMean());
    fields.put("peers_max", report.peersMax());
    fields.put("connections_mean", report.connectionsMean());
    fields.put("lookup_hops_mean", report.lookupHopsMean());
    fields.put("lookup_hops_max", report.lookupHopsMax());
    fields.put("lookup_success", report.lookupSuccess());
    fields.put("overlay_messages_per_node_second", report.overlayMessagesPerNodeSecond());
    fields.put("user_signals", report.userSignals());
    fields.put("idle_closed", report.idleClosed());
    fields.put("trace_hash", report.traceHash());
    fields.put("wall_seconds", wallSeconds);
    fields.put("violations", report.violations().stream().map(Violation::toString).toList());
    return fields;
  }
}
