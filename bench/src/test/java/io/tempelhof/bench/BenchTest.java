package io.tempelhof.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tempelhof.cli.console.CommandFailure;
import io.tempelhof.cli.console.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// That the benchmarks run. Figures are none of a test's business.
class BenchTest {
  private final StringWriter out = new StringWriter();

  /// Why a benchmark came to nothing.
  private String failure = "";

  private int bench(String... arguments) {
    return new CommandLine(new BenchCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out, true))
        .setExecutionExceptionHandler((e, _, _) -> {
          failure = e.toString();
          return e instanceof CommandFailure known ? known.exitCode().code() : 70;
        })
        .setErr(new PrintWriter(new StringWriter(), true))
        .execute(arguments);
  }

  @Test
  void densityMeasures() {
    int code = bench("density", "--processes", "1000", "--json");
    assertThat(code).as(failure).isIn(ExitCode.OK.code(), ExitCode.NOT_SO.code());
    assertThat(out.toString().lines().toList().getLast())
        .startsWith("{")
        .contains("\"processes\":1000", "\"idle_bytes\":", "\"spawn_per_second\":");
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThat(bench("density", "--processes", "0")).isEqualTo(ExitCode.USAGE.code());
    assertThat(bench("latency", "--megabytes", "0")).isEqualTo(ExitCode.USAGE.code());
    assertThat(bench("drawing", "--frames", "1")).isEqualTo(ExitCode.USAGE.code());
    assertThat(bench("latency", "--rounds", "0")).isEqualTo(ExitCode.USAGE.code());
    assertThat(bench("remote", "--senders", "0")).isEqualTo(ExitCode.USAGE.code());
    assertThat(bench("remote", "--seconds", "NaN")).isEqualTo(ExitCode.USAGE.code());
    assertThat(bench("local", "--seconds", "61")).isEqualTo(ExitCode.USAGE.code());
    assertThat(bench("codec", "--rounds", "0")).isEqualTo(ExitCode.USAGE.code());
    assertThat(bench("cluster", "--nodes", "2")).isEqualTo(ExitCode.USAGE.code());
    assertThat(bench("cluster", "--many", "17")).isEqualTo(ExitCode.USAGE.code());
    assertThat(bench("start", "--rounds", "0")).isEqualTo(ExitCode.USAGE.code());
    assertThat(bench("structures", "--seconds", "0")).isEqualTo(ExitCode.USAGE.code());
    assertThat(bench("structures", "--only", "nothing of that name"))
        .isEqualTo(ExitCode.USAGE.code());
    assertThat(bench("local", "--against", "akka")).isEqualTo(ExitCode.USAGE.code());
  }

  @Test
  void aBrowserOrATraceThatIsNotThereIsOneLine() {
    assertThat(bench("drawing", "--chromium", "/no/browser"))
        .isEqualTo(ExitCode.UNAVAILABLE.code());
    assertThat(bench("drawing", "--trace", "/no/trace")).isEqualTo(ExitCode.UNAVAILABLE.code());
  }

  @Test
  void aLauncherThatIsNotThereIsOneLine() {
    assertThat(bench("start", "--launcher", "/no/tempelhof"))
        .isEqualTo(ExitCode.UNAVAILABLE.code());
  }

  @Test
  void drawingMeasuresInARealBrowser() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/chromium")), "no chromium on this machine");
    int code = bench("drawing", "--nodes", "50", "--frames", "60", "--json");
    assertThat(code).as(failure).isIn(ExitCode.OK.code(), ExitCode.NOT_SO.code());
    assertThat(out.toString()).contains("bar of 33 ms", "\"drawing\":{\"count\":");
  }

  @Test
  void remoteMeasuresWhateverNodesThereAre() {
    int code = bench("remote", "--rounds", "1", "--seconds", "0.2", "--place", "free", "--json");
    assertThat(code).as(failure).isIn(ExitCode.OK.code(), ExitCode.NOT_SO.code());
    assertThat(out.toString())
        .contains(
            "binaries of 64 KiB, MB/s",
            "calls a second of 32 callers",
            "\"ours to ours\":[",
            "\"pekko to pekko\":[",
            "\"ratios\":[");
  }

  @Test
  void localMeasuresWhateverNodesThereAre() {
    int code = bench("local", "--rounds", "1", "--seconds", "0.1", "--json");
    assertThat(code).as(failure).isIn(ExitCode.OK.code(), ExitCode.NOT_SO.code());
    assertThat(out.toString())
        .contains(
            "\"calls with a full mailbox\":{",
            "\"ours\":[",
            "\"ours, own scheduler\":[",
            "\"pekko\":[",
            "\"ratios\":[");
  }

  @Test
  void codecMeasuresWhateverNodesThereAre() {
    int code = bench("codec", "--rounds", "1", "--seconds", "0.05", "--json");
    assertThat(code).as(failure).isIn(ExitCode.OK.code(), ExitCode.NOT_SO.code());
    assertThat(out.toString()).contains("\"a call read, a second\":{", "\"ours\":[");
  }

  @Test
  void structuresMeasuresThoseOfThatName() {
    int code =
        bench(
            "structures",
            "--only",
            "mailbox.answer",
            "--rounds",
            "3",
            "--seconds",
            "0.01",
            "--json");
    assertThat(code).as(failure).isZero();
    assertThat(out.toString())
        .contains("Mailbox.answer(waiting=0)", "\"name\":\"Mailbox.answer(waiting=100000)\"")
        .contains(" ± ")
        .doesNotContain("Frame");
  }

  @Test
  void clusterMeasuresWhateverNodesThereAre() {
    int code =
        bench(
            "cluster",
            "--rounds",
            "1",
            "--nodes",
            "3",
            "--many",
            "18",
            "--seconds",
            "0.2",
            "--json");
    assertThat(code).as(failure).isIn(ExitCode.OK.code(), ExitCode.NOT_SO.code());
    assertThat(out.toString())
        .contains(
            "\"until everybody has heard from everybody, s\":{",
            "\"call, 99th percentile, us\":{\"ours, sparse\":[",
            "\"ours, mesh\":[",
            "\"ratios\":[");
  }

  @Test
  void whoIsNotWantedDoesNotCompete() {
    int code = bench("codec", "--rounds", "1", "--seconds", "0.05", "--against", "pekko");
    assertThat(code).isEqualTo(ExitCode.OK.code());
    assertThat(out.toString()).contains("nothing to compare with").doesNotContain("erl");
  }

  @Test
  void allAreListed() {
    assertThat(bench("list")).isZero();
    assertThat(new CommandLine(new BenchCommand()).getSubcommands().keySet())
        .allMatch(name -> name.equals("list") || out.toString().contains(name));
  }
}
