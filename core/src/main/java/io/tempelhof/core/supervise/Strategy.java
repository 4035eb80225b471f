package io.tempelhof.core.supervise;

/// Whom a supervisor restarts when one of its children ends (OTP {@code supervisor}).
public enum Strategy {
  /// That child.
  ONE_FOR_ONE,

  /// All children, once all have ended.
  ONE_FOR_ALL,

  /// That child and those that were started after it, once they have ended.
  REST_FOR_ONE,

  /// That child. All children come at run time and are known by their pids alone; they are stopped
  /// all at once.
  SIMPLE_ONE_FOR_ONE
}
