package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Query;
import io.tempelhof.core.overlay.OverlayMessage.QueryFailed;
import io.tempelhof.core.overlay.OverlayMessage.QueryFound;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The recursive lookups this node has started. A query that brings no answer may be slow or lost
/// with a node on its way: after 50 ms a second one takes another first step, and so on, until the
/// first answer or the deadline.
final class Lookups {
  static final long DEADLINE_NANOS = 5_000_000_000L;
  static final int STARTED_MAX = 10_000;

  /// When the second, third and fourth query follow the first.
  private static final long[] HEDGE_NANOS = {50_000_000L, 500_000_000L, 2_000_000_000L};

  /// Lookups of the overlay's own, whose result nobody waits for, have negative numbers.
  private long ownNumber;

  private static final class Started {
    final NodeId target;
    final boolean exact;
    final @Nullable NodeRecord origin;
    final long startedAt;
    final Set<NodeName> firstSteps = new HashSet<>(4);
    int attempts;

    Started(NodeId target, boolean exact, @Nullable NodeRecord origin, long startedAt) {
      this.target = target;
      this.exact = exact;
      this.origin = origin;
      this.startedAt = startedAt;
    }

    long dueAt() {
      return startedAt
          + (exact && attempts <= HEDGE_NANOS.length ? HEDGE_NANOS[attempts - 1] : DEADLINE_NANOS);
    }
  }

  private final NodeName self;
  private final Relay relay;
  private final Map<Long, Started> started = new LinkedHashMap<>(0);
  private long nextDeadline = Long.MAX_VALUE;

  Lookups(NodeName self, Relay relay) {
    this.self = self;
    this.relay = relay;
  }

  long nextDeadline() {
    return nextDeadline;
  }

  /// Looks up a node by its id; {@link Wish.Resolved} will bear the number.
  void find(long number, NodeId target, NodeRecord record, long now, Consumer<Wish> out) {
    if (started.size() >= STARTED_MAX) {
      out.accept(
          new Wish.Resolved(number, new LookupResult.Unreachable(0, "too many lookups at once")));
      return;
    }
    Started lookup = new Started(target, true, null, now);
    started.put(number, lookup);
    attempt(number, lookup, record, now, out);
  }

  /// Asks a node whether it lives: if its answer comes, it does.
  void seek(NodeId target, NodeRecord record, long now, Consumer<Wish> out) {
    Started lookup = new Started(target, true, null, now);
    long number = --ownNumber;
    started.put(number, lookup);
    attempt(number, lookup, record, now, out);
  }

  /// Looks for the nodes closest to an id, for the contacts alone that the answer brings.
  void explore(NodeId target, NodeRecord record, long now, Consumer<Wish> out) {
    Started lookup = new Started(target, false, null, now);
    long number = --ownNumber;
    started.put(number, lookup);
    attempt(number, lookup, record, now, out);
  }

  /// The same by way of {@code first}, with an answer that others wait for.
  ///
  /// @return the number the answer will bear
  long explore(NodeId target, Connection first, long now, Consumer<Wish> out) {
    return exploreVia(first, target, null, now, out);
  }

  /// Looks for the nodes closest to ourselves by way of {@code first}; nodes on the way learn of
  /// us.
  void exploreSelf(Connection first, NodeRecord record, long now, Consumer<Wish> out) {
    exploreVia(first, record.id(), record, now, out);
  }

  private long exploreVia(
      Connection first, NodeId target, @Nullable NodeRecord origin, long now, Consumer<Wish> out) {
    Started lookup = new Started(target, false, origin, now);
    lookup.attempts = 1;
    long number = --ownNumber;
    started.put(number, lookup);
    nextDeadline = Math.min(nextDeadline, lookup.dueAt());
    Query query = new Query(number, target, false, 1, List.of(self, first.name), 0, origin);
    out.accept(new Wish.Tell(first.name, query));
    return number;
  }

  private void attempt(
      long number, Started lookup, NodeRecord record, long now, Consumer<Wish> out) {
    lookup.attempts++;
    nextDeadline = Math.min(nextDeadline, lookup.dueAt());
    Query query =
        new Query(number, lookup.target, lookup.exact, 0, List.of(self), 0, lookup.origin);
    switch (relay.route(query, record, lookup.firstSteps, now)) {
      case Relay.Forward forward -> {
        lookup.firstSteps.add(forward.to());
        out.accept(new Wish.Tell(forward.to(), forward.query()));
      }
      case Relay.Answer answer -> {
        if (lookup.attempts == 1 && answer.answer() instanceof QueryFailed failed) {
          failed(failed, record, now, out);
        }
      }
    }
  }

  /// The target has answered.
  void found(QueryFound answer, Consumer<Wish> out) {
    if (started.remove(answer.number()) != null && answer.number() >= 0) {
      List<NodeName> path = answer.visited().subList(1, answer.visited().size());
      out.accept(
          new Wish.Resolved(
              answer.number(),
              new LookupResult.Found(answer.record(), answer.hops(), List.copyOf(path))));
    }
  }

  /// Where the query ended the target was not.
  void failed(QueryFailed answer, NodeRecord record, long now, Consumer<Wish> out) {
    Started lookup = started.get(answer.number());
    if (lookup == null) {
      return;
    }
    if (lookup.exact
        && !answer.noSuchNode()
        && lookup.attempts <= HEDGE_NANOS.length
        && answer.hops() > 0) {
      attempt(answer.number(), lookup, record, now, out);
      return;
    }
    started.remove(answer.number());
    if (answer.number() < 0) {
      return;
    }
    LookupResult result =
        answer.noSuchNode()
            ? new LookupResult.NoSuchNode(answer.hops(), names(answer))
            : new LookupResult.Unreachable(answer.hops(), "no way on");
    out.accept(new Wish.Resolved(answer.number(), result));
  }

  private static List<NodeName> names(QueryFailed answer) {
    List<NodeName> names = new ArrayList<>(Relay.WITNESSES);
    for (int i = 0; i < Math.min(Relay.WITNESSES, answer.closest().size()); i++) {
      names.add(answer.closest().get(i).record().name());
    }
    return names;
  }

  /// Sends the queries that are due once more, and gives up those whose time is over.
  void timer(NodeRecord record, long now, Consumer<Wish> out) {
    if (now < nextDeadline) {
      return;
    }
    nextDeadline = Long.MAX_VALUE;
    for (Map.Entry<Long, Started> entry : List.copyOf(started.entrySet())) {
      Started lookup = entry.getValue();
      if (now >= lookup.startedAt + DEADLINE_NANOS) {
        started.remove(entry.getKey());
        if (entry.getKey() >= 0) {
          out.accept(
              new Wish.Resolved(
                  entry.getKey(), new LookupResult.Unreachable(0, "no answer within 5 s")));
        }
      } else if (now >= lookup.dueAt()) {
        attempt(entry.getKey(), lookup, record, now, out);
      } else {
        nextDeadline = Math.min(nextDeadline, lookup.dueAt());
      }
    }
  }
}
