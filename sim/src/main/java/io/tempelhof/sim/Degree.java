package io.tempelhof.sim;

import java.util.Collection;
import java.util.function.ToIntFunction;

/// How many of something nodes have.
record Degree(double mean, int max) {

  static Degree of(Collection<SimNode> nodes, ToIntFunction<SimNode> count) {
    long sum = 0;
    int max = 0;
    for (SimNode node : nodes) {
      int own = count.applyAsInt(node);
      sum += own;
      max = Math.max(max, own);
    }
    return new Degree(nodes.isEmpty() ? 0 : (double) sum / nodes.size(), max);
  }

  static Degree peers(Collection<SimNode> nodes) {
    return of(nodes, SimNode::peers);
  }

  static Degree connections(Collection<SimNode> nodes) {
    return of(nodes, SimNode::connections);
  }

  @Override
  public String toString() {
    return "%.1f / %d".formatted(mean, max);
  }
}
