package io.tempelhof.runtime;

import jdk.jfr.Category;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// What the processes of a node tell Java Flight Recorder. A recording must ask for them ({@code
/// io.tempelhof.ProcessSpawned#enabled=true}): there can be hundreds of thousands a second.
final class FlightEvents {
  private FlightEvents() {}

  /// Whether anybody ever recorded in this JVM. Until then no event is made: the first one sets the
  /// recorder up, which takes a short program longer than all else it does.
  static boolean mayBeRecorded() {
    return FlightRecorder.isInitialized();
  }

  /// A process has been started.
  @Name("io.tempelhof.ProcessSpawned")
  @Label("Process Spawned")
  @Category({"Tempelhof", "Processes"})
  @StackTrace(false)
  @Enabled(false)
  static final class ProcessSpawned extends Event {
    @Label("Process")
    String pid = "";
  }

  /// A process has ended.
  @Name("io.tempelhof.ProcessExited")
  @Label("Process Exited")
  @Category({"Tempelhof", "Processes"})
  @StackTrace(false)
  @Enabled(false)
  static final class ProcessExited extends Event {
    @Label("Process")
    String pid = "";

    @Label("Reason")
    String reason = "";
  }
}
