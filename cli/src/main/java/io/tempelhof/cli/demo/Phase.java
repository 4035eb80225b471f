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
  /// Everybody talks again and one JVM is killed.
  CRASH;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
