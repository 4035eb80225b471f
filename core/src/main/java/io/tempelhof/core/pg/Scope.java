package io.tempelhof.core.pg;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One node's mind of one scope: which processes of this node have joined which groups, and what
/// the scopes of other nodes have told of theirs.
///
/// Two rules keep genuine scopes from crashing, which they do on whatever they do not expect. A
/// scope is told of joins and leaves only after it has been told of all members at once, and only
/// of leaves of members it was told of. And nothing is known of a scope any more when its process
/// is lost: the next one there is met as a stranger.
///
/// A genuine scope seeks others only on visible nodes, and this node is a hidden one. So this scope
/// seeks: on every connection, and on one with a genuine node again and again until there is a
/// scope, since it may be started later.
///
/// It never waits for one that reads too slowly. A node without room for what it was to be told is
/// told nothing more; later it gets all members at once again.
public final class Scope {
  /// Scopes of other nodes that are listened to; further ones are ignored.
  public static final int SCOPES_MAX = 4_096;

  /// Memberships of other nodes' processes that are kept; further ones are ignored.
  public static final int MEMBERSHIPS_MAX = 1 << 20;

  static final long SEEK_FIRST_NANOS = 1_000_000_000L;
  static final long SEEK_MAX_NANOS = 30_000_000_000L;

  private final Pid self;
  private final Members all = new Members();
  private final Members ours = new Members();

  /// The groups each process of this node has joined, as often as it has.
  private final Map<Pid, List<Term>> memberships = new LinkedHashMap<>();

  private final Map<Pid, Members> others = new LinkedHashMap<>();
  private final Set<Atom> genuine = new LinkedHashSet<>();

  /// The nodes to speak to at a time. A scope there that has been met is behind, and hears of no
  /// changes until then.
  private final Map<Atom, Search> searches = new LinkedHashMap<>();

  private long ignored;

  /// A genuine node on which no scope has answered yet, or one without room for our words.
  private record Search(long at, long interval) {
    static Search first(long now) {
      return new Search(now + SEEK_FIRST_NANOS, SEEK_FIRST_NANOS);
    }

    Search next(long now) {
      long longer = Math.min(SEEK_MAX_NANOS, 2 * interval);
      return new Search(now + longer, longer);
    }
  }

  /// @param self the process that speaks for this scope
  public Scope(Pid self) {
    this.self = self;
  }

  /// Takes one input and says what is to be done, in order.
  ///
  /// @param now the time in nanoseconds
  public void step(ScopeInput input, long now, Consumer<ScopeOutput> out) {
    switch (input) {
      case ScopeInput.NodeUp(Atom node, boolean isGenuine) -> nodeUp(node, isGenuine, now, out);
      case ScopeInput.NodeDown(Atom node) -> {
        genuine.remove(node);
        searches.remove(node);
      }
      case ScopeInput.NoRoom(Atom node) -> searches.putIfAbsent(node, Search.first(now));
      case ScopeInput.Heard(PgMessage message) -> heard(message, out);
      case ScopeInput.Join(Term group, List<Pid> pids) -> join(group, pids, out);
      case ScopeInput.Leave(Term group, List<Pid> pids) -> leave(group, pids, out);
      case ScopeInput.Down(Pid process) -> down(process, now, out);
      case ScopeInput.Timer() -> seek(now, out);
    }
  }

  /// When to step with {@link ScopeInput.Timer}, in nanoseconds; {@link Long#MAX_VALUE} for never.
  public long nextDeadline() {
    return searches.values().stream().mapToLong(Search::at).min().orElse(Long.MAX_VALUE);
  }

  /// The members of a group on all nodes, as often as they have joined.
  public List<Pid> members(Term group) {
    return all.of(group);
  }

  /// Those of them on this node.
  public List<Pid> localMembers(Term group) {
    return ours.of(group);
  }

  /// How many messages of other scopes were of no use.
  public long ignored() {
    return ignored;
  }

  // Other nodes.

  private void nodeUp(Atom node, boolean isGenuine, long now, Consumer<ScopeOutput> out) {
    if (isGenuine) {
      genuine.add(node);
    } else {
      genuine.remove(node);
    }
    if (!isMet(node)) {
      out.accept(new ScopeOutput.Call(node, new PgMessage.Discover(self)));
      seekLater(node, now);
    }
  }

  private boolean isMet(Atom node) {
    return others.keySet().stream().anyMatch(scope -> scope.node().equals(node));
  }

  private void seekLater(Atom node, long now) {
    if (genuine.contains(node)) {
      searches.put(node, Search.first(now));
    }
  }

  private void seek(long now, Consumer<ScopeOutput> out) {
    Map<Atom, Search> due = new LinkedHashMap<>(searches);
    due.values().removeIf(search -> now < search.at());
    due.forEach((node, search) -> {
      searches.remove(node);
      if (isMet(node)) {
        catchUp(node, out);
        return;
      }
      if (genuine.contains(node)) {
        searches.put(node, search.next(now));
      }
      out.accept(new ScopeOutput.Call(node, new PgMessage.Discover(self)));
    });
  }

