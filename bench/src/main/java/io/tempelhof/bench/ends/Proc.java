package io.tempelhof.bench.ends;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What Linux tells of a process ({@code proc(5)}).
public final class Proc {
  /// {@code sysconf(_SC_CLK_TCK)}, the same on every Linux a JVM runs on.
  private static final double TICKS_PER_SECOND = 100;

  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;

  private Proc() {}

  private static Path of(long pid, String file) {
    return Path.of("/proc", Long.toString(pid), file);
  }

  /// What the process holds alone, and its share of what it holds with others ({@code Pss}), in
  /// MiB.
  public static double shareMegabytes(long pid) throws IOException {
    return megabytes(pid, "Pss:");
  }

  /// What of the process is in memory, also what others hold too ({@code Rss}), in MiB.
  public static double residentMegabytes(long pid) throws IOException {
    return megabytes(pid, "Rss:");
  }

  private static double megabytes(long pid, String key) throws IOException {
    return Files.readAllLines(of(pid, "smaps_rollup")).stream()
        .filter(line -> line.startsWith(key))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
        .sum();
  }

  /// Processor time of all its threads since its start.
  public static double cpuSeconds(long pid) throws IOException {
    String stat = Files.readString(of(pid, "stat"));
    String afterName = stat.substring(stat.lastIndexOf(')') + 2);
    List<String> fields = List.of(afterName.split(" ", -1));
    return (Double.parseDouble(fields.get(USER_TICKS))
            + Double.parseDouble(fields.get(SYSTEM_TICKS)))
        / TICKS_PER_SECOND;
  }

  /// Descriptors it has open.
  public static long descriptors(long pid) throws IOException {
    try (Stream<Path> open = Files.list(of(pid, "fd"))) {
      return open.count();
    }
  }
}
