package io.tempelhof.sim.measure;

import io.tempelhof.core.overlay.NodeRecord;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.sim.cluster.Cluster;
import io.tempelhof.sim.cluster.Programs;
import io.tempelhof.sim.cluster.SimAssociation;
import io.tempelhof.sim.cluster.SimNode;
import io.tempelhof.sim.network.End;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// What must hold, checked with the knowledge of every node at once, and what was found not to.
public final class Invariants {
  /// Of one rule only so many violations are kept: the first ones tell the story.
  private static final int KEPT_PER_RULE_MAX = 3;

  /// So far off happens by chance once in 30,000 runs.
  private static final double DEVIATIONS = 4;

  private final Cluster cluster;
  private final Bars bars;
  private final List<Violation> violations = new ArrayList<>();
  private final Map<String, Integer> perRule = new HashMap<>();
  private Set<Long> oneSided = Set.of();

  public Invariants(Cluster cluster, Bars bars) {
    this.cluster = cluster;
    this.bars = bars;
  }

  public List<Violation> violations() {
    return List.copyOf(violations);
  }

  /// Notes a violation unless it holds.
  public void require(boolean holds, String rule, Supplier<String> detail) {
    if (!holds && perRule.merge(rule, 1, Integer::sum) <= KEPT_PER_RULE_MAX) {
      violations.add(new Violation(rule, cluster.world().now() / 1e9, detail.get()));
    }
  }

  /// Something took at most so long. A time that is not a number never came.
  public void within(String rule, String what, double value, double bar) {
    require(value <= bar, rule, () -> "%s: %.2f, to be within %.2f".formatted(what, value, bar));
  }

  /// Every non-empty sub-tree has a peer, and the closest nodes are peers.
  public void whole(Coverage coverage) {
    require(coverage.isWhole(), "coverage", coverage::toString);
  }

  public void degree(Degree peers) {
    require(
        peers.mean() <= bars.peersMean() && peers.max() <= bars.peersMax(),
        "degree",
        () ->
            "peers mean / max %s, to be within %.0f / %d"
                .formatted(peers, bars.peersMean(), bars.peersMax()));
  }

  /// Seeds have no more peers than the others, but for chance: one of some nodes may well be the
  /// one that has most.
  public void seeds(Degree seeds, Degree others) {
    double most = others.mean() + DEVIATIONS * others.deviation() / Math.sqrt(seeds.nodes());
    require(
        seeds.mean() <= most,
        "seeds",
        () ->
            "%.1f peers of a seed in the mean, of the others %.1f; more than %.1f are not chance"
                .formatted(seeds.mean(), others.mean(), most));
  }

  /// Every lookup found its node.
  public void lookups(Lookups lookups) {
    require(lookups.success() == 1, "lookup", lookups::toString);
  }

  public void hops(Lookups lookups) {
    require(
        lookups.hopsMean() <= bars.hopsMean() && lookups.hopsMax() <= bars.hopsMax(),
        "hops",
        () ->
            "mean / max %.2f / %d, to be within %.1f / %d"
                .formatted(lookups.hopsMean(), lookups.hopsMax(), bars.hopsMean(), bars.hopsMax()));
  }

  public void frames(double perNodeSecond) {
    require(
        perNodeSecond <= bars.frames(),
        "frames",
        () ->
            "%.2f per node and second without a user's signal, to be within %.0f"
                .formatted(perNodeSecond, bars.frames()));
  }

  /// Both ends agree on what their connection is. A relation that changes is one-sided for a
  /// moment; one that was already so at the check before is wrong.
  public void symmetric(Collection<SimNode> live) {
    Set<Long> now = new HashSet<>();
    for (SimNode node : live) {
      for (SimAssociation association : node.associations()) {
        End end = association.upEnd();
        if (end != null && !agrees(association) && !now.add(end.number())) {
          throw new IllegalStateException("two associations with the end " + end.number());
        }
        require(
            end == null || !oneSided.contains(end.number()) || !now.contains(end.number()),
            "symmetry",
            () ->
                "%s: %s here, not there"
                    .formatted(association, association.isPeer() ? "peer" : "direct"));
      }
    }
    oneSided = now;
  }

  private static boolean agrees(SimAssociation association) {
    SimAssociation other = association.other();
    return other != null && other.other() == association && other.isPeer() == association.isPeer();
  }

  /// After silence only peers and pinned connections are open.
  public void fallenBack(Collection<SimNode> live) {
    for (SimNode node : live) {
      require(
          node.connections() == node.peers(),
          "collection",
          () ->
              "%s still has %d connections beside %d peers"
                  .formatted(node, node.connections() - node.peers(), node.peers()));
    }
  }

  /// Signals arrive in order, none twice, and none is missing of which nobody was told.
  public void talk(Talk talk) {
    Programs programs = cluster.programs();
    require(
        talk.disordered() == 0,
        "order",
        () ->
            "%d signals out of order; first: %s"
                .formatted(talk.disordered(), programs.firstDisorder()));
    require(
        talk.lost() == 0,
        "loss",
        () -> "%d of %d signals are lost".formatted(talk.lost(), talk.sent()));
    require(
        talk.downMissing() == 0,
        "down",
        () -> "%d monitors and links never fired".formatted(talk.downMissing()));
    require(
        talk.downDuplicate() == 0,
        "down",
        () -> "%d monitors and links fired again".formatted(talk.downDuplicate()));
  }

  /// Every node is watched by five live ones, or by all others where there are fewer.
  public void watched(Collection<SimNode> live) {
    Map<NodeName, SimNode> byName = new HashMap<>();
    live.forEach(node -> byName.put(node.name(), node));
    int wanted = Math.min(NodeRecord.Watchers.MAX, live.size() - 1);
    for (SimNode node : live) {
      List<NodeName> watchers = node.snapshot().overlay().vitals().watchers();
      require(
          watchers.size() == wanted && byName.keySet().containsAll(watchers),
          "watchers",
          () -> "%s is watched by %s".formatted(node, watchers));
    }
  }

  /// Whether all have learned of the same deaths, departures and arrivals in the last minute. At
  /// the moment when an event enters or leaves that minute they may differ.
  public static boolean agree(Collection<SimNode> live) {
    return byDigest(live).size() <= 1;
  }

  private static Map<Long, List<SimNode>> byDigest(Collection<SimNode> live) {
    Map<Long, List<SimNode>> byDigest = new HashMap<>();
    for (SimNode node : live) {
      long digest = node.snapshot().overlay().vitals().digest();
      byDigest.computeIfAbsent(digest, _ -> new ArrayList<>()).add(node);
    }
    return byDigest;
  }

  /// All of them do.
  public void agreed(Collection<SimNode> live) {
    Map<Long, List<SimNode>> byDigest = byDigest(live);
    require(
        byDigest.size() <= 1,
        "event log",
        () ->
            "%d different event logs, as of %s"
                .formatted(
                    byDigest.size(),
                    byDigest.values().stream().map(List::getFirst).limit(5).toList()));
  }

  /// Nobody was told of a death that was none, and everybody of those that were.
  public void deaths(Deaths deaths) {
    require(
        deaths.falseDeaths() == 0,
        "false death",
        () -> "%d; first: %s".formatted(deaths.falseDeaths(), deaths.falseOnes()));
    List<String> untold = deaths.untold();
    require(untold.isEmpty(), "untold", () -> String.join("; ", untold));
  }
}
