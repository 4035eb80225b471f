package io.tempelhof.sim;

import io.tempelhof.sim.network.NetworkOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One run of the simulator. Equal options give equal runs.
///
/// @param nodes how many nodes, {@value #NODES_MIN} to {@value #NODES_MAX}
/// @param seed where every choice of the run comes from
/// @param length how long the scenario's own part lasts, at most {@value #HOURS_MAX} hours; {@code
///   null} for what it needs
/// @param fault how long a partition lasts, at most {@value #HOURS_MAX} hours
/// @param lossShare the share (0 to {@value #LOSS_MAX}) of packets lost; {@code null} for the
///   scenario's
/// @param closes how many connections {@code closes} has closed, 1 to {@value #CLOSES_MAX}
/// @param encode every frame goes through its bytes and back: slower, and closer to the real
///   network
/// @param arrivalsLogged whether everybody learns of every newcomer; if not, its neighbourhood and
///   who meets it do
public record SimOptions(
    int nodes,
    long seed,
    Scenario scenario,
    @Nullable Duration length,
    Duration fault,
    @Nullable Double lossShare,
    long closes,
    boolean encode,
    boolean arrivalsLogged) {
  public static final int NODES_MIN = 2;
  public static final int NODES_MAX = 100_000;
  public static final int HOURS_MAX = 240;
  public static final double LOSS_MAX = 0.5;
  public static final long CLOSES_MAX = 1_000_000_000;

  private static final Duration FAULT = Duration.ofMinutes(2);
  private static final long CLOSES = 100_000;

  public SimOptions {
    if (nodes < NODES_MIN || nodes > NODES_MAX) {
      throw new IllegalArgumentException(
          "%d nodes: %d to %d can be simulated".formatted(nodes, NODES_MIN, NODES_MAX));
    }
    requireTime(fault);
    if (length != null) {
      requireTime(length);
    }
    if (closes < 1 || closes > CLOSES_MAX) {
      throw new IllegalArgumentException(
          "%d closes: 1 to %d can be simulated".formatted(closes, CLOSES_MAX));
    }
    if (lossShare != null && !(lossShare >= 0 && lossShare <= LOSS_MAX)) {
      throw new IllegalArgumentException(
          "a loss of %s: 0 to %s can be simulated".formatted(lossShare, LOSS_MAX));
    }
  }

  private static void requireTime(Duration time) {
    if (time.compareTo(Duration.ofSeconds(1)) < 0
        || time.compareTo(Duration.ofHours(HOURS_MAX)) > 0) {
      throw new IllegalArgumentException(
          "a time of %d s: 1 s to %d hours can be simulated"
              .formatted(time.toSeconds(), HOURS_MAX));
    }
  }

  /// A run on the network of one data centre, as long as the scenario needs.
  public static SimOptions of(int nodes, long seed, Scenario scenario) {
    return new SimOptions(nodes, seed, scenario, null, FAULT, null, CLOSES, false, true);
  }

  /// The same with frames that go through their bytes.
  public SimOptions encoded() {
    return new SimOptions(
        nodes, seed, scenario, length, fault, lossShare, closes, true, arrivalsLogged);
  }

  /// The same with another length of the scenario's own part.
  public SimOptions lasting(Duration time) {
    return new SimOptions(
        nodes, seed, scenario, time, fault, lossShare, closes, encode, arrivalsLogged);
  }

  /// The same with another length of a partition.
  public SimOptions faulty(Duration time) {
    return new SimOptions(
        nodes, seed, scenario, length, time, lossShare, closes, encode, arrivalsLogged);
  }

  /// The same with that share of packets lost.
  public SimOptions losing(double share) {
    return new SimOptions(
        nodes, seed, scenario, length, fault, share, closes, encode, arrivalsLogged);
  }

  /// The same with that many connections closed in {@code closes}.
  public SimOptions closing(long count) {
    return new SimOptions(
        nodes, seed, scenario, length, fault, lossShare, count, encode, arrivalsLogged);
  }

  /// The same, where only the neighbourhood learns of a newcomer.
  public SimOptions withoutArrivals() {
    return new SimOptions(nodes, seed, scenario, length, fault, lossShare, closes, encode, false);
  }

  NetworkOptions network() {
    return NetworkOptions.DATA_CENTRE.losing(lossShare == null ? scenario.lossShare() : lossShare);
  }

  /// How long the scenario's own part lasts, in nanoseconds.
  ///
  /// @param needed unless something else was chosen
  long lengthOr(Duration needed) {
    return (length == null ? needed : length).toNanos();
  }
}
