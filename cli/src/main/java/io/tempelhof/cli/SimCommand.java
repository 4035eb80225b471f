package io.tempelhof.cli;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.cli.console.Json;
import io.tempelhof.cli.console.JsonOption;
import io.tempelhof.sim.Bars;
import io.tempelhof.sim.Progress;
import io.tempelhof.sim.Report;
import io.tempelhof.sim.Scenario;
import io.tempelhof.sim.SimOptions;
import io.tempelhof.sim.Simulation;
import io.tempelhof.sim.Violation;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
  @Mixin private JsonOption json = new JsonOption();

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

  private long toldAt;

  @Override
  public Integer call() {
    SimOptions options = options();
    long begin = System.nanoTime();
    toldAt = begin;
    Report report = Simulation.run(options, this::tell);
    double wallSeconds = (System.nanoTime() - begin) / 1e9;
    PrintWriter out = spec.commandLine().getOut();
    words(report, wallSeconds).forEach(out::println);
    for (Violation violation : report.violations()) {
      out.println("VIOLATED with seed " + seed + ": " + violation);
    }
    if (report.isSound()) {
      out.println("every invariant held, every bar was kept");
    }
    if (json.wanted()) {
      out.println(Json.line(SimFigures.of(report, wallSeconds)));
    }
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
      spec.commandLine()
          .getErr()
          .println(
              format(
                  ROOT,
                  "%6.0f s  %-14s  %,d nodes, %.1f peers (max %d), %.1f connections, %,d events",
                  progress.virtualSeconds(),
                  progress.phase(),
                  progress.nodes(),
                  progress.peersMean(),
                  progress.peersMax(),
                  progress.connectionsMean(),
                  progress.events()));
    }
  }

  private static List<String> words(Report report, double wallSeconds) {
    SimOptions options = report.options();
    Bars bars = report.bars();
    return List.of(
        format(
            ROOT,
            "%s of %,d nodes from seed %d: %.0f virtual seconds, %,d events, in %.1f s",
            SimFigures.word(options.scenario()),
            options.nodes(),
            options.seed(),
            report.virtualSeconds(),
            report.events(),
            wallSeconds),
        format(
            ROOT,
            "  whole after              %.2f s (bar where all join at once: %.0f)",
            report.joinedSeconds(),
            bars.joinSeconds()),
        format(
            ROOT,
            "  peers per node           %.1f, max %d (bars %.0f, %d)",
            report.peersMean(),
            report.peersMax(),
            bars.peersMean(),
            bars.peersMax()),
        format(ROOT, "  connections per node     %.1f", report.connectionsMean()),
        format(
            ROOT,
            "  lookups                  %.4f found, %.2f hops, max %d (bars %.1f, %d)",
            report.lookupSuccess(),
            report.lookupHopsMean(),
            report.lookupHopsMax(),
            bars.hopsMean(),
            bars.hopsMax()),
        format(
            ROOT,
            "  frames beside signals    %.2f per node and second, %.2f of them ticks (bar %.0f)",
            report.overlayMessagesPerNodeSecond(),
            report.ticksPerNodeSecond(),
            bars.frames()),
        format(ROOT, "  signals                  %,d", report.userSignals()),
        format(ROOT, "  connections closed idle  %,d", report.idleClosed()),
        "  trace                    " + report.traceHash());
  }
}
