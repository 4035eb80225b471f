package io.tempelhof.ops.agent;

/// What an agent can be asked about its node. Whoever asks is in the cluster, and has its cookie:
/// nothing is refused.
public sealed interface Question {
  /// The node, whole.
  record Node() implements Question {}

  /// Its processes.
  ///
  /// @param sort {@code mailbox}, {@code messages}, {@code state}, {@code name} or {@code pid}
  /// @param limit how many at most
  record Processes(String sort, int limit) implements Question {}

  /// Send a process of it the exit signal {@code kill}.
  ///
  /// @param id the first number of its pid
  /// @param serial the second
  record Kill(long id, long serial) implements Question {}

  /// Look another node up from there.
  record Lookup(String target) implements Question {}

  /// Say goodbye and end.
  record Leave() implements Question {}
}
