package io.tempelhof.bench;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import io.tempelhof.bench.drawing.Drawing;
import io.tempelhof.bench.drawing.DrawingFigures;
import io.tempelhof.bench.drawing.DrawingFigures.Parts;
import io.tempelhof.cli.console.CommandFailure;
import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.cli.console.Json;
import io.tempelhof.cli.console.JsonOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// {@code tempelhof bench drawing}: how fast the dashboard draws.
@Command(
    name = "drawing",
    description = {
      "Let a headless chromium replay a trace in the dashboard's topology, with no cluster beside"
          + " it, and measure every frame.",
      "Ends with 1 when p95 of drawing a frame is above the bar."
    })
final class DrawingCommand implements Callable<Integer> {
  private static final int WIDTH = 1_440;
  private static final int HEIGHT = 900;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private JsonOption json = new JsonOption();

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description =
          "What a dashboard's /api/stream said (default: a made-up trace of --nodes nodes).")
  private @Nullable Path trace;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "Nodes of a made-up trace (default: ${DEFAULT-VALUE}).",
      defaultValue = "1000")
  private int nodes;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of a made-up trace (default: ${DEFAULT-VALUE}).",
      defaultValue = "7")
  private long seed;

  @Option(
      names = "--frames",
      paramLabel = "N",
      description = "How many are drawn; the last 600 are measured (default: ${DEFAULT-VALUE}).",
      defaultValue = "900")
  private int frames;

  @Option(
      names = "--chromium",
      paramLabel = "PROGRAM",
      description = "The browser (default: ${DEFAULT-VALUE}).",
      defaultValue = "chromium")
  private String chromium = "chromium";

  /// What {@code --json} prints.
  private record Outcome(Machine machine, DrawingFigures figures, double barMillis, boolean kept) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (nodes < 1 || nodes > 10_000 || frames < 60) {
      throw new ParameterException(
          spec.commandLine(), "--nodes may be 1 to 10000, --frames 60 or more");
    }
    if (trace != null && !Files.isReadable(trace)) {
      throw CommandFailure.unavailable(
          trace + " cannot be read; curl -sN ADDRESS/api/stream > FILE records one");
    }
    PrintWriter err = spec.commandLine().getErr();
    Machine machine = Machine.here();
    err.println(
        format(
            ROOT,
            "%s, %d x %d, no GPU; %s",
            trace == null ? "a made-up trace of " + nodes + " nodes, seed " + seed : trace,
            WIDTH,
            HEIGHT,
            machine));
    DrawingFigures figures =
        new Drawing(nodes, seed, trace, frames, WIDTH, HEIGHT, chromium)
            .run(line -> err.println("  " + line));
    say(new Outcome(machine, figures, DrawingFigures.BAR_MILLIS, figures.kept()));
    return (figures.kept() ? ExitCode.OK : ExitCode.NOT_SO).code();
  }

  private void say(Outcome outcome) {
    PrintWriter out = spec.commandLine().getOut();
    DrawingFigures f = outcome.figures();
    out.println(line("drawing a frame", f.drawing()));
    out.println(line("from frame to frame", f.between()));
    out.println(line("all connections (worker)", f.connections()));
    out.println(
        format(
            ROOT,
            "bar of %.0f ms for p95 of drawing %s",
            outcome.barMillis(),
            outcome.kept() ? "kept" : "MISSED"));
    if (json.wanted()) {
      out.println(Json.line(outcome));
    }
  }

  private static String line(String what, Parts parts) {
    return "%-24s  p50 %s, p95 %s, max %s ms (%d)"
        .formatted(
            what, millis(parts.p50()), millis(parts.p95()), millis(parts.max()), parts.count());
  }

  private static String millis(@Nullable Double value) {
    return value == null ? "-" : format(ROOT, "%.1f", value);
  }
}
