package io.tempelhof.cli.demo;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.tempelhof.ops.http.DashboardOptions;
import java.util.List;

/// What the parent tells a child JVM: one line of JSON on its standard input. Every order is
/// answered by exactly one {@link Report}.
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "order")
sealed interface Order {

  /// The first order: start the nodes the plan has for this JVM. Answered when all listen.
  ///
  /// @param jvm the number of the JVM
  /// @param cookie shared by this demo's nodes alone
  record Start(DemoPlan plan, int jvm, int epmdPort, String cookie) implements Order {}

  /// Connect as the topology says: join from the seeds, once; or pin every pair, until it is so.
  record Connect() implements Order {}

  /// From now on the callers of these nodes talk so much each; those of the other nodes stop.
  record Talk(List<Integer> talkers, Talker.Tuning tuning) implements Order {
    static final Talk SILENCE = new Talk(List.of(), Talker.Tuning.SILENT);
  }

  /// From now on each node calls another one now and then, until it has answered.
  record Insist(Insister.Pace pace) implements Order {}

  /// From now on look up this many random nodes from random nodes each second; 0 stops.
  record LookUp(double perSecond) implements Order {}

  /// Serve a dashboard from the first node. Answered by {@link Report.Served}.
  record Serve(DashboardOptions where) implements Order {}

  /// End one node at once, without a goodbye. Answered by {@link Report.Killed}.
  record Kill(int node) implements Order {}

  /// From now on listen to what the nodes are told of each other's life and death.
  record Listen() implements Order {}

  /// Tell what there is to see, and what has been heard since the last time.
  record Look() implements Order {}
}
