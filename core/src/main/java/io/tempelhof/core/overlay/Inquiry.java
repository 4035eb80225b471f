package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Finding;
import io.tempelhof.core.overlay.OverlayMessage.Notices;
import io.tempelhof.core.overlay.OverlayMessage.Probe;
import io.tempelhof.core.overlay.OverlayMessage.Probed;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// What is said about a suspect: to others, who may reach it, and to the suspect itself.
final class Inquiry {
  static final int ASKED = 3;

  private final Connections connections;

  Inquiry(Connections connections) {
    this.connections = connections;
  }

  /// Asks up to {@value #ASKED} others whether they can reach it.
  ///
  /// @return whether there is anybody to ask
  boolean ask(Suspicion suspicion, Consumer<Wish> out) {
    List<Connection> others = others(suspicion);
    for (Connection other : others) {
      suspicion.asked.add(other.name);
      out.accept(new Wish.Tell(other.name, new Probe(suspicion.suspect)));
    }
    return !others.isEmpty();
  }

  /// Other peers of the suspect: its watchers are; of the rest those closest to it may be.
  private List<Connection> others(Suspicion suspicion) {
    NodeRecord suspect = suspicion.suspect;
    Set<NodeName> watchers = new HashSet<>(suspect.watchers().names());
    List<Connection> others = new ArrayList<>();
    for (Connection connection : connections.open()) {
      if (connection.carriesQueries()
          && !connection.quiet()
          && !connection.id.equals(suspect.id())
          && !suspicion.asked.contains(connection.name)) {
        others.add(connection);
      }
    }
    others.sort((a, b) -> {
      int byRole = Boolean.compare(watchers.contains(b.name), watchers.contains(a.name));
      return byRole != 0 ? byRole : suspect.id().compareDistance(a.id, b.id);
    });
    return others.subList(0, Math.min(ASKED, others.size()));
  }

  /// Tells the suspect, which is to refute it.
  static void challenge(NodeRecord suspect, long now, Consumer<Wish> out) {
    Notice notice = Notice.of(Notice.Status.SUSPECTED, suspect);
    out.accept(
        new Wish.Tell(
            suspect.name(), new Notices(List.of(EventLog.news(notice, now, NodeId.BITS, now)))));
  }

  /// Answers those who asked us.
  static void reply(Suspicion suspicion, Finding finding, Consumer<Wish> out) {
    suspicion.replyAt = Long.MAX_VALUE;
    for (NodeName asker : suspicion.askers) {
      out.accept(new Wish.Tell(asker, new Probed(suspicion.suspect, finding)));
    }
    suspicion.askers.clear();
  }
}
