package io.tempelhof.cli.demo;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// The parts of a demo, in order.
public enum Phase {
  /// Nodes start and find each other from a few seeds.
  JOIN,
  /// Everybody calls random partners.
  TALK,
  /// Only a few go on: idle connections are collected.
  QUIET,
  /// Everybody talks again; one node is ended, then one JVM killed.
  CRASH,
  /// Nobody talks; one JVM is stopped, and goes on when the others take it for dead.
  PAUSE,
  /// Every JVM in turn is ended in good order and started anew, while callers repeat their calls.
  RESTART;

  /// Those of a demo of which nothing else is said; the first is part of every demo.
  public static final Set<Phase> USUAL =
      Collections.unmodifiableSet(EnumSet.of(JOIN, TALK, QUIET, CRASH, PAUSE));

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
