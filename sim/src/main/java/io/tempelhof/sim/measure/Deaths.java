package io.tempelhof.sim.measure;

import io.tempelhof.core.overlay.NodeId;
import io.tempelhof.core.overlay.NodeRecord;
import io.tempelhof.sim.cluster.Cluster;
import io.tempelhof.sim.cluster.SimNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// Who died when, who was told when, and who was told of a death that was none.
public final class Deaths {
  private static final int KEPT_MAX = 5;

  /// How a node can go.
  public enum Way {
    /// Its process crashed.
    CRASH,
    /// Its host fell silent.
    SILENCE,
    /// It said goodbye.
    GOODBYE
  }

  /// A death, and who has been told of it.
  ///
  /// @param earlier that of the node's incarnation before, if that one has died as well
  private record Death(SimNode victim, long at, Way way, BitSet told, @Nullable Death earlier) {}

  /// One life of a node.
  private record Incarnation(NodeId id, int creation) {
    static Incarnation of(NodeRecord record) {
      return new Incarnation(record.id(), record.creation());
    }
  }

  private final Cluster cluster;
  private final BiPredicate<SimNode, SimNode> excuse;

  /// The latest of each node: what is asked for whenever anybody is told of one.
  private final Map<NodeId, Death> latest = new HashMap<>();

  private final List<Death> inOrder = new ArrayList<>();
  private final Map<SimNode, Long> joined = new HashMap<>();

  /// Live nodes that some take for dead, and who does, or has joined since: these need not be told
  /// when it dies, unless they are told that it is up.
  private final Map<Incarnation, BitSet> takenForDead = new HashMap<>();

  /// Who was told that a node is up which had been down.
  private final Map<Incarnation, BitSet> toldOfReturn = new HashMap<>();

  private final Delays crashed = new Delays();
  private final Delays silent = new Delays();
  private final List<String> falseOnes = new ArrayList<>();
  private long falseDeaths;

  /// @param excuse whether the first node has reason to take the second, which lives, for dead
  public Deaths(Cluster cluster, BiPredicate<SimNode, SimNode> excuse) {
    this.cluster = cluster;
    this.excuse = excuse;
  }

  /// A node has just gone; every live one is to learn of it. If it had gone before, as one that
  /// crashes while it leaves, nothing changes.
  public void died(SimNode victim, Way way) {
    if (find(victim.record()) == null) {
      BitSet told = takenForDead.remove(Incarnation.of(victim.record()));
      long now = cluster.world().now();
      Death earlier = latest.get(victim.id());
      Death death = new Death(victim, now, way, told == null ? new BitSet() : told, earlier);
      latest.put(victim.id(), death);
      inOrder.add(death);
    }
  }

  private @Nullable Death find(NodeRecord incarnation) {
    Death death = latest.get(incarnation.id());
    while (death != null && death.victim.creation() != incarnation.creation()) {
      death = death.earlier;
    }
    return death;
  }

  /// A node has joined: it is to learn of all deaths from now on.
  public void joined(SimNode node) {
    joined.putIfAbsent(node, cluster.world().now());
    takenForDead.values().forEach(by -> by.set(node.index()));
  }

  /// A node was told that another one is up: so its earlier incarnations are dead.
  public void toldUp(SimNode by, NodeRecord subject) {
    BitSet taking = takenForDead.isEmpty() ? null : takenForDead.get(Incarnation.of(subject));
    if (taking != null) {
      taking.clear(by.index());
    }
    Death death = latest.isEmpty() ? null : latest.get(subject.id());
    if (death != null) {
      toldOfReturn.computeIfAbsent(Incarnation.of(subject), _ -> new BitSet()).set(by.index());
    }
    for (; death != null; death = death.earlier) {
      if (death.victim.creation() != subject.creation()) {
        told(by, death);
      }
    }
  }

  private void told(SimNode by, Death death) {
    if (by.bornAt() <= death.at && !death.told.get(by.index())) {
      death.told.set(by.index());
      took(death.way, cluster.world().now() - death.at);
    }
  }

  /// A node was told that another incarnation is dead.
  public void told(SimNode by, NodeRecord dead) {
    Death death = find(dead);
    if (death != null) {
      told(by, death);
    } else {
      toldFalsely(by, cluster.of(dead));
    }
  }

  private void toldFalsely(SimNode by, SimNode subject) {
    if (subject.isAlive()) {
      takenForDead
          .computeIfAbsent(Incarnation.of(subject.record()), _ -> new BitSet())
          .set(by.index());
    }
    if (subject.isAlive() && !excuse.test(by, subject)) {
      falseDeaths++;
      if (falseOnes.size() < KEPT_MAX) {
        falseOnes.add(
            "%s was told at %.1f s that %s is dead"
                .formatted(by, cluster.world().now() / 1e9, subject));
      }
    }
  }

  private void took(Way way, long nanos) {
    switch (way) {
      case CRASH -> crashed.add(nanos);
      case SILENCE -> silent.add(nanos);
      case GOODBYE -> {}
    }
  }

  /// How long it took the others to learn of processes that crashed.
  public Delays ofCrashes() {
    return crashed;
  }

  /// The same for hosts that fell silent.
  public Delays ofSilence() {
    return silent;
  }

  /// How often a node was told of the death of one that lives, without reason.
  public long falseDeaths() {
    return falseDeaths;
  }

  /// The first of them, in words.
  public List<String> falseOnes() {
    return falseOnes;
  }

  /// Whether that node knows it as down: who has been told that a node is down, and not that it is
  /// up again, is not told a second time.
  private boolean isDownTo(SimNode node, Death death) {
    if (death.told.get(node.index())) {
      return true;
    }
    BitSet back = toldOfReturn.get(Incarnation.of(death.victim.record()));
    return death.earlier != null
        && (back == null || !back.get(node.index()))
        && isDownTo(node, death.earlier);
  }

  /// Whether the second node had joined, or the first was told that it is back: one that goes
  /// before it has joined may be known to nobody.
  private boolean mayHaveMet(SimNode node, SimNode victim) {
    BitSet back = toldOfReturn.get(Incarnation.of(victim.record()));
    return joined.containsKey(victim) || (back != null && back.get(node.index()));
  }

  /// The live nodes that had joined when another one died, and have not been told so; the first of
  /// them in words.
  public List<String> untold() {
    List<String> untold = new ArrayList<>();
    List<SimNode> live = cluster.live();
    for (Death death : inOrder) {
      for (SimNode node : live) {
        if (joined.getOrDefault(node, Long.MAX_VALUE) <= death.at
            && mayHaveMet(node, death.victim)
            && !isDownTo(node, death)
            && untold.size() < KEPT_MAX) {
          untold.add(
              "%s does not know that %s died at %.1f s"
                  .formatted(node, death.victim, death.at / 1e9));
        }
      }
    }
    return untold;
  }
}
