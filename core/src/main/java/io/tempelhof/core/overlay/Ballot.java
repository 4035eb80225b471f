package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Finding;
import io.tempelhof.core.overlay.OverlayMessage.Probed;
import io.tempelhof.core.overlay.OverlayMessage.Vote;
import io.tempelhof.core.term.NodeName;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The vote of a suspect's announced watchers: who has one, whose turn it is to find out about it,
/// and when it is decided.
final class Ballot {
  /// Each watcher of a node dials it, or asks others whether it is gone, so much later than the one
  /// before it. Where a whole JVM dies the watchers of all its nodes would only be in each other's
  /// way.
  static final long TURN_NANOS = 500_000_000L;

  /// Whoever has lost it too does so after all of these had their turn.
  static final long OTHERS_NANOS = NodeRecord.Watchers.MAX * TURN_NANOS;

  private final String cluster;
  private final Introductions introductions;
  private final Connections connections;
  private final EventLog log;

  Ballot(String cluster, Introductions introductions, Connections connections, EventLog log) {
    this.cluster = cluster;
    this.introductions = introductions;
    this.connections = connections;
    this.log = log;
  }

  /// Whether this node has a vote.
  boolean isOurs(NodeRecord suspect) {
    return suspect.watchers().names().contains(introductions.self().name());
  }

  /// Tells the other watchers who has voted.
  void spread(Suspicion suspicion, NodeName except, Consumer<Wish> out) {
    tell(suspicion, except, new Vote(suspicion.suspect, List.copyOf(suspicion.voters)), out);
  }

  /// Tells the other watchers that the suspect lives, as it says itself.
  void withdraw(Suspicion suspicion, Consumer<Wish> out) {
    NodeName us = introductions.self().name();
    tell(suspicion, us, new Probed(suspicion.suspect, Finding.ALIVE), out);
  }

  private void tell(
      Suspicion suspicion, NodeName except, OverlayMessage message, Consumer<Wish> out) {
    for (NodeName watcher : suspicion.suspect.watchers().names()) {
      Connection connection = connections.get(watcher);
      if (connection != null && connection.member() && !watcher.equals(except)) {
        out.accept(new Wish.Tell(watcher, message));
      }
    }
  }

  /// Others tell who has voted.
  ///
  /// @return whether that is news
  boolean add(Suspicion suspicion, Vote vote) {
    Set<NodeName> news = new LinkedHashSet<>(vote.voters());
    news.retainAll(suspicion.suspect.watchers().names());
    news.remove(introductions.self().name());
    return suspicion.voters.addAll(news);
  }

  /// Whether anybody else has said a word of it: if nobody answers us, it may be we who are cut
  /// off. Where there was nobody to ask, our own word is enough.
  boolean isAttested(Suspicion suspicion) {
    NodeName us = introductions.self().name();
    return (suspicion.rounds == 0 && suspicion.asked.isEmpty())
        || suspicion.answered > 0
        || suspicion.voters.stream().anyMatch(voter -> !voter.equals(us));
  }

  /// Whether most of those who count have voted, or none of them is left.
  boolean isDecided(Suspicion suspicion, Predicate<NodeName> suspected) {
    if (suspicion.suspect.watchers().names().isEmpty()) {
      return false; // it has some by now, but we have not heard who they are
    }
    Set<NodeName> eligible = eligible(suspicion.suspect, suspected);
    Set<NodeName> agreed = new HashSet<>(suspicion.voters);
    agreed.retainAll(eligible);
    return eligible.isEmpty() || 2 * agreed.size() > eligible.size();
  }

  /// Whether all whom that node announced as its watchers are dead or suspected.
  boolean isOrphaned(NodeRecord node, Predicate<NodeName> suspected) {
    return !node.watchers().names().isEmpty() && eligible(node, suspected).isEmpty();
  }

  /// The announced watchers that are neither dead nor suspected.
  Set<NodeName> eligible(NodeRecord suspect, Predicate<NodeName> suspected) {
    Set<NodeName> eligible = new LinkedHashSet<>();
    for (NodeName watcher : suspect.watchers().names()) {
      Notice latest = log.find(NodeId.of(cluster, watcher));
      if (!suspected.test(watcher) && (latest == null || !latest.isDown())) {
        eligible.add(watcher);
      }
    }
    return eligible;
  }

  /// Whether of those who count it is our turn first: we tell everybody at once.
  boolean isFirst(NodeRecord suspect, Predicate<NodeName> suspected) {
    return isOurs(suspect) && turn(suspect, suspected) == 0;
  }

  /// How long others have for finding out about that node before it is up to us.
  long waits(NodeRecord node, Predicate<NodeName> suspected) {
    return isOurs(node) ? turn(node, suspected) * TURN_NANOS : OTHERS_NANOS;
  }

  /// How many of those who count have a smaller id than we.
  private int turn(NodeRecord suspect, Predicate<NodeName> suspected) {
    NodeId us = introductions.self().id();
    int before = 0;
    for (NodeName watcher : eligible(suspect, suspected)) {
      NodeId its = NodeId.of(cluster, watcher);
      before += Long.compareUnsigned(its.high(), us.high()) < 0 ? 1 : 0;
    }
    return before;
  }
}