  /// Nobody knows any more which words got lost: both sides say all again.
  private void catchUp(Atom node, Consumer<ScopeOutput> out) {
    for (Pid scope : others.keySet()) {
      if (scope.node().equals(node)) {
        out.accept(sync(scope));
        out.accept(new ScopeOutput.Send(scope, new PgMessage.Discover(self)));
      }
    }
  }

  private void heard(PgMessage message, Consumer<ScopeOutput> out) {
    Pid scope = message.scope();
    if (scope.node().equals(self.node())) {
      ignored++;
      return;
    }
    Members theirs = others.get(scope);
    switch (message) {
      case PgMessage.Discover _ when theirs == null -> {
        if (meet(scope, out) != null) {
          out.accept(new ScopeOutput.Send(scope, new PgMessage.Discover(self)));
        }
      }
      case PgMessage.Discover _ -> out.accept(sync(scope));
      case PgMessage.Sync(_, Map<Term, List<Pid>> groups) -> {
        Members known = theirs == null ? meet(scope, out) : theirs;
        if (known != null) {
          synced(known, groups, out);
        }
      }
      case PgMessage.Join _, PgMessage.Leave _ when theirs == null -> ignored++;
      case PgMessage.Join(_, Term group, List<Pid> pids) -> joined(theirs, group, pids, out);
      case PgMessage.Leave(_, List<Pid> pids, List<Term> groups) ->
          groups.forEach(group -> left(theirs, group, pids, out));
    }
  }

  /// From now on that scope hears everything, beginning with all that is.
  private @Nullable Members meet(Pid scope, Consumer<ScopeOutput> out) {
    if (others.size() >= SCOPES_MAX) {
      ignored++;
      return null;
    }
    if (!isMet(scope.node())) {
      searches.remove(scope.node());
    }
    Members theirs = new Members();
    others.put(scope, theirs);
    out.accept(new ScopeOutput.Watch(scope));
    out.accept(sync(scope));
    return theirs;
  }

  private ScopeOutput sync(Pid scope) {
    return new ScopeOutput.Send(scope, new PgMessage.Sync(self, ours.all()));
  }

  private void synced(Members theirs, Map<Term, List<Pid>> now, Consumer<ScopeOutput> out) {
    Map<Term, List<Pid>> before = theirs.all();
    before.forEach((group, pids) ->
        left(theirs, group, Members.minus(pids, now.getOrDefault(group, List.of())), out));
    now.forEach((group, pids) ->
        joined(theirs, group, Members.minus(pids, before.getOrDefault(group, List.of())), out));
  }

  private void joined(Members theirs, Term group, List<Pid> pids, Consumer<ScopeOutput> out) {
    if (all.size() - ours.size() + pids.size() > MEMBERSHIPS_MAX) {
      ignored++;
    } else if (!pids.isEmpty()) {
      theirs.add(group, pids);
      all.add(group, pids);
      out.accept(new ScopeOutput.Joined(group, pids));
    }
  }

  private void left(Members whose, Term group, List<Pid> pids, Consumer<ScopeOutput> out) {
    List<Pid> gone = whose.remove(group, pids);
    if (!gone.isEmpty()) {
      all.remove(group, gone);
      out.accept(new ScopeOutput.Left(group, gone));
    }
  }

  // Processes of this node.

  private void join(Term group, List<Pid> pids, Consumer<ScopeOutput> out) {
    if (pids.isEmpty()) {
      return;
    }
    for (Pid pid : pids) {
      memberships
          .computeIfAbsent(
              pid,
              process -> {
                out.accept(new ScopeOutput.Watch(process));
                return new ArrayList<>();
              })
          .add(group);
    }
    ours.add(group, pids);
    all.add(group, pids);
    out.accept(new ScopeOutput.Joined(group, pids));
    tell(new PgMessage.Join(self, group, pids), out);
  }

  private void leave(Term group, List<Pid> pids, Consumer<ScopeOutput> out) {
    List<Pid> gone = ours.remove(group, pids);
    if (gone.isEmpty()) {
      return;
    }
    for (Pid pid : gone) {
      List<Term> groups = memberships.getOrDefault(pid, List.of());
      groups.remove(group);
      if (groups.isEmpty()) {
        memberships.remove(pid);
        out.accept(new ScopeOutput.Unwatch(pid));
      }
    }
    all.remove(group, gone);
    out.accept(new ScopeOutput.Left(group, gone));
    tell(new PgMessage.Leave(self, gone, List.of(group)), out);
  }

  private void down(Pid process, long now, Consumer<ScopeOutput> out) {
    Members theirs = others.remove(process);
    List<Term> groups = memberships.remove(process);
    if (theirs != null) {
      theirs.all().forEach((group, pids) -> left(theirs, group, pids, out));
      if (!isMet(process.node())) {
        searches.remove(process.node());
        seekLater(process.node(), now);
      }
    } else if (groups != null) {
      groups.forEach(group -> left(ours, group, List.of(process), out));
      tell(new PgMessage.Leave(self, List.of(process), groups), out);
    }
  }

  private void tell(PgMessage message, Consumer<ScopeOutput> out) {
    for (Pid scope : others.keySet()) {
      if (!searches.containsKey(scope.node())) {
        out.accept(new ScopeOutput.Send(scope, message));
      }
    }
  }
}
