package io.tempelhof.net;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// What a node tells Java Flight Recorder. Costs next to nothing while nobody records; on by
/// default in every recording.
final class FlightEvents {
  private FlightEvents() {}

  /// Whether anybody ever recorded in this JVM. Until then no event is made: the first one sets the
  /// recorder up, which takes a short program longer than all else it does.
  static boolean mayBeRecorded() {
    return FlightRecorder.isInitialized();
  }

  /// A connection has come up.
  @Name("io.tempelhof.ConnectionOpened")
  @Label("Connection Opened")
  @Category({"Tempelhof", "Network"})
  @StackTrace(false)
  static final class ConnectionOpened extends Event {
    @Label("Node")
    final String node;

    @Label("Other Node")
    final String other;

    @Label("Dialled")
    @Description("Whether the node itself has started it")
    final boolean dialled;

    ConnectionOpened(String node, String other, boolean dialled) {
      this.node = node;
      this.other = other;
      this.dialled = dialled;
    }
  }

  /// A connection is over.
  @Name("io.tempelhof.ConnectionClosed")
  @Label("Connection Closed")
  @Category({"Tempelhof", "Network"})
  @StackTrace(false)
  static final class ConnectionClosed extends Event {
    @Label("Node")
    final String node;

    @Label("Other Node")
    final String other;

    @Label("By Agreement")
    @Description("Both ends had nothing to say; otherwise it broke")
    final boolean agreed;

    @Label("Reason")
    final String reason;

    ConnectionClosed(String node, String other, boolean agreed, String reason) {
      this.node = node;
      this.other = other;
      this.agreed = agreed;
      this.reason = reason;
    }
  }

  /// Something has become of another member of the cluster.
  @Name("io.tempelhof.MemberChanged")
  @Label("Member Changed")
  @Category({"Tempelhof", "Cluster"})
  @StackTrace(false)
  static final class MemberChanged extends Event {
    @Label("Node")
    final String node;

    @Label("Member")
    final String member;

    @Label("Change")
    @Description("up, left, dead, restarted, suspected or refuted")
    final String change;

    MemberChanged(String node, String member, String change) {
      this.node = node;
      this.member = member;
      this.change = change;
    }
  }
}
