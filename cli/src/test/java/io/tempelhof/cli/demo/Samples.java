package io.tempelhof.cli.demo;

import io.tempelhof.cli.demo.Report.Lookups;
import io.tempelhof.cli.demo.Report.NodeSample;
import io.tempelhof.cli.demo.Report.Sample;
import java.util.List;

/// Hand-made samples.
final class Samples {
  private static final Insister.State INSISTING =
      new Insister.State(new CallCount(1, 2, 3, 4), true);

  private Samples() {}

  static NodeSample node(int node, List<Integer> peers, List<Integer> others) {
    return node(node, peers, others, List.of(), TalkCount.NONE);
  }

  static NodeSample node(
      int node, List<Integer> peers, List<Integer> others, List<Integer> partners, TalkCount talk) {
    return new NodeSample(node, true, peers, others, partners, 0, 0, 0, 0, 0, talk, INSISTING);
  }

  static NodeSample counted(int node, long overlayFrames, long heartbeats, long closedIdle) {
    return new NodeSample(
        node,
        true,
        List.of(),
        List.of(),
        List.of(),
        0,
        overlayFrames,
        heartbeats,
        closedIdle,
        0,
        TalkCount.NONE,
        INSISTING);
  }

  static Sample jvm(int jvm, NodeSample... nodes) {
    return new Sample(jvm, 0, 0, Lookups.NONE, List.of(nodes), List.of());
  }

  static Snapshot at(double seconds, Sample... jvms) {
    return new Snapshot((long) (seconds * 1e9), 0, List.of(jvms));
  }

  static TalkCount answered(long answered) {
    return new TalkCount(answered, answered, answered, 0, 0, 0, 0, 0);
  }
}
