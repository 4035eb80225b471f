package io.tempelhof.cli.demo;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// What the operating system knows of this JVM; 0 where it does not tell.
final class ThisProcess {
  private ThisProcess() {}

  /// Processor time used since its start, by all threads.
  static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  /// Descriptors open now.
  static int descriptors() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? (int) unix.getOpenFileDescriptorCount()
        : 0;
  }
}
