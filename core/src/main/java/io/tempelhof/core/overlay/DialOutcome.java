package io.tempelhof.core.overlay;

/// What a dial that led to no connection says of the node dialled.
public enum DialOutcome {
  /// Nothing listens where it should be, or somebody else.
  NOBODY,
  /// No answer.
  SILENT,
  /// It is there but will not have us.
  ALIVE,
  /// It closed when we had proved who we are: it will not have us, or its process is just ending.
  DOUBTFUL,
  /// Nothing: the fault may be ours, or its process is just ending.
  UNKNOWN
}
