package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Finding;
import io.tempelhof.core.overlay.OverlayMessage.Notices;
import io.tempelhof.core.overlay.OverlayMessage.Probe;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What is said about a suspect: to others, who may reach it, and to the suspect itself.
///
/// Where a network fails only in part, those close to us may see no more than we do. So of those
/// asked one is chosen for what it is to the suspect, one because it could reach another node that
/// we could not, and the rest at random.
final class Inquiry {
  static final int ASKED = 8;

  /// Where nothing listens one other is enough to confirm it.
  static final int ASKED_TO_CONFIRM = 2;

  static final int HELPERS_MAX = 64;

  private final Introductions introductions;
  private final Connections connections;
  private final Lookups lookups;
  private final RandomGenerator random;

  /// Who reached a node that we could not, the latest last.
  private final Set<NodeName> helpers =
      Collections.newSetFromMap(
          new LinkedHashMap<>(0) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<NodeName, Boolean> eldest) {
              return size() > HELPERS_MAX;
            }
          });

  Inquiry(
      Introductions introductions,
      Connections connections,
      Lookups lookups,
      RandomGenerator random) {
    this.introductions = introductions;
    this.lookups = lookups;
    this.connections = connections;
    this.random = random;
  }

  /// That node could reach one that we could not.
  void helped(NodeName by) {
    helpers.remove(by);
    helpers.add(by);
  }

  /// Asks up to {@value #ASKED} others that have not been asked yet whether they can reach it, and
  /// the suspect itself by way of a lookup.
  ///
  /// @return whether there is anybody to ask
  boolean ask(Suspicion suspicion, long now, Consumer<Wish> out) {
    boolean toConfirm = suspicion.finding != Finding.SILENT && suspicion.rounds == 0;
    List<Connection> others = others(suspicion, toConfirm ? ASKED_TO_CONFIRM : ASKED);
    for (Connection other : others) {
      suspicion.asked.add(other.name);
      out.accept(new Wish.Tell(other.name, new Probe(suspicion.suspect)));
    }
    if (others.isEmpty()) {
      return false;
    }
    if (!toConfirm) {
      lookups.seek(suspicion.suspect.id(), introductions.self(), now, out);
    }
    return true;
  }

  /// Whether one who was asked before we had found it may still confirm that nothing listens there.
  boolean isConfirming(Suspicion suspicion) {
    return suspicion.finding == Finding.REFUSED
        && suspicion.rounds == 0
        && suspicion.asked.stream().anyMatch(asked -> connections.get(asked) != null);
  }

  private List<Connection> others(Suspicion suspicion, int count) {
    NodeRecord suspect = suspicion.suspect;
    List<Connection> candidates = new ArrayList<>();
    for (Connection connection : connections.open()) {
      if (connection.carriesQueries()
          && !connection.quiet()
          && !connection.id.equals(suspect.id())
          && !suspicion.asked.contains(connection.name)) {
        candidates.add(connection);
      }
    }
    List<Connection> others = new ArrayList<>(count);
    take(closest(suspect, candidates), candidates, others);
    take(helper(candidates), candidates, others);
    while (others.size() < count && !candidates.isEmpty()) {
      take(candidates.get(random.nextInt(candidates.size())), candidates, others);
    }
    return others;
  }

  private static void take(
      @Nullable Connection chosen, List<Connection> candidates, List<Connection> others) {
    if (chosen != null) {
      candidates.remove(chosen);
      others.add(chosen);
    }
  }

  /// Another peer of the suspect: its watchers are; of the rest the closest to it may be.
  private static @Nullable Connection closest(NodeRecord suspect, List<Connection> candidates) {
    Set<NodeName> watchers = Set.copyOf(suspect.watchers().names());
    return candidates.stream()
        .min(
            Comparator.<Connection, Boolean>comparing(each -> !watchers.contains(each.name))
                .thenComparing((a, b) -> suspect.id().compareDistance(a.id, b.id)))
        .orElse(null);
  }

  private @Nullable Connection helper(List<Connection> candidates) {
    Connection latest = null;
    for (NodeName helper : helpers) {
      for (Connection candidate : candidates) {
        latest = candidate.name.equals(helper) ? candidate : latest;
      }
    }
    return latest;
  }

  /// Tells the suspect, which is to refute it.
  static void challenge(NodeRecord suspect, long now, Consumer<Wish> out) {
    Notice notice = Notice.of(Notice.Status.SUSPECTED, suspect);
    out.accept(
        new Wish.Tell(
            suspect.name(), new Notices(List.of(EventLog.news(notice, now, NodeId.BITS, now)))));
  }
}
