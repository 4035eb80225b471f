package io.tempelhof.bench;

import java.lang.management.ManagementFactory;

/// Where a figure was measured; none means much without.
///
/// @param cores processors this JVM may use
/// @param memoryMegabytes of the machine
/// @param system the operating system and its version
/// @param java the version of this JVM
/// @param collector its garbage collectors
public record Machine(
    int cores, long memoryMegabytes, String system, String java, String collector) {

  /// This one.
  public static Machine here() {
    long memory =
        ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system
            ? system.getTotalMemorySize()
            : 0;
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        memory >> 20,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        Runtime.version().toString(),
        String.join(
            ", ",
            ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(collector -> collector.getName())
                .toList()));
  }

  @Override
  public String toString() {
    return "%d cores, %,d MiB, %s, Java %s (%s)"
        .formatted(cores, memoryMegabytes, system, java, collector);
  }
}
