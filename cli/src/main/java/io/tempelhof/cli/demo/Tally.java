package io.tempelhof.cli.demo;

import io.tempelhof.cli.demo.Report.NodeSample;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Adds up what is seen of a demo until the figures can be told.
final class Tally {
  private final DemoPlan plan;
  private final List<Snapshot> measured = new ArrayList<>();
  private final Deaths deaths = new Deaths();
  private boolean measuring;
  private double connectionsPeakMean;
  private int descriptorsMax;
  private double bootSeconds;
  private @Nullable Double joinSeconds;
  private double joinCpuSeconds;
  private @Nullable Snapshot calm;
  private boolean crashing;
  private @Nullable Double repairSeconds;
  private int survivorsTalking;
  private @Nullable Snapshot end;
  private @Nullable Word nodeDeath;
  private @Nullable Word jvmDeath;
  private @Nullable Word silence;
  private @Nullable Word back;
  private @Nullable Double returnSeconds;
  private Figures.@Nullable Restart restart;

  Tally(DemoPlan plan) {
    this.plan = plan;
  }

  void booted(double seconds) {
    bootSeconds = seconds;
  }

  /// @param seconds until the overlay was whole; null if it never was
  /// @param cpuSeconds processor time it took
  void joined(@Nullable Double seconds, double cpuSeconds) {
    joinSeconds = seconds;
    joinCpuSeconds = cpuSeconds;
  }

  /// Everything that is looked at passes here.
  void seen(Snapshot now) {
    deaths.told(now.told());
    descriptorsMax = Math.max(descriptorsMax, now.descriptorsMax());
    if (!crashing) {
      connectionsPeakMean = Math.max(connectionsPeakMean, now.mean(NodeSample::connections));
    }
    if (measuring) {
      measured.add(now);
    }
  }

  /// The end of *quiet* begins, or is over.
  void measureQuiet(boolean on) {
    measuring = on;
  }

  /// A moment of silence; the last one before a crash counts. Without a crash the run ends with it,
  /// and all nodes that ever had an answer count as talking survivors.
  void calm(Snapshot now) {
    calm = now;
    end = now;
    survivorsTalking =
        (int) now.nodes().stream().filter(node -> node.talk().answered() > 0).count();
  }

  /// From now on nodes are ended.
  void crashBegins() {
    crashing = true;
  }

  /// The crash is over.
  ///
  /// @param seconds until the overlay was whole again; null if it never was
  void crashed(@Nullable Double seconds, int talking, Snapshot after) {
    repairSeconds = seconds;
    survivorsTalking = talking;
    end = after;
  }

  /// Who died, and who was told.
  Deaths deaths() {
    return deaths;
  }

  /// How word of the death of one node spread.
  void nodeDied(Word word) {
    nodeDeath = word;
  }

  /// How word of the death of one JVM's nodes spread.
  void jvmDied(Word word) {
    jvmDeath = word;
  }

  /// One JVM stood still and went on.
  ///
  /// @param stillness how word of the death of its nodes spread
  /// @param returned how word of their return did
  /// @param seconds from then until the overlay was whole; null if it never was
  void paused(Word stillness, Word returned, @Nullable Double seconds) {
    silence = stillness;
    back = returned;
    returnSeconds = seconds;
  }

  /// All JVMs were restarted in turn.
  void restarted(Figures.Restart seen) {
    restart = seen;
  }

  Figures figures(double wallSeconds) {
    if (calm == null || end == null) {
      throw new IllegalStateException("the demo is not over");
    }
    Snapshot before = calm;
    Snapshot last = end;
    TalkCount dead = before.talk().minus(before.restrictedTo(last).talk());
    return new Figures(
        Figures.Run.of(plan),
        new Figures.Join(bootSeconds, joinSeconds, joinCpuSeconds),
        quiet(),
        Figures.Lookups.of(before.lookups()),
        Figures.Talk.of(before.talk(), last.talk().plus(dead)),
        new Figures.Crash(plan.nodes() - last.nodes().size(), repairSeconds, survivorsTalking),
        told(),
        restart,
        connectionsPeakMean,
        before.sum(NodeSample::closedIdle) / 2,
        refused(last) + refused(before) - refused(before.restrictedTo(last)),
        descriptorsMax,
        wallSeconds);
  }

  private Figures.@Nullable Quiet quiet() {
    if (measured.isEmpty()) {
      return null;
    }
    return new Figures.Quiet(
        meanOf(Snapshot::peersMean),
        measured.stream().mapToInt(Snapshot::peersMax).max().orElse(0),
        meanOf(now -> now.mean(NodeSample::connections)),
        meanOf(Snapshot::stillTalkingMean),
        perSecond(now -> now.sum(NodeSample::overlayFrames)) / plan.nodes(),
        perSecond(now -> now.sum(NodeSample::heartbeats)) / plan.nodes(),
        perSecond(Snapshot::cpuNanos) / 1e9);
  }

  private Figures.Told told() {
    return new Figures.Told(
        Figures.Spread.of(nodeDeath),
        Figures.Spread.of(jvmDeath),
        Figures.Spread.of(silence),
        Figures.Spread.of(back),
        returnSeconds,
        deaths.falseDeaths());
  }

  private static long refused(Snapshot now) {
    return now.sum(NodeSample::refused);
  }

  private double meanOf(ToDoubleFunction<Snapshot> figure) {
    return measured.stream().mapToDouble(figure).average().orElse(0);
  }

  private double perSecond(ToLongFunction<Snapshot> counter) {
    Snapshot first = measured.getFirst();
    Snapshot last = measured.getLast();
    double seconds = (last.atNanos() - first.atNanos()) / 1e9;
    return (counter.applyAsLong(last) - counter.applyAsLong(first)) / seconds;
  }
}
