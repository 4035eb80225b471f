package io.tempelhof.interop.faults;

import io.tempelhof.cli.console.Json;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// An {@link Outpost}, as the test that started it sees it. It cannot outlive the test's JVM,
/// unless that is ended without warning while the outpost is stopped.
final class OutpostJvm implements AutoCloseable {
  private static final int ANSWER_SECONDS_MAX = 60;
  private static final int LINES_SHOWN = 20;

  private final String name;
  private final Process process;
  private final BufferedWriter orders;
  private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
  private final Deque<String> complaints = new ArrayDeque<>();

  private OutpostJvm(String name, Process process) {
    this.name = name;
    this.process = process;
    orders = process.outputWriter(StandardCharsets.UTF_8);
    Thread.ofVirtual().start(() -> readReports(process.inputReader(StandardCharsets.UTF_8)));
    Thread.ofVirtual().start(() -> readErrors(process.errorReader(StandardCharsets.UTF_8)));
  }

  /// Starts one.
  ///
  /// @param there makes a command run where the outpost is to be, as itself
  static OutpostJvm start(String name, Function<String[], List<String>> there) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Outpost.class.getName());
    try {
      return new OutpostJvm(
          name, new ProcessBuilder(there.apply(command.toArray(String[]::new))).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return name;
  }

  long pid() {
    return process.pid();
  }

  /// Gives an order; {@link #answer} tells what comes of it.
  void order(Order order) {
    try {
      orders.write(Json.line(order));
      orders.newLine();
      orders.flush();
    } catch (IOException e) {
      // It has ended, and so will its reports.
    }
  }

  /// What the order that was given first of those not answered yet led to.
  <R extends Report> R answer(Class<R> type) throws InterruptedException {
    Report report = reports.poll(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
    if (report == null || report instanceof Report.Failed) {
      throw new AssertionError("outpost %s: %s; it said %s".formatted(name, report, said()));
    }
    return type.cast(report);
  }

  /// The last lines of its log.
  List<String> said() {
    synchronized (complaints) {
      return List.copyOf(complaints);
    }
  }

  private void readReports(BufferedReader lines) {
    try (lines) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        reports.add(Json.read(line, Report.class));
      }
      reports.add(new Report.Failed("ended with exit code " + process.waitFor()));
    } catch (IOException | IllegalArgumentException | InterruptedException e) {
      reports.add(new Report.Failed("unreadable report: " + e.getMessage()));
    }
  }

  private void readErrors(BufferedReader lines) {
    try (lines) {
      lines
          .lines()
          .forEach(line -> {
            synchronized (complaints) {
              complaints.add(line);
              if (complaints.size() > LINES_SHOWN) {
                complaints.removeFirst();
              }
            }
          });
    } catch (IOException | UncheckedIOException e) {
      // The JVM is gone, and with it what it might still have said.
    }
  }

  /// Stops it ({@code SIGSTOP}); returns when the kernel says that it stands still.
  void stop() throws IOException, InterruptedException {
    signal("STOP");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(ANSWER_SECONDS_MAX);
    while (!state().startsWith("T")) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("outpost " + name + " cannot be stopped: " + state());
      }
      Thread.onSpinWait();
    }
  }

  /// Lets it go on ({@code SIGCONT}).
  void goOn() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(pid())).start().waitFor();
  }

  private String state() throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid()), "status")).stream()
        .filter(line -> line.startsWith("State:"))
        .map(line -> line.substring("State:".length()).strip())
        .findFirst()
        .orElse("gone");
  }

  /// Ends it at once ({@code SIGKILL}); returns when it is gone.
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
