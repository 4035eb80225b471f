package io.tempelhof.sim;

/// One run of the simulator. Equal options give equal runs.
///
/// @param nodes how many nodes, {@value #NODES_MIN} to {@value #NODES_MAX}
/// @param seed where every choice of the run comes from
/// @param encode every frame goes through its bytes and back: slower, and closer to the real
///   network
public record SimOptions(
    int nodes, long seed, Scenario scenario, NetworkOptions network, boolean encode) {
  public static final int NODES_MIN = 2;
  public static final int NODES_MAX = 100_000;

  public SimOptions {
    if (nodes < NODES_MIN || nodes > NODES_MAX) {
      throw new IllegalArgumentException(
          "%d nodes: %d to %d can be simulated".formatted(nodes, NODES_MIN, NODES_MAX));
    }
  }

  /// A run on the network of one data centre.
  public static SimOptions of(int nodes, long seed, Scenario scenario) {
    return new SimOptions(nodes, seed, scenario, NetworkOptions.DATA_CENTRE, false);
  }
}
