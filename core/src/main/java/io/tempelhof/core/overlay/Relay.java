package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Contact;
import io.tempelhof.core.overlay.OverlayMessage.Query;
import io.tempelhof.core.overlay.OverlayMessage.QueryFailed;
import io.tempelhof.core.overlay.OverlayMessage.QueryFound;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where a recursive lookup goes next. Nodes on its way keep nothing: the query itself says where
/// it has been.
///
/// It goes greedily to the peer closest to the target that it has not visited. A node that has none
/// closer than itself is a dead end: either it is one of the target's closest and the target does
/// not live, or a bucket has a hole. Both times the query goes on to the closest peer not visited,
/// and failing that back the way it came. Once {@value #WITNESSES} nodes have been dead ends, there
/// is no such node.
final class Relay {
  static final int FORWARDS_MAX = 16;
  static final int WITNESSES = 5;
  static final int CLOSEST_TOLD = 8;

  private final NodeId self;
  private final NodeName name;
  private final Contacts contacts;
  private final Connections connections;

  Relay(NodeRecord self, Contacts contacts, Connections connections) {
    this.self = self.id();
    this.name = self.name();
    this.contacts = contacts;
    this.connections = connections;
  }

  /// What becomes of a query.
  sealed interface Way {}

  /// It goes on to that node.
  record Forward(NodeName to, Query query) implements Way {}

  /// It ends here: the answer ({@link QueryFound} or {@link QueryFailed}) goes back.
  record Answer(OverlayMessage answer) implements Way {}

  /// A query has reached this node, which is among those visited.
  ///
  /// @param record our own, to answer with
  /// @param avoided nodes not to be forwarded to, though not visited
  Way route(Query query, NodeRecord record, Set<NodeName> avoided, long now) {
    if (query.target().equals(self) && query.hops() > 0) {
      return new Answer(new QueryFound(query.number(), record, query.hops(), query.visited()));
    }
    if (query.hops() >= FORWARDS_MAX) {
      return failed(query, record, false, now);
    }
    Connection best = closestUnvisited(query.target(), query.visited(), avoided);
    if (best != null && query.target().compareDistance(best.id, self) < 0) {
      return onTo(best, query, query.deadEnds());
    }
    return query.exact() ? deadEnd(query, record, best, now) : failed(query, record, false, now);
  }

  private Way deadEnd(Query query, NodeRecord record, @Nullable Connection best, long now) {
    int deadEnds = query.deadEnds() | 1 << query.visited().indexOf(name);
    int witnesses = Integer.bitCount(deadEnds);
    if (witnesses >= WITNESSES) {
      return failed(query, record, true, now);
    }
    if (best != null) {
      return onTo(best, query, deadEnds);
    }
    List<NodeName> visited = query.visited();
    for (int i = visited.size() - 1; i >= 0; i--) {
      Connection back = connections.get(visited.get(i));
      if ((deadEnds >>> i & 1) == 0 && back != null && back.carriesQueries()) {
        return new Forward(back.name, next(query, visited, deadEnds));
      }
    }
    return failed(query, record, witnesses == visited.size(), now);
  }

  private static Way onTo(Connection next, Query query, int deadEnds) {
    List<NodeName> visited = new ArrayList<>(query.visited().size() + 1);
    visited.addAll(query.visited());
    visited.add(next.name);
    return new Forward(next.name, next(query, visited, deadEnds));
  }

  private static Query next(Query query, List<NodeName> visited, int deadEnds) {
    return new Query(
        query.number(),
        query.target(),
        query.exact(),
        query.hops() + 1,
        visited,
        deadEnds,
        query.origin());
  }

  private Way failed(Query query, NodeRecord record, boolean noSuchNode, long now) {
    return new Answer(
        new QueryFailed(
            query.number(),
            noSuchNode,
            query.hops(),
            query.visited(),
            withOurselves(
                record,
                query.target(),
                contacts.closest(query.target(), CLOSEST_TOLD, query.target(), now))));
  }

  /// Whoever answers is one of the closest itself.
  private static List<Contact> withOurselves(NodeRecord us, NodeId target, List<Contact> others) {
    int at = 0;
    while (at < others.size()
        && target.compareDistance(others.get(at).record().id(), us.id()) < 0) {
      at++;
    }
    List<Contact> all = new ArrayList<>(others);
    all.add(at, new Contact(us, 0));
    return all;
  }

  /// The best next step toward a node; {@code null} if there is none.
  @Nullable Connection closestUnvisited(
      NodeId target, List<NodeName> visited, Set<NodeName> avoided) {
    List<Connection> open = connections.open();
    Connection best = null;
    for (int i = 0; i < open.size(); i++) {
      Connection candidate = open.get(i);
      if ((candidate.carriesQueries() || candidate.id.equals(target))
          && !candidate.quiet()
          && (best == null || target.compareDistance(candidate.id, best.id) < 0)
          && !visited.contains(candidate.name)
          && !avoided.contains(candidate.name)) {
        best = candidate;
      }
    }
    return best;
  }

  /// To whom an answer goes on its way back: the earliest node visited that we are connected to.
  ///
  /// @return {@code null} if there is none; the answer is lost
  @Nullable NodeName back(List<NodeName> visited) {
    for (NodeName earlier : visited) {
      if (earlier.equals(name)) {
        return null;
      }
      if (connections.get(earlier) != null) {
        return earlier;
      }
    }
    return null;
  }
}
