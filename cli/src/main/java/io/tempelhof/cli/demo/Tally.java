package io.tempelhof.cli.demo;

import io.tempelhof.cli.demo.Report.Lookups;
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
  private boolean measuring;
  private double connectionsPeakMean;
  private int descriptorsMax;
  private double bootSeconds;
  private @Nullable Double joinSeconds;
  private double joinCpuSeconds;
  private @Nullable Snapshot beforeCrash;
  private @Nullable Double repairSeconds;
  private int survivorsTalking;
  private @Nullable Snapshot end;

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
    descriptorsMax = Math.max(descriptorsMax, now.descriptorsMax());
    if (beforeCrash == null) {
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

  /// The moment of silence before the crash. Without a crash the run ends with it, and all nodes
  /// that ever had an answer count as talking survivors.
  void beforeCrash(Snapshot calm) {
    beforeCrash = calm;
    end = calm;
    survivorsTalking =
        (int) calm.nodes().stream().filter(node -> node.talk().answered() > 0).count();
  }

  /// The crash is over.
  ///
  /// @param seconds until the overlay was whole again; null if it never was
  void crashed(@Nullable Double seconds, int talking, Snapshot calm) {
    repairSeconds = seconds;
    survivorsTalking = talking;
    end = calm;
  }

  Figures figures(double wallSeconds) {
    if (beforeCrash == null || end == null) {
      throw new IllegalStateException("the demo is not over");
    }
    Snapshot calm = beforeCrash;
    Lookups lookups = calm.lookups();
    Snapshot survived = calm.restrictedTo(end);
    TalkCount total = end.talk().plus(calm.talk()).minus(survived.talk());
    ToLongFunction<Snapshot> refused = now -> now.sum(NodeSample::refused);
    boolean found = lookups.found() > 0;
    return new Figures(
        plan.nodes(),
        plan.jvms(),
        plan.topology(),
        plan.seed(),
        plan.partners(),
        bootSeconds,
        joinSeconds,
        joinCpuSeconds,
        meanOf(Snapshot::peersMean),
        measured.stream().mapToInt(Snapshot::peersMax).max().orElse(0),
        connectionsPeakMean,
        meanOf(now -> now.mean(NodeSample::connections)),
        meanOf(Snapshot::stillTalkingMean),
        lookups.done(),
        lookups.done() > 0 ? (double) lookups.found() / lookups.done() : null,
        found ? (double) lookups.hops() / lookups.found() : null,
        found ? lookups.hopsMax() : null,
        perSecond(now -> now.sum(NodeSample::overlayFrames)) / plan.nodes(),
        perSecond(now -> now.sum(NodeSample::ticks)) / plan.nodes(),
        calm.talk().sent(),
        calm.talk().received(),
        total.wrong(),
        total.disorder(),
        total.missing(),
        total.unanswered(),
        calm.talk().partnersLost(),
        calm.sum(NodeSample::closedIdle) / 2,
        refused.applyAsLong(end) + refused.applyAsLong(calm) - refused.applyAsLong(survived),
        perSecond(Snapshot::cpuNanos) / 1e9,
        descriptorsMax,
        plan.nodes() - end.nodes().size(),
        repairSeconds,
        survivorsTalking,
        wallSeconds);
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
