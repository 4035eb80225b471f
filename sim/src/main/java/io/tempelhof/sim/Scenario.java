package io.tempelhof.sim;

/// What a simulated cluster goes through.
public enum Scenario {
  /// Nodes join one after another; then nothing happens any more.
  STEADY,
  /// All nodes join within one second, from three seeds.
  JOIN,
  /// As in {@link #JOIN}; then every node talks to many others, and all fall silent.
  BURST;
}
