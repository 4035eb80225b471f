package io.tempelhof.cli;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import io.tempelhof.sim.Progress;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/// Shows how far a simulation has come: on a terminal one line that is redrawn every second,
/// elsewhere a line when something new begins, and one now and then between.
final class SimProgress {
  private static final long REDRAWN_EVERY = TimeUnit.SECONDS.toNanos(1);
  private static final long PLAIN_EVERY = TimeUnit.SECONDS.toNanos(10);
  private static final String ERASE = "\r\033[K";

  private final PrintWriter err;
  private final boolean terminal;
  private long toldAt;
  private String phase = "";

  /// @param terminal whether {@code err} understands ANSI cursor movements
  SimProgress(PrintWriter err, boolean terminal, long now) {
    this.err = err;
    this.terminal = terminal;
    this.toldAt = now;
  }

  /// @param now nanoseconds of the real time
  void tell(Progress progress, long now) {
    boolean news = !progress.phase().equals(phase);
    if (terminal ? now - toldAt >= REDRAWN_EVERY : news || now - toldAt >= PLAIN_EVERY) {
      toldAt = now;
      phase = progress.phase();
      err.print(terminal ? ERASE + line(progress) : line(progress) + "\n");
      err.flush();
    }
  }

  /// The line that is redrawn goes.
  void end() {
    if (terminal) {
      err.print(ERASE);
      err.flush();
    }
  }

  private static String line(Progress progress) {
    return format(
        ROOT,
        "%6.0f s  %-18s  %,d nodes, %.1f peers (max %d), %.1f connections, %,d events",
        progress.virtualSeconds(),
        progress.phase(),
        progress.nodes(),
        progress.peersMean(),
        progress.peersMax(),
        progress.connectionsMean(),
        progress.events());
  }
}
