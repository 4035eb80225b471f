package io.tempelhof.bench.density;

import io.tempelhof.core.term.NodeName;
import io.tempelhof.runtime.Options;
import io.tempelhof.runtime.Processes;
import io.tempelhof.runtime.Remote;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.function.Consumer;

/// Starts very many processes in this JVM, which wait for a message of one type as any process
/// would; measures the heap, lets each of them answer once, and measures again. Some come and go
/// before, since the stack of a process takes much more while its code is still interpreted.
public final class Density {
  /// Bytes of heap an idle process may cost.
  public static final double BAR_BYTES = 1_300;

  private static final NodeName NODE = NodeName.of("density@localhost");
  private static final int WARM_UPS = 4;
  private static final int WARM_UP_SHARE = 10;
  private static final int COLLECTIONS_MAX = 6;
  private static final double SETTLED = 0.001;

  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
  private final int count;
  private final Consumer<String> progress;

  /// @param progress takes a line now and then
  public Density(int count, Consumer<String> progress) {
    this.count = count;
    this.progress = progress;
  }

  /// Runs it.
  public DensityFigures run() throws InterruptedException {
    int warmUp = Math.ceilDiv(count, WARM_UP_SHARE);
    for (int i = 0; i < WARM_UPS; i++) {
      progress.accept("warming up");
      try (Processes processes = processes(warmUp)) {
        Crowd crowd = new Crowd(processes, warmUp, progress);
        crowd.start();
        crowd.ask();
        heap();
        crowd.ask();
      }
    }
    try (Processes processes = processes(count)) {
      long before = heap();
      Crowd crowd = new Crowd(processes, count, progress);
      double startSeconds = crowd.start();
      double idle = heap() - before;
      double askSeconds = crowd.ask();
      double used = heap() - before;
      crowd.ask();
      return new DensityFigures(
          count, count / startSeconds, idle / count, count / askSeconds, used / count, BAR_BYTES);
    }
  }

  private static Processes processes(int count) {
    // Those that ask end one after another, the last one perhaps while the next begins.
    Options options = Options.DEFAULT.withProcessesMax(count + 16);
    return new Processes(NODE, 1, Remote.NONE, options);
  }

  /// Bytes in use once collecting finds nothing more.
  private long heap() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS_MAX; i++) {
      System.gc();
      long now = memory.getHeapMemoryUsage().getUsed();
      if (now > used * (1 - SETTLED)) {
        return now;
      }
      used = now;
    }
    return used;
  }
}
