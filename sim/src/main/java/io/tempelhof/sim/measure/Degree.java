package io.tempelhof.sim.measure;

import io.tempelhof.sim.cluster.SimNode;
import java.util.Collection;
import java.util.function.ToIntFunction;

/// How many of something nodes have.
public record Degree(double mean, int max) {

  public static Degree of(Collection<SimNode> nodes, ToIntFunction<SimNode> count) {
    long sum = 0;
    int max = 0;
    for (SimNode node : nodes) {
      int own = count.applyAsInt(node);
      sum += own;
      max = Math.max(max, own);
    }
    return new Degree(nodes.isEmpty() ? 0 : (double) sum / nodes.size(), max);
  }

  public static Degree peers(Collection<SimNode> nodes) {
    return of(nodes, SimNode::peers);
  }

  public static Degree connections(Collection<SimNode> nodes) {
    return of(nodes, SimNode::connections);
  }

  @Override
  public String toString() {
    return "%.1f / %d".formatted(mean, max);
  }
}
