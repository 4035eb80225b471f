package io.tempelhof.bench.drawing;

import io.tempelhof.cli.console.CommandFailure;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A chromium without a window and without a GPU, with a profile of its own that goes with it.
final class Chromium implements AutoCloseable {
  private final Path profile;
  private final Process process;

  /// Starts it on a page.
  ///
  /// @param program its file, or a name on the {@code PATH}
  /// @throws CommandFailure if it cannot be started
  Chromium(String program, int width, int height, String url) throws IOException {
    profile = Files.createTempDirectory("tempelhof-drawing");
    // Without the sandbox it runs for root too; the only page it sees is ours.
    List<String> command =
        List.of(
            program,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--remote-debugging-port=0",
            "--user-data-dir=" + profile,
            "--window-size=" + width + "," + height,
            url);
    try {
      process =
          new ProcessBuilder(command)
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      deleteProfile();
      throw CommandFailure.unavailable(
          program + " cannot be started: " + e.getMessage() + "; name another with --chromium");
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() throws IOException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
    deleteProfile();
  }

  private void deleteProfile() throws IOException {
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
