package io.tempelhof.interop.faults;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/// What a test tells an {@link Outpost}: one line of JSON on its standard input. Every order is
/// answered by exactly one {@link Report}. Nodes are meant by their full names.
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "order")
sealed interface Order {

  /// Start one more node, which joins the cluster of the seeds by itself.
  ///
  /// @param idleMillis after which a silent direct connection is closed
  record Start(String name, int epmdPort, List<String> seeds, int idleMillis) implements Order {}

  /// From now on every node here monitors a process on each of these, and nothing else.
  record Watch(List<String> targets) implements Order {}

  /// From now on every node here sends numbered messages to a process on each of these, until
  /// {@link Hush}.
  ///
  /// @param burstMax how many, at most, it sends at once
  /// @param pauseMillisMax the longest pause between two bursts
  /// @param bytes the length of each
  record Talk(List<String> targets, int burstMax, int pauseMillisMax, int bytes, long seed)
      implements Order {}

  /// Say no more. Answered when nobody speaks.
  record Hush() implements Order {}

  /// Every node here asks a process on each of these and waits for the answer.
  record Call(List<String> targets, int patienceMillis) implements Order {}

  /// Tell what there is to see, and what nodes were told since the last time.
  record Look() implements Order {}

  /// Open files until no descriptor is left. Answered by {@link Report.Full}.
  record Exhaust() implements Order {}

  /// Close those files.
  record Relieve() implements Order {}

  /// Send plain datagrams to the outpost at that address.
  record Sound(String address, int datagrams, int bytes) implements Order {}

  /// Tell how many datagrams have come, and forget them.
  record Listen() implements Order {}
}
