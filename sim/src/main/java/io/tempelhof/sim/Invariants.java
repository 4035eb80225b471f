package io.tempelhof.sim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// What must hold, checked with the knowledge of every node at once, and what was found not to.
final class Invariants {
  /// Of one rule only so many violations are kept: the first ones tell the story.
  private static final int KEPT_PER_RULE_MAX = 3;

  private final Cluster cluster;
  private final Bars bars;
  private final List<Violation> violations = new ArrayList<>();
  private final Map<String, Integer> perRule = new HashMap<>();
  private Set<Long> oneSided = Set.of();

  Invariants(Cluster cluster, Bars bars) {
    this.cluster = cluster;
    this.bars = bars;
  }

  List<Violation> violations() {
    return List.copyOf(violations);
  }

  private void require(boolean holds, String rule, Supplier<String> detail) {
    if (!holds && perRule.merge(rule, 1, Integer::sum) <= KEPT_PER_RULE_MAX) {
      violations.add(new Violation(rule, cluster.world().now() / 1e9, detail.get()));
    }
  }

  /// Every non-empty sub-tree has a peer, and the closest nodes are peers.
  void whole(Coverage coverage) {
    require(coverage.isWhole(), "coverage", coverage::toString);
  }

  void joined(double seconds) {
    require(
        seconds <= bars.joinSeconds(),
        "join",
        () -> "whole after %.2f s, to be within %.0f s".formatted(seconds, bars.joinSeconds()));
  }

  void degree(Degree peers) {
    require(
        peers.mean() <= bars.peersMean() && peers.max() <= bars.peersMax(),
        "degree",
        () ->
            "peers mean / max %s, to be within %.0f / %d"
                .formatted(peers, bars.peersMean(), bars.peersMax()));
  }

  void lookups(Lookups lookups) {
    require(
        lookups.success() == 1,
        "lookup",
        () ->
            "%d of %d failed, %d got no answer; first: %s"
                .formatted(
                    lookups.failures().size(),
                    lookups.asked(),
                    lookups.unanswered(),
                    lookups.failures().stream().findFirst().orElse("-")));
    require(
        lookups.hopsMean() <= bars.hopsMean() && lookups.hopsMax() <= bars.hopsMax(),
        "hops",
        () ->
            "mean / max %.2f / %d, to be within %.1f / %d"
                .formatted(lookups.hopsMean(), lookups.hopsMax(), bars.hopsMean(), bars.hopsMax()));
  }

  void frames(double perNodeSecond) {
    require(
        perNodeSecond <= bars.frames(),
        "frames",
        () ->
            "%.2f per node and second without a user's signal, to be within %.0f"
                .formatted(perNodeSecond, bars.frames()));
  }

  /// Both ends agree on what their connection is. A relation that changes is one-sided for a
  /// moment; one that was already so at the check before is wrong.
  void symmetric(Collection<SimNode> live) {
    Set<Long> now = new HashSet<>();
    for (SimNode node : live) {
      for (SimAssociation association : node.associations()) {
        End end = association.upEnd();
        if (end != null && !agrees(association, end) && !now.add(end.number)) {
          throw new IllegalStateException("two associations with the end " + end.number);
        }
        require(
            end == null || !oneSided.contains(end.number) || !now.contains(end.number),
            "symmetry",
            () ->
                "%s: %s here, not there"
                    .formatted(association, association.isPeer() ? "peer" : "direct"));
      }
    }
    oneSided = now;
  }

  private static boolean agrees(SimAssociation association, End end) {
    SimAssociation other = end.other().association;
    return other != null && other.upEnd() == end.other() && other.isPeer() == association.isPeer();
  }

  /// After silence only peers and pinned connections are open.
  void fallenBack(Collection<SimNode> live) {
    for (SimNode node : live) {
      require(
          node.connections() == node.peers(),
          "collection",
          () ->
              "%s still has %d connections beside %d peers"
                  .formatted(node, node.connections() - node.peers(), node.peers()));
    }
  }

  void talk(Talk talk) {
    require(
        talk.disordered() == 0,
        "order",
        () ->
            "%d signals out of order; first: %s"
                .formatted(talk.disordered(), talk.firstDisorder()));
    require(
        talk.sent() == talk.received(),
        "loss",
        () -> "%d signals sent, %d received".formatted(talk.sent(), talk.received()));
  }

  void complaints() {
    for (String complaint : cluster.complaints()) {
      require(false, "complaint", () -> complaint);
    }
  }
}
