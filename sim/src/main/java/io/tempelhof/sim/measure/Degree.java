package io.tempelhof.sim.measure;

import io.tempelhof.sim.cluster.SimNode;
import java.util.Collection;
import java.util.function.ToIntFunction;

/// How many of something nodes have.
///
/// @param deviation the standard deviation
public record Degree(int nodes, double mean, int max, double deviation) {

  public static Degree of(Collection<SimNode> nodes, ToIntFunction<SimNode> count) {
    double sum = 0;
    double squares = 0;
    int max = 0;
    for (SimNode node : nodes) {
      int own = count.applyAsInt(node);
      sum += own;
      squares += (double) own * own;
      max = Math.max(max, own);
    }
    int all = Math.max(1, nodes.size());
    double mean = sum / all;
    double variance = Math.max(0, squares / all - mean * mean);
    return new Degree(nodes.size(), mean, max, Math.sqrt(variance));
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
