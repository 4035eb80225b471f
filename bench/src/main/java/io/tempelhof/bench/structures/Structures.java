package io.tempelhof.bench.structures;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Runs the benchmarks of data structures, each in a JVM of its own.
public final class Structures {
  private final StructuresPlan plan;
  private final Consumer<String> progress;

  /// @param progress takes a line for each benchmark that begins
  public Structures(StructuresPlan plan, Consumer<String> progress) {
    this.plan = plan;
    this.progress = progress;
  }

  /// The benchmarks whose names, as they are printed, hold that text, whatever its case.
  public static SortedSet<String> named(String text) {
    OutputFormat silent =
        OutputFormatFactory.createFormatInstance(
            new PrintStream(OutputStream.nullOutputStream(), false, UTF_8), VerboseMode.SILENT);
    return BenchmarkList.defaultList().getAll(silent, List.of()).stream()
        .map(BenchmarkListEntry::getUsername)
        .filter(name -> shortened(name).toLowerCase(ROOT).contains(text.toLowerCase(ROOT)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Runs those, one after another.
  ///
  /// @throws IllegalStateException if one of them fails
  public List<Structure> run(SortedSet<String> names) {
    List<Structure> measured = new ArrayList<>();
    for (String name : names) {
      progress.accept(shortened(name));
      try {
        for (RunResult result : new Runner(options(name).build()).run()) {
          measured.add(structure(result));
        }
      } catch (RunnerException e) {
        throw new IllegalStateException(name + " fails: " + e.getMessage(), e);
      }
    }
    return measured;
  }

  private OptionsBuilder options(String name) {
    TimeValue time = TimeValue.milliseconds(Math.round(plan.seconds() * 1_000));
    OptionsBuilder options = new OptionsBuilder();
    options.include("^" + Pattern.quote(name) + "$");
    options.mode(Mode.AverageTime).timeUnit(TimeUnit.NANOSECONDS);
    options.forks(1).shouldFailOnError(true).verbosity(VerboseMode.SILENT);
    options.warmupIterations(plan.rounds()).warmupTime(time);
    options.measurementIterations(plan.rounds()).measurementTime(time);
    return options;
  }

  private static Structure structure(RunResult result) {
    BenchmarkParams of = result.getParams();
    String parameters =
        of.getParamsKeys().stream()
            .map(key -> key + "=" + of.getParam(key))
            .collect(Collectors.joining(",", "(", ")"));
    double error = result.getPrimaryResult().getScoreError();
    return new Structure(
        shortened(of.getBenchmark()) + (parameters.equals("()") ? "" : parameters),
        result.getPrimaryResult().getScore(),
        Double.isNaN(error) ? null : error);
  }

  /// Without the packages.
  private static String shortened(String name) {
    int method = name.lastIndexOf('.');
    int type = name.lastIndexOf('.', method - 1);
    return name.substring(type + 1).replace("Benchmark.", ".");
  }
}
