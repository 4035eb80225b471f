package io.tempelhof.cli.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// A process that stands still (`SIGSTOP`) until this is closed, or this JVM ends, however that
/// happens: a shell holds it, and lets it go (`SIGCONT`) when its standard input ends.
final class Standstill implements AutoCloseable {
  private static final String SCRIPT =
      """
      kill -STOP "$0" || exit 1
      echo stopped
      read -r _
      kill -CONT "$0"
      """;

  private final Process shell;

  private Standstill(Process shell) {
    this.shell = shell;
  }

  /// Stops a process of ours.
  ///
  /// @throws IOException if it cannot be stopped here
  static Standstill of(long pid) throws IOException {
    Process shell = new ProcessBuilder("sh", "-c", SCRIPT, Long.toString(pid)).start();
    String said = shell.inputReader(StandardCharsets.UTF_8).readLine();
    Standstill standstill = new Standstill(shell);
    if (said == null) {
      standstill.close();
      throw new IOException("process " + pid + " cannot be stopped");
    }
    return standstill;
  }

  /// Lets it go on.
  @Override
  public void close() throws IOException {
    shell.getOutputStream().close();
  }
}
