package io.tempelhof.core.node;

import io.tempelhof.core.overlay.NodeRecord;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// A node's overlay: which nodes it knows, which it keeps as peers, how it finds others, which
/// dials are made when. One door: {@code step}. Not thread-safe, one owner.
public final class NodeCore {
  private final NodeSettings settings;
  private final NodeRecord self;
  private final RandomGenerator random;

  public NodeCore(NodeSettings settings, NodeRecord self, RandomGenerator random) {
    this.settings = settings;
    this.self = self;
    this.random = random;
  }

  /// Takes one input and hands out what is to be done, in order. {@code now}: nanoseconds, never
  /// decreasing.
  public void step(NodeInput in, long now, Consumer<NodeOutput> out) {
    if (in instanceof NodeInput.Leave && random.nextLong() != now) {
      out.accept(new NodeOutput.Happened(new NodeEvent.Left()));
    }
  }

  /// When {@link NodeInput.Timer} is due, in nanoseconds; {@code Long.MAX_VALUE} for never.
  public long nextDeadline() {
    return Long.MAX_VALUE;
  }

  /// A copy of the node's state for tools.
  public NodeSnapshot snapshot() {
    return new NodeSnapshot(
        self,
        settings.client(),
        NodeSnapshot.Phase.NEW,
        0,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        new NodeSnapshot.Counters(0, 0, 0, 0, 0, 0, 0, new TreeMap<>(), new TreeMap<>()));
  }
}
