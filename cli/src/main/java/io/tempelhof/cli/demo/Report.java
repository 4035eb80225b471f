package io.tempelhof.cli.demo;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a child JVM answers: one line of JSON on its standard output.
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "report")
sealed interface Report {

  /// The order has been carried out.
  record Done() implements Report {}

  /// A dashboard is served.
  record Served(String url) implements Report {}

  /// A node has been ended.
  ///
  /// @param atMicros just before, on the clock of {@link Told}
  record Killed(long atMicros) implements Report {}

  /// It could not be; the child ends.
  record Failed(String reason) implements Report {}

  /// What there is to see in one JVM.
  ///
  /// @param jvm its number
  /// @param cpuNanos processor time used since its start
  /// @param descriptors open ones
  /// @param told what nodes have been told since the last sample
  record Sample(
      int jvm,
      long cpuNanos,
      int descriptors,
      Lookups lookups,
      List<NodeSample> nodes,
      List<Told> told)
      implements Report {
    /// Without the other nodes.
    Sample restrictedTo(Set<Integer> numbers) {
      return new Sample(
          jvm,
          cpuNanos,
          descriptors,
          lookups,
          nodes.stream().filter(node -> numbers.contains(node.node())).toList(),
          told);
    }
  }

  /// Lookups since the start.
  ///
  /// @param hops of those found, summed
  record Lookups(long done, long found, long hops, int hopsMax) {
    static final Lookups NONE = new Lookups(0, 0, 0, 0);

    Lookups plus(Lookups other) {
      return new Lookups(
          done + other.done,
          found + other.found,
          hops + other.hops,
          Math.max(hopsMax, other.hopsMax));
    }

    Lookups plus(boolean success, int hopCount) {
      return plus(new Lookups(1, success ? 1 : 0, success ? hopCount : 0, success ? hopCount : 0));
    }
  }

  /// One node. Nodes are named by their numbers; counters run from its start.
  ///
  /// @param peers standing connections of the overlay
  /// @param others open connections that are none
  /// @param partners nodes it is calling
  /// @param waiting asks without an answer so far
  /// @param overlayFrames frames sent that carry no signal of a program, ticks included
  /// @param heartbeats frames of those that are ticks, or stand in the place of one
  /// @param closedIdle ends of connections closed because both ends were silent
  /// @param refused sockets accepted that never became a connection
  /// @param insisting what its insister is at
  record NodeSample(
      int node,
      boolean joined,
      List<Integer> peers,
      List<Integer> others,
      List<Integer> partners,
      int waiting,
      long overlayFrames,
      long heartbeats,
      long closedIdle,
      long refused,
      TalkCount talk,
      Insister.State insisting) {
    int connections() {
      return peers.size() + others.size();
    }

    Set<Integer> connected() {
      Set<Integer> connected = new HashSet<>(peers);
      connected.addAll(others);
      return connected;
    }
  }
}
