package io.tempelhof.core.overlay;

import io.tempelhof.core.term.NodeName;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/// Peers all of whose announced watchers are dead. If such a peer does not say soon that others
/// watch it, nobody would notice its death for long: we look ourselves.
final class Orphans {
  /// Many watchers may die at once: so long after the first it is seen whose they were.
  static final long GATHERING_NANOS = 250_000_000L;

  /// An orphan gets so long to announce others.
  static final long ORPHAN_NANOS = 500_000_000L;

  private final Connections connections;
  private final Docket docket;
  private final Ballot ballot;
  private final Set<NodeName> dead = new HashSet<>(0);
  private long dueAt = Long.MAX_VALUE;

  Orphans(Connections connections, Docket docket, Ballot ballot) {
    this.connections = connections;
    this.docket = docket;
    this.ballot = ballot;
  }

  /// A node that may watch one of our peers is dead.
  void watcherDied(NodeName watcher, long now) {
    dead.add(watcher);
    dueAt = Math.min(dueAt, now + GATHERING_NANOS);
  }

  void timer(long now) {
    if (now < dueAt) {
      return;
    }
    dueAt = Long.MAX_VALUE;
    for (Connection peer : connections.open()) {
      NodeRecord its = peer.record();
      if (its != null
          && peer.carriesQueries()
          && !Collections.disjoint(its.watchers().names(), dead)
          && ballot.isOrphaned(its, docket::suspects)) {
        check(its, now + ORPHAN_NANOS);
      }
    }
    dead.clear();
  }

  private void check(NodeRecord orphan, long at) {
    Suspicion suspicion = docket.of(orphan);
    if (suspicion != null && !suspicion.ours && !suspicion.checking) {
      suspicion.checking = true;
      suspicion.nextAt = at;
    }
  }

  /// Whether it still is one.
  boolean isOrphaned(Suspicion suspicion) {
    return connections.get(suspicion.suspect.name()) != null
        && ballot.isOrphaned(suspicion.suspect, docket::suspects);
  }

  long nextDeadline() {
    return dueAt;
  }
}
