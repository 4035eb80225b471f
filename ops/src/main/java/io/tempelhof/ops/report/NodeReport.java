package io.tempelhof.ops.report;

import io.tempelhof.core.term.Term;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a node tells one observer about itself in one round: everything, or what has changed since
/// the report of an earlier round. Travels as a term; what a later version adds goes into {@code
/// more}, which this one ignores.
///
/// @param name the node's
/// @param round of the observer
/// @param base the round whose report this is the difference from; 0 if it is whole
/// @param atMillis when it was made, by the node's own clock
/// @param identity empty if it has not changed
/// @param figures by name; those that have not changed are left out
/// @param connections those that are new or changed; all of them in a whole report
/// @param closed the other ends of those that are no more
/// @param suspects the nodes it cannot reach, at most 64
/// @param more what later versions add
public record NodeReport(
    String name,
    long round,
    long base,
    long atMillis,
    Optional<Identity> identity,
    Map<String, Long> figures,
    List<ConnectionReport> connections,
    List<String> closed,
    List<String> suspects,
    Map<String, Term> more) {

  /// Who the node is; changes with its incarnation.
  ///
  /// @param address {@code HOST:PORT}
  /// @param startedMillis by its own clock
  public record Identity(
      long creation,
      String version,
      String address,
      long startedMillis,
      String jvm,
      String host,
      String rack,
      String zone) {}

  /// One open connection.
  ///
  /// @param kind {@link io.tempelhof.ops.Observation.Kind#word}
  /// @param usedMillis when a program's signal last used it, by the node's clock; 0 where it
  ///   matters not
  /// @param limitMillis how long it may be idle until it is collected; 0 if it is not to be
  public record ConnectionReport(String node, String kind, long usedMillis, long limitMillis) {}
}
