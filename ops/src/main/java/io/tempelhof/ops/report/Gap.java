package io.tempelhof.ops.report;

/// A sub-tree of the cluster that has not reported in a round.
///
/// @param prefix the bits all ids in it begin with
/// @param by the node that misses it
/// @param why {@link #NO_PEER}, {@link #NO_ANSWER} or {@link #REFUSED}
public record Gap(String prefix, String by, String why) {
  /// Nodes are known there, but no connection leads to one.
  public static final String NO_PEER = "no peer";

  /// Whoever was asked there did not answer in time.
  public static final String NO_ANSWER = "no answer";

  /// Whoever was asked gathers for too many already.
  public static final String REFUSED = "refused";
}
