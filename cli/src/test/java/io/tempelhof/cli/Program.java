package io.tempelhof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The program as a process of its own, ended with the test.
final class Program implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// The bit of signal 2 in a mask.
  private static final long SIGINT = 1L << (2 - 1);

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> seen = new ArrayList<>();

  private Program(Process process) {
    this.process = process;
    Thread.ofVirtual().start(this::read);
  }

  static Program start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Tempelhof.class.getName());
    command.addAll(List.of(arguments));
    return new Program(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  private void read() {
    try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
      in.lines().forEach(lines::add);
    } catch (IOException | UncheckedIOException e) {
      // It has ended.
    }
  }

  /// Waits for a line that begins so.
  String line(String begin) throws InterruptedException {
    while (true) {
      String line = lines.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(line).as("no line beginning %s after %s", begin, seen).isNotNull();
      seen.add(line);
      if (line.startsWith(begin)) {
        return line;
      }
    }
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /// Sends the signal; where this test itself was started with Ctrl-C ignored (in the background of
  /// a script), so was the program, and the test is skipped.
  void signal(String name) throws IOException, InterruptedException {
    assumeFalse(name.equals("INT") && ignoresInterrupts(), "started with SIGINT ignored");
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  private boolean ignoresInterrupts() throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .anyMatch(
                line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & SIGINT) != 0);
  }

  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("it ends").isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
