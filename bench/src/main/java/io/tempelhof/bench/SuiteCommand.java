package io.tempelhof.bench;

import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.cli.console.Json;
import io.tempelhof.cli.console.JsonOption;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Benchmarks one after another: each prints what it prints by itself.
abstract sealed class SuiteCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private JsonOption json = new JsonOption();

  private final List<String> benchmarks;

  /// @param benchmarks each as it is typed
  private SuiteCommand(String... benchmarks) {
    this.benchmarks = List.of(benchmarks);
  }

  /// {@code tempelhof bench quick}.
  @Command(
      name = "quick",
      description = {
        "local, codec and remote with short runs: some minutes.",
        "Ends with 1 when ours miss a bar, which short runs may."
      })
  static final class Quick extends SuiteCommand {
    Quick() {
      super(
          "local --rounds 3 --seconds 0.5",
          "codec --rounds 3 --seconds 0.2",
          "remote --rounds 3 --seconds 0.5");
    }
  }

  /// {@code tempelhof bench all}.
  @Command(
      name = "all",
      description = {"All benchmarks, one after another.", "Ends with 1 when ours miss a bar."})
  static final class All extends SuiteCommand {
    All() {
      super(
          "density",
          "local",
          "codec",
          "structures",
          "remote --place same",
          "remote --place split",
          "start",
          "cluster --rounds 1 --nodes 50",
          "latency",
          "drawing");
    }
  }

  @Override
  public Integer call() {
    CommandLine bench = spec.commandLine().getParent();
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Map<String, String> told = new LinkedHashMap<>();
    List<String> missed = new ArrayList<>();
    for (String benchmark : benchmarks) {
      err.println("bench " + benchmark);
      err.flush();
      StringWriter said = new StringWriter();
      int code = run(bench, benchmark, said);
      List<String> lines = said.toString().lines().toList();
      out.println("== " + benchmark);
      lines.stream().filter(line -> !line.startsWith("{")).forEach(out::println);
      out.flush();
      lines.stream().filter(line -> line.startsWith("{")).forEach(j -> told.put(benchmark, j));
      if (code != ExitCode.OK.code()) {
        missed.add(benchmark);
      }
    }
    if (!missed.isEmpty()) {
      out.println("not as it should be: " + String.join("; ", missed));
    }
    if (json.wanted()) {
      out.println(together(told));
    }
    return (missed.isEmpty() ? ExitCode.OK : ExitCode.NOT_SO).code();
  }

  private static int run(CommandLine bench, String benchmark, StringWriter said) {
    PrintWriter before = bench.getOut();
    List<String> words = new ArrayList<>(Arrays.asList(benchmark.split(" ", -1)));
    words.add("--json");
    bench.setOut(new PrintWriter(said, true));
    try {
      return bench.execute(words.toArray(String[]::new));
    } finally {
      bench.setOut(before);
    }
  }

  /// One object of all that the benchmarks printed.
  private static String together(Map<String, String> told) {
    return told.entrySet().stream()
        .map(one -> Json.line(one.getKey()) + ":" + one.getValue())
        .reduce((one, other) -> one + "," + other)
        .map(all -> "{" + all + "}")
        .orElse("{}");
  }
}
