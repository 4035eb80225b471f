package io.tempelhof.sim.measure;

import io.tempelhof.core.overlay.NodeId;
import io.tempelhof.sim.cluster.SimNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/// What only somebody who sees every node at once can know: which sub-trees hold a node, and who is
/// closest to whom. Nodes never see it; the measurement compares them with it.
public final class Truth {
  private static final Comparator<SimNode> BY_ID =
      (a, b) -> {
        int byHigh = Long.compareUnsigned(a.id().high(), b.id().high());
        return byHigh != 0 ? byHigh : Long.compareUnsigned(a.id().low(), b.id().low());
      };

  private final List<SimNode> byId;
  private final long[] buckets;
  private final List<List<SimNode>> closest;

  /// @param neighbours how many nodes make a neighbourhood
  public Truth(List<SimNode> live, int neighbours) {
    byId = new ArrayList<>(live);
    byId.sort(BY_ID);
    int indexes = 1 + live.stream().mapToInt(SimNode::index).max().orElse(-1);
    buckets = new long[indexes];
    closest = new ArrayList<>(Collections.nCopies(indexes, List.of()));
    for (SimNode node : live) {
      survey(node, neighbours);
    }
  }

  /// Bit {@code i} is set if bucket {@code i} of the node has a live node.
  public long nonEmptyBuckets(SimNode node) {
    return buckets[node.index()];
  }

  /// The live nodes closest to this one, closest first; fewer where there are no more.
  public List<SimNode> closest(SimNode node) {
    return closest.get(node.index());
  }

  /// Follows the node's id down the tree: every branch not taken is one of its buckets.
  private void survey(SimNode node, int neighbours) {
    List<List<SimNode>> branches = new ArrayList<>();
    long nonEmpty = 0;
    int from = 0;
    int to = byId.size();
    for (int depth = 0; to - from > 1; depth++) {
      if (depth == Long.SIZE) {
        throw new IllegalStateException(node.name() + " shares 64 bits with another node");
      }
      int split = split(from, to, depth);
      boolean upper = bit(node.id(), depth);
      List<SimNode> branch = upper ? byId.subList(from, split) : byId.subList(split, to);
      if (!branch.isEmpty()) {
        nonEmpty |= 1L << depth;
        branches.add(branch);
      }
      from = upper ? split : from;
      to = upper ? to : split;
    }
    buckets[node.index()] = nonEmpty;
    closest.set(node.index(), nearest(node, branches.reversed(), neighbours));
  }

  /// Whoever is in a deeper branch is closer than everyone in a shallower one.
  private static List<SimNode> nearest(
      SimNode node, List<List<SimNode>> deepestFirst, int neighbours) {
    List<SimNode> found = new ArrayList<>();
    for (List<SimNode> branch : deepestFirst) {
      if (found.size() >= neighbours) {
        break;
      }
      List<SimNode> sorted = new ArrayList<>(branch);
      sorted.sort((a, b) -> node.id().compareDistance(a.id(), b.id()));
      found.addAll(sorted.subList(0, Math.min(sorted.size(), neighbours - found.size())));
    }
    return List.copyOf(found);
  }

  /// The first index whose id has this bit set, among ids that share all bits before it.
  private int split(int from, int to, int depth) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (bit(byId.get(middle).id(), depth)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private static boolean bit(NodeId id, int index) {
    return (id.high() >>> (Long.SIZE - 1 - index) & 1) != 0;
  }
}
