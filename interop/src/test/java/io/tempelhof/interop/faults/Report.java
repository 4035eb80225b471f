package io.tempelhof.interop.faults;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;

/// What an {@link Outpost} answers: one line of JSON on its standard output.
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "report")
sealed interface Report {

  /// The order has been carried out.
  record Done() implements Report {}

  /// It could not be, or the outpost has ended.
  record Failed(String reason) implements Report {}

  /// No descriptor is left.
  ///
  /// @param taken how many were
  /// @param refusal what the system said to the next one
  record Full(int taken, String refusal) implements Report {}

  /// What became of calls that were not answered.
  record Called(List<String> failures) implements Report {}

  /// What there is to see.
  ///
  /// @param downs the monitors that fired since the last time
  /// @param told what nodes were told of each other's life since then
  record Seen(List<NodeSeen> nodes, List<Fired> downs, List<Told> told) implements Report {}

  /// What came in plain datagrams, by the address it came from.
  record Heard(Map<String, Datagrams> byAddress) implements Report {}

  /// One node.
  ///
  /// @param members whom it takes for living members of the cluster, itself included
  /// @param connected with whom it has a connection
  /// @param closedIdle connections closed because both ends were silent; each end counts
  /// @param closedBroken connections that ended for any other reason
  /// @param dropped signals lost, by the reason
  /// @param sent numbered messages
  /// @param received numbered messages
  /// @param disorder numbered messages that were not the next ones of their sender
  record NodeSeen(
      String name,
      List<String> members,
      List<String> connected,
      long closedIdle,
      long closedBroken,
      Map<String, Long> dropped,
      long sent,
      long received,
      long disorder) {}

  /// A monitor has fired.
  ///
  /// @param again it had fired, or been given up, before
  record Fired(String by, String of, String reason, long atMillis, boolean again) {}

  /// A node was told that another one is up, or down.
  record Told(String by, String of, boolean up, long atMillis) {}

  /// @param spanNanos from the first to the last
  record Datagrams(int count, long bytes, long spanNanos) {
    static final Datagrams NONE = new Datagrams(0, 0, 0);
  }
}
