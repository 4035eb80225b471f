package io.tempelhof.bench.ends;

import java.io.BufferedReader;
import java.io.BufferedWriter;
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
import java.util.function.Consumer;
import java.util.stream.Stream;

/// One end of a pairing: a program that is told on its standard input what to do and answers on its
/// standard output, a line each. It ends when its input does.
///
/// It prints {@code ready} first, perhaps with more behind it. What it is told then, and answers,
/// is a matter of the benchmark.
public final class Member implements AutoCloseable {
  /// Two members may take minutes to move gigabytes on a busy machine, a hundred to fall idle.
  private static final Duration PATIENCE = Duration.ofMinutes(6);

  private static final String ENDED = "ended";

  /// What the JVM says where its answers go ({@code -XX:+ExitOnOutOfMemoryError}).
  private static final String OUT_OF_MEMORY = "Terminating due to java.lang.OutOfMemoryError";

  /// What the JVM tells of itself when it writes an AOT cache.
  private static final String JVM_SAYS = "Picked up JAVA_TOOL_OPTIONS";

  private final String name;
  private final Process process;
  private final BufferedWriter orders;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  /// @param errors takes what it writes to standard error
  Member(String name, ProcessBuilder command, Consumer<String> errors) throws IOException {
    this.name = name;
    this.process = command.start();
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
    Thread.ofVirtual()
        .start(() -> {
          read(process.inputReader(StandardCharsets.UTF_8), answers::add);
          answers.add(ENDED);
        });
    Thread.ofVirtual()
        .start(() ->
            read(
                process.errorReader(StandardCharsets.UTF_8),
                line -> {
                  if (!line.startsWith(JVM_SAYS)) {
                    errors.accept(name + ": " + line);
                  }
                }));
  }

  /// Its node.
  public String name() {
    return name;
  }

  /// Its process.
  public long pid() {
    return process.pid();
  }

  /// @throws IllegalStateException if it does not start
  public void awaitReady() throws InterruptedException {
    String answer = answer();
    if (!answer.startsWith("ready")) {
      throw new IllegalStateException(name + " started with: " + answer);
    }
  }

  /// Tells it what to do.
  public void order(String line) throws IOException {
    orders.write(line);
    orders.newLine();
    orders.flush();
  }

  /// Its next line.
  ///
  /// @throws IllegalStateException if it ends or stays silent instead
  public String answer() throws InterruptedException {
    String answer = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (answer != null && answer.startsWith(OUT_OF_MEMORY)) {
      throw new IllegalStateException(name + " has too little memory");
    }
    if (answer == null || answer.equals(ENDED)) {
      throw new IllegalStateException(name + (answer == null ? " does not answer" : " has ended"));
    }
    return answer;
  }

  private static void read(BufferedReader lines, Consumer<String> to) {
    try (lines) {
      lines.lines().forEach(to);
    } catch (IOException | UncheckedIOException e) {
      // It has ended, and with it what it might still have said.
    }
  }

  /// Whether this machine has such a program.
  static boolean isOnPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /// The command line of a JVM like this one.
  ///
  /// @param options what it is told besides
  static List<String> java(Class<?> main, int heapMegabytes, List<String> options) {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + heapMegabytes + "m",
            "-XX:+UseCompactObjectHeaders",
            "-XX:+ExitOnOutOfMemoryError",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    return command;
  }

  /// Lets it end in its own time.
  ///
  /// @throws IllegalStateException if it does not
  public void finish() throws IOException, InterruptedException {
    orders.close();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException(name + " does not end");
    }
  }

  /// Ends it at once.
  @Override
  public void close() {
    process.destroyForcibly();
  }
}
