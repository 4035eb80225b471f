package io.tempelhof.cli.demo;

/// How the demo's nodes are connected.
public enum Topology {
  /// The overlay: a few peers each, direct connections when there is something to say.
  SPARSE,
  /// The baseline: every pair connected for good and ticking, no overlay.
  MESH
}
