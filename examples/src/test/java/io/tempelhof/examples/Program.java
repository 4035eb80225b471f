package io.tempelhof.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A program that runs in a process of the operating system's own, and what it says.
final class Program implements AutoCloseable {
  static final String COOKIE = "example";
  private static final int SECONDS = 60;

  private final Process process;
  private final BufferedReader output;
  private final List<String> said = new ArrayList<>();

  private Program(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  /// An example, with nodes that find each other by the EPMD at that port.
  static Program java(int epmdPort, Class<?> program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(program.getName());
    command.addAll(List.of(arguments));
    return start(epmdPort, command);
  }

  /// Any other program, in the same surroundings.
  static Program start(int epmdPort, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("TEMPELHOF_COOKIE", COOKIE);
    builder.environment().put("ERL_EPMD_PORT", Integer.toString(epmdPort));
    return new Program(builder.start());
  }

  /// Waits until it has said this line.
  Program awaitLine(String line) throws IOException {
    while (!said.contains(line)) {
      String next = output.readLine();
      assertThat(next).as("it ended before \"%s\", having said %s", line, said).isNotNull();
      said.add(next);
    }
    return this;
  }

  /// Waits for its end, which must be a good one.
  ///
  /// @return all it has said
  List<String> end() throws IOException, InterruptedException {
    assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
    output.lines().forEach(said::add);
    assertThat(process.exitValue()).as("%s", said).isZero();
    return said;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
