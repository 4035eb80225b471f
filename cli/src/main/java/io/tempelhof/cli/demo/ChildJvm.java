package io.tempelhof.cli.demo;

import io.tempelhof.cli.console.CommandFailure;
import io.tempelhof.cli.console.Json;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One JVM of the demo, as its parent sees it: orders go to its standard input, reports come from
/// its standard output, and what it writes to standard error is shown. It ends when its standard
/// input does, so it cannot outlive its parent, however that one ends.
final class ChildJvm {
  /// How long an order may take. Starting hundreds of nodes on a busy machine takes seconds.
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

  private final int number;
  private final Process process;
  private final BufferedWriter orders;
  private final Complaints complaints;
  private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
  private @Nullable Standstill standstill;
  private String asked = "";

  ChildJvm(int number, Process process, Complaints complaints) {
    this.number = number;
    this.process = process;
    this.complaints = complaints;
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
    Thread.ofVirtual().start(() -> readReports(process.inputReader(StandardCharsets.UTF_8)));
    Thread.ofVirtual().start(() -> readErrors(process.errorReader(StandardCharsets.UTF_8)));
  }

  int number() {
    return number;
  }

  long pid() {
    return process.pid();
  }

  /// Hands over an order; {@link #answer} tells what comes of it, also that the JVM has ended.
  void order(Order order) {
    asked = order.getClass().getSimpleName();
    try {
      orders.write(Json.line(order));
      orders.newLine();
      orders.flush();
    } catch (IOException e) {
      // It has ended, and so will its reports.
    }
  }

  /// What the last order led to.
  ///
  /// @throws CommandFailure if the JVM ends, reports a failure or stays silent instead
  <R extends Report> R answer(Class<R> type) throws InterruptedException {
    Report report = reports.poll(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    if (report instanceof Report.Failed(String reason)) {
      throw failure(reason);
    }
    if (report == null) {
      throw failure("no answer to " + asked + " for " + ANSWER_WITHIN.toSeconds() + " s");
    }
    return type.cast(report);
  }

  /// Makes it stand still: it answers nothing until it goes on.
  ///
  /// @throws CommandFailure if that cannot be done here
  synchronized void stop() {
    try {
      standstill = Standstill.of(pid());
    } catch (IOException e) {
      throw failure(String.valueOf(e.getMessage()));
    }
  }

  /// Lets it go on, if it stands still.
  synchronized void goOn() {
    if (standstill != null) {
      try {
        standstill.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      standstill = null;
    }
  }

  /// Ends the JVM at once, without a word to it.
  void kill() {
    goOn();
    process.destroyForcibly();
  }

  /// Asks it to end in good order, as SIGTERM does.
  void terminate() {
    // Process.destroy would also close its input, whose end is the order to end at once.
    process.toHandle().destroy();
  }

  /// Waits until the JVM that was told to end is gone.
  ///
  /// @return its exit code
  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(ANSWER_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
      throw failure("does not end although told to");
    }
    return process.exitValue();
  }

  private CommandFailure failure(String reason) {
    return CommandFailure.unavailable("JVM " + number + ": " + reason);
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
      lines.lines().forEach(complaints::heard);
    } catch (IOException | UncheckedIOException e) {
      // The JVM is gone, and with it what it might still have said.
    }
  }
}
