package io.tempelhof.cli.demo;

import io.tempelhof.sim.measure.Bars;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A figure and what it must be. Those of the overlay are the ones the simulator is held to.
///
/// @param figure its name in the JSON
/// @param value what was measured; null if nothing was
/// @param relation how it must stand to {@code limit}
record Bar(String figure, @Nullable Double value, Relation relation, double limit) {

  enum Relation {
    AT_MOST("≤"),
    BELOW("<"),
    EXACTLY("=");

    final String sign;

    Relation(String sign) {
      this.sign = sign;
    }
  }

  /// Up to this size times and costs are judged too: two cores carry it.
  private static final int TIMED_NODES_MAX = 350;

  boolean kept() {
    if (value == null) {
      return false;
    }
    return switch (relation) {
      case AT_MOST -> value <= limit;
      case BELOW -> value < limit;
      case EXACTLY -> value == limit;
    };
  }

  @Override
  public String toString() {
    return "%s %s (must be %s %s)"
        .formatted(figure, value == null ? "never" : number(value), relation.sign, number(limit));
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? "%d".formatted((long) value)
        : String.format(Locale.ROOT, "%.3f", value);
  }

  /// Everything this run is judged by.
  static List<Bar> of(Figures figures) {
    List<Bar> bars = new ArrayList<>();
    Figures.Talk talk = figures.talk();
    bars.add(exactly("replies_wrong", talk.repliesWrong(), 0));
    bars.add(exactly("order_violations", talk.orderViolations(), 0));
    bars.add(exactly("missing", talk.missing(), 0));
    bars.add(exactly("unanswered", talk.unanswered(), 0));
    bars.add(exactly("messages_received", talk.messagesReceived(), (double) talk.messagesSent()));
    if (figures.run().phases().contains(Phase.TALK)) {
      bars.add(
          exactly(
              "survivors_talking",
              figures.crash().survivorsTalking(),
              figures.run().nodes() - figures.crash().nodesKilled()));
    }
    if (figures.run().topology() == Topology.SPARSE) {
      addSparse(figures, bars);
    }
    Figures.Restart restart = figures.restart();
    if (restart != null) {
      bars.add(exactly("restart_given_up", restart.givenUp(), 0));
      bars.add(exactly("restart_jvms", restart.jvms(), figures.run().jvms()));
    }
    if (figures.run().nodes() <= TIMED_NODES_MAX) {
      addTimed(figures, bars);
      addTold(figures.told(), Bars.of(figures.run().nodes()).faults(), bars);
    }
    return List.copyOf(bars);
  }

  private static void addSparse(Figures figures, List<Bar> bars) {
    Bars size = Bars.of(figures.run().nodes());
    Figures.Lookups lookups = figures.lookups();
    Figures.Quiet quiet = figures.quiet();
    bars.add(exactly("false_deaths", figures.told().falseDeaths(), 0));
    if (figures.run().phases().contains(Phase.TALK)) {
      bars.add(exactly("lookup_success", lookups.lookupSuccess(), 1));
      bars.add(atMost("lookup_hops_mean", lookups.lookupHopsMean(), size.hopsMean()));
      bars.add(atMost("lookup_hops_max", lookups.lookupHopsMax(), size.hopsMax()));
    }
    if (quiet != null) {
      bars.add(atMost("peers_mean", quiet.peersMean(), size.peersMean()));
      bars.add(atMost("peers_max", quiet.peersMax(), size.peersMax()));
      bars.add(
          atMost(
              "connections_quiet_mean",
              quiet.connectionsQuietMean(),
              quiet.peersMean() + quiet.stillTalkingMean() + 2));
    }
  }

  private static void addTimed(Figures figures, List<Bar> bars) {
    bars.add(atMost("join_seconds", figures.join().joinSeconds(), 60));
    if (figures.crash().nodesKilled() > 0) {
      bars.add(atMost("repair_seconds", figures.crash().repairSeconds(), 20));
    }
    Figures.Quiet quiet = figures.quiet();
    if (figures.run().topology() == Topology.SPARSE && quiet != null) {
      bars.add(new Bar("idle_cpu_cores", quiet.idleCpuCores(), Relation.BELOW, 0.5));
    }
    bars.add(new Bar("descriptors_max", (double) figures.descriptorsMax(), Relation.BELOW, 16_000));
  }

  private static void addTold(Figures.Told told, Bars.Faults size, List<Bar> bars) {
    addTold("node_death", told.nodeDeath(), size.known(), bars);
    addTold("jvm_death", told.jvmDeath(), size.known(), bars);
    addTold("jvm_silence", told.jvmSilence(), size.knownSilent(), bars);
    addTold("jvm_return", told.jvmReturn(), size.heal(), bars);
  }

  private static void addTold(String what, Figures.Spread spread, double seconds, List<Bar> bars) {
    if (spread.missing() != null) {
      bars.add(exactly(what + "_missing", spread.missing(), 0));
      bars.add(atMost(what + "_p99_ms", spread.p99Ms(), 1_000 * seconds));
    }
  }

  private static Bar exactly(String figure, @Nullable Number value, double limit) {
    return new Bar(figure, value == null ? null : value.doubleValue(), Relation.EXACTLY, limit);
  }

  private static Bar atMost(String figure, @Nullable Number value, double limit) {
    return new Bar(figure, value == null ? null : value.doubleValue(), Relation.AT_MOST, limit);
  }
}
