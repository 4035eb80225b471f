package io.tempelhof.core.overlay;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// What has been found about suspects and not been taken up yet, and how often.
final class Findings {
  /// How a death was decided.
  enum Ground {
    /// Nothing listens there any more, as another node confirmed.
    REFUSED,
    /// Most watchers agreed.
    VOTED,
    /// Nobody refuted it in time.
    EXPIRED
  }

  /// A suspect is dead. {@code firstWitness}: we are the one to tell everybody at once. {@code
  /// withOthers}: more of its failure domain seem to be dying.
  record Death(NodeRecord node, Ground ground, boolean firstWitness, boolean withOthers) {}

  private final ArrayDeque<NodeRecord> suspected = new ArrayDeque<>(1);
  private final ArrayDeque<NodeRecord> refuted = new ArrayDeque<>(1);
  private final ArrayDeque<Death> deaths = new ArrayDeque<>(1);
  private final long[] deathsByGround = new long[Ground.values().length];
  private long suspicions;
  private long refutations;

  void suspected(NodeRecord node) {
    suspicions++;
    suspected.add(node);
  }

  void refuted(NodeRecord node) {
    refutations++;
    refuted.add(node);
  }

  @SuppressWarnings("EnumOrdinal") // counted in an array, as an EnumMap would
  void dead(Death death) {
    deathsByGround[death.ground.ordinal()]++;
    deaths.add(death);
  }

  @Nullable NodeRecord nextSuspected() {
    return suspected.poll();
  }

  @Nullable NodeRecord nextRefuted() {
    return refuted.poll();
  }

  @Nullable Death nextDeath() {
    return deaths.poll();
  }

  long suspicions() {
    return suspicions;
  }

  long refutations() {
    return refutations;
  }

  @SuppressWarnings("EnumOrdinal")
  long deaths(Ground ground) {
    return deathsByGround[ground.ordinal()];
  }
}
