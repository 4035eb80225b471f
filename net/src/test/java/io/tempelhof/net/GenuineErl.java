package io.tempelhof.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A genuine Erlang node in a process of its own, which evaluates one line of Erlang at a time. It
/// talks to the EPMD at a given port and starts none.
public final class GenuineErl implements AutoCloseable {
  private static final int ANSWER_SECONDS_MAX = 60;

  private static final String LOOP =
      "io:format(\"ready~n\"),"
          + "Loop = fun(Loop) -> case io:get_line(\"\") of eof -> halt(); Line ->"
          + " {ok, Tokens, _} = erl_scan:string(Line),"
          + " {ok, Exprs} = erl_parse:parse_exprs(Tokens),"
          + " Answer = try {value, V, _} = erl_eval:exprs(Exprs, []), V"
          + " catch C:R -> {C, R} end,"
          + " io:format(\"=> ~0p~n\", [Answer]), Loop(Loop) end end, Loop(Loop).";

  private final Process process;
  private final PrintStream input;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  /// Starts {@code erl -name name}, or skips the test where there is none.
  public GenuineErl(String name, String cookie, int epmdPort, String... options) {
    assumeInstalled("erl");
    List<String> command =
        Stream.of(
                Stream.of("erl", "-noshell", "-start_epmd", "false", "-name", name),
                Stream.of("-setcookie", cookie),
                Stream.of(options),
                Stream.of("-eval", LOOP))
            .flatMap(words -> words)
            .toList();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("ERL_EPMD_PORT", String.valueOf(epmdPort));
    // A crash dump would land in the working directory.
    builder.environment().put("ERL_CRASH_DUMP_SECONDS", "0");
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    input = new PrintStream(process.getOutputStream(), true, UTF_8);
    Thread.ofPlatform().daemon().start(this::readLines);
    await("ready");
  }

  /// Skips the test, with a line, where a program is missing.
  public static void assumeInstalled(String program) {
    boolean found =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    Assumptions.assumeTrue(found, "no " + program + " on this machine: live tests are skipped");
  }

  /// The value of the expressions (one line, without the final full stop), printed by Erlang.
  public String eval(String expressions) {
    input.println(expressions + ".");
    return await("=> ").substring(3);
  }

  /// The same, while this thread goes on.
  public CompletableFuture<String> evalLater(String expressions) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            answer.complete(eval(expressions));
          } catch (AssertionError e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  private String await(String prefix) {
    try {
      while (true) {
        String line = lines.poll(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
        if (line == null || line.equals("end of output")) {
          throw new AssertionError("erl did not answer " + prefix);
        }
        if (line.startsWith(prefix)) {
          return line;
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void readLines() {
    try (var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      reader.lines().forEach(lines::add);
    } catch (IOException e) {
      lines.add(e.toString());
    }
    lines.add("end of output");
  }

  /// Ends the node at once, as a crash would.
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
