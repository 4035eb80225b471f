package io.tempelhof.cli.demo;

import java.util.Locale;

/// The parts of a demo, in order.
enum Phase {
  /// Nodes start and find each other from a few seeds.
  JOIN,
  /// Everybody calls random partners.
  TALK,
  /// Only a few go on: idle connections are collected.
  QUIET,
  /// Everybody talks again; one node is ended, then one JVM killed.
  CRASH,
  /// Nobody talks; one JVM is stopped, and goes on when the others take it for dead.
  PAUSE;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
