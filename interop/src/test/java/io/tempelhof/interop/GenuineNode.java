package io.tempelhof.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// A genuine Erlang or Elixir node in a process of its own, which evaluates one expression at a
/// time.
final class GenuineNode implements AutoCloseable {
  private static final int ANSWER_SECONDS_MAX = 120;
  private static final Path COMPILED = compileModules();

  private final String name;
  private final Process process;
  private final PrintStream input;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private GenuineNode(String name, List<String> command, int epmdPort) {
    this.name = name;
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(Map.of("ERL_EPMD_PORT", "" + epmdPort, "LC_ALL", "C.UTF-8"));
    builder.redirectErrorStream(true);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    Thread.ofPlatform().daemon().name("output of " + name).start(this::readLines);
    awaitLine("ready");
  }

  /// Starts {@code erl} as a visible node, or skips the test where there is none. It finds others
  /// through the EPMD at the port, and starts none itself.
  static GenuineNode erlang(String name, String cookie, int epmdPort, String... options) {
    Assumptions.assumeTrue(COMPILED != null, "no erl on this machine: live tests are skipped");
    List<String> command =
        new ArrayList<>(List.of("erl", "-noshell", "-start_epmd", "false", "-name", name));
    command.addAll(List.of("-setcookie", cookie, "-pa", COMPILED.toString()));
    command.addAll(List.of(options));
    command.addAll(List.of("-run", "judge", "main"));
    return new GenuineNode(name, command, epmdPort);
  }

  /// Starts {@code elixir} likewise; expressions are Elixir's.
  static GenuineNode elixir(String name, String cookie, int epmdPort) {
    Assumptions.assumeTrue(
        COMPILED != null && installed("elixir"),
        "no elixir on this machine: live tests are skipped");
    String judge =
        """
        IO.puts("ready")
        loop = fn loop, bindings ->
          case IO.gets("") do
            :eof -> System.halt(0)
            {:error, _} -> System.halt(1)
            line ->
              bindings =
                try do
                  {value, bindings} = Code.eval_string(line, bindings)
                  IO.puts("=> " <> inspect(value, limit: :infinity, width: 1_000_000))
                  bindings
                catch
                  kind, reason ->
                    IO.puts("!! " <> inspect({kind, reason}, width: 1_000_000))
                    bindings
                end
              loop.(loop, bindings)
          end
        end
        loop.(loop, [])
        """;
    return new GenuineNode(
        name,
        List.of(
            "elixir",
            "--erl",
            "-start_epmd false",
            "--name",
            name,
            "--cookie",
            cookie,
            "-e",
            judge),
        epmdPort);
  }

  String name() {
    return name;
  }

  /// Sends the process a signal of the operating system: {@code STOP} freezes it, {@code CONT} lets
  /// it go on.
  void signal(String signal) {
    try {
      var kill = new ProcessBuilder("kill", "-" + signal, "" + process.pid());
      if (kill.inheritIO().start().waitFor() != 0) {
        throw new AssertionError("cannot " + signal + " " + name);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The printed value of the expression (without the final full stop).
  ///
  /// @throws AssertionError if it raises instead, or does not end in time
  String eval(String expression) {
    String answer = tryEval(expression);
    if (!answer.startsWith("=> ")) {
      throw new AssertionError(name + " evaluated " + expression + ": " + answer);
    }
    return answer.substring(3);
  }

  /// {@code => value}, or {@code !! class and reason} if the expression raises.
  String tryEval(String expression) {
    input.println(expression);
    while (true) {
      String line = nextLine(expression);
      if (line.startsWith("=> ") || line.startsWith("!! ")) {
        return line;
      }
    }
  }

  private void awaitLine(String wanted) {
    while (!nextLine(wanted).equals(wanted)) {
      continue;
    }
  }

  private String nextLine(String awaited) {
    try {
      String line = lines.poll(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError(name + " did not answer " + awaited);
      }
      if (line.equals("end of output")) {
        throw new AssertionError(name + " ended before answering " + awaited);
      }
      return line;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void readLines() {
    try (var reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line;
      while ((line = reader.readLine()) != null) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("!! " + e);
    }
    lines.add("end of output");
  }

  /// Stops the node at once, as a crash would.
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path compileModules() {
    if (!installed("erlc")) {
      return null;
    }
    try {
      Path folder = Files.createTempDirectory("judge");
      for (String module : List.of("judge.erl", "trials.erl", "servant.erl")) {
        Path source = folder.resolve(module);
        try (var resource = GenuineNode.class.getResourceAsStream("/" + module)) {
          Files.copy(resource, source);
        }
        var erlc = new ProcessBuilder("erlc", "-o", folder.toString(), source.toString());
        int status = erlc.inheritIO().start().waitFor();
        if (status != 0) {
          throw new IllegalStateException("erlc ended with " + status);
        }
      }
      return folder;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean installed(String program) {
    for (String folder : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }
}
