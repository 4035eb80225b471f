package io.tempelhof.cli.demo;

import io.tempelhof.cli.demo.Report.NodeSample;
import io.tempelhof.core.overlay.NodeId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Whether the overlay is whole, judged from global knowledge: every node has a peer in every
/// sub-tree that is not empty, is connected to the 5 nodes closest to its id, and holds no
/// connection to a node that is not alive.
final class Coverage {
  static final int NEIGHBOURS = 5;

  /// What is amiss. Whole is all zero.
  ///
  /// @param notJoined nodes that say so themselves, or do not answer
  /// @param emptyBuckets sub-trees some node has no peer in although somebody lives there, over all
  ///   nodes
  /// @param strangers nodes not connected to one of their 5 closest
  /// @param ghosts connections to nodes that are not alive
  record Holes(int notJoined, int emptyBuckets, int strangers, int ghosts) {
    boolean whole() {
      return notJoined == 0 && emptyBuckets == 0 && strangers == 0 && ghosts == 0;
    }

    @Override
    public String toString() {
      return whole()
          ? "whole"
          : "%d not joined, %d empty buckets, %d without a neighbour, %d ghosts"
              .formatted(notJoined, emptyBuckets, strangers, ghosts);
    }
  }

  private record Resident(int node, NodeId id) {}

  /// What a node needs to do its part.
  private record Needs(NodeId id, BitSet buckets, List<Integer> neighbours) {
    static Needs of(Resident self, List<Resident> all) {
      List<Resident> others = new ArrayList<>(all);
      others.remove(self);
      BitSet inhabited = new BitSet();
      others.forEach(other -> inhabited.set(self.id().commonPrefix(other.id())));
      others.sort((a, b) -> self.id().compareDistance(a.id(), b.id()));
      return new Needs(
          self.id(), inhabited, others.stream().limit(NEIGHBOURS).map(Resident::node).toList());
    }
  }

  private final Map<Integer, Needs> alive = new HashMap<>();

  /// For a cluster in which exactly these nodes live.
  Coverage(String cluster, Collection<Integer> nodes) {
    List<Resident> all =
        nodes.stream()
            .map(node -> new Resident(node, NodeId.of(cluster, DemoPlan.name(node))))
            .toList();
    all.forEach(self -> alive.put(self.node(), Needs.of(self, all)));
  }

  Holes check(Collection<NodeSample> nodes) {
    int joined = 0;
    int emptyBuckets = 0;
    int strangers = 0;
    int ghosts = 0;
    for (NodeSample node : nodes) {
      Needs needs = alive.get(node.node());
      if (needs == null) {
        continue;
      }
      Set<Integer> connected = node.connected();
      joined += node.joined() ? 1 : 0;
      emptyBuckets += emptyBuckets(needs, node.peers());
      strangers += connected.containsAll(needs.neighbours()) ? 0 : 1;
      ghosts += ghosts(connected);
    }
    return new Holes(alive.size() - joined, emptyBuckets, strangers, ghosts);
  }

  private int emptyBuckets(Needs needs, List<Integer> peers) {
    BitSet missing = (BitSet) needs.buckets().clone();
    for (int peer : peers) {
      Needs there = alive.get(peer);
      if (there != null) {
        missing.clear(needs.id().commonPrefix(there.id()));
      }
    }
    return missing.cardinality();
  }

  private int ghosts(Set<Integer> connected) {
    return (int) connected.stream().filter(other -> !alive.containsKey(other)).count();
  }

  /// The same question for a mesh: every pair connected, nobody else.
  Holes checkMesh(Collection<NodeSample> nodes) {
    int complete = 0;
    int ghosts = 0;
    for (NodeSample node : nodes) {
      if (alive.containsKey(node.node())) {
        int strange = ghosts(node.connected());
        complete += node.connected().size() - strange == alive.size() - 1 ? 1 : 0;
        ghosts += strange;
      }
    }
    return new Holes(alive.size() - complete, 0, 0, ghosts);
  }
}
