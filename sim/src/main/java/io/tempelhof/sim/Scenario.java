package io.tempelhof.sim;

import io.tempelhof.sim.cluster.Topology;

/// What a simulated cluster goes through.
public enum Scenario {
  /// Nodes join one after another; then nothing happens any more.
  STEADY,
  /// All nodes join within one second, from three seeds.
  JOIN,
  /// Every node talks to many others, and all fall silent.
  BURST,
  /// Connections are closed and opened again, many times, while programs talk.
  CLOSES,
  /// Every node monitors a process on every other one; all connections but those to peers are
  /// closed; then a process ends, and a node.
  MONITORS,
  /// One node after another dies, by turns its process and its host.
  DEATHS,
  /// 30 % of the processes crash at once, and later 30 % of the hosts fall silent.
  KILL30,
  /// The same with 50 %.
  KILL50,
  /// The same with 80 %.
  KILL80,
  /// Nodes crash, fall silent, leave, come back and arrive all the time, while the network loses
  /// packets, cuts single machines off, slows and breaks connections.
  CHURN,
  /// Two halves do not see each other for a while.
  PARTITION,
  /// Two thirds do not see each other for a while, and both see the last third.
  OVERLAP,
  /// Every node is started again, one after another.
  RESTART,
  /// A rack loses its power, another one its network.
  RACK,
  /// A JVM with many nodes is killed, and later its host falls silent; all JVMs are busy.
  JVM,
  /// Two zones, 80 ms there and back; nodes die in both.
  TWOZONES,
  /// Every second node is of a later version, which says more; nodes die and join.
  SKEW,
  /// 24 hours in which packets are lost and JVMs pause.
  DAY;

  /// Whether anything befalls the cluster.
  boolean hasFaults() {
    return this != STEADY && this != JOIN && this != BURST && this != CLOSES;
  }

  /// The share of packets lost, unless another one was chosen.
  double lossShare() {
    return switch (this) {
      case DAY, CHURN -> 0.01;
      case STEADY,
          JOIN,
          BURST,
          CLOSES,
          MONITORS,
          DEATHS,
          KILL30,
          KILL50,
          KILL80,
          PARTITION,
          OVERLAP,
          RESTART,
          RACK,
          JVM,
          TWOZONES,
          SKEW ->
          0;
    };
  }

  Topology topology(int nodes) {
    return switch (this) {
      case RACK -> Topology.racks(Math.clamp(nodes / 5, 2, 20));
      case JVM -> JvmLoss.topology(nodes);
      case TWOZONES -> Topology.zones(2);
      case STEADY,
          JOIN,
          BURST,
          CLOSES,
          MONITORS,
          DEATHS,
          KILL30,
          KILL50,
          KILL80,
          CHURN,
          PARTITION,
          OVERLAP,
          RESTART,
          SKEW,
          DAY ->
          Topology.APART;
    };
  }
}
