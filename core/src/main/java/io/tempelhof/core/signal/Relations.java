package io.tempelhof.core.signal;

import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The relations between our processes and those of one other node incarnation, learned by watching
/// the signals between them: links, monitors in both directions, unlinks not yet acknowledged, open
/// spawn requests. An association keeps one, to know whether a connection is needed although nobody
/// speaks ({@link #isEmpty}), and whom to tell when it breaks ({@link #breakAll}).
///
/// Show it {@link #outgoing} signals in the order the processes sent them (also those that will not
/// reach the other node because the connection has just broken), and {@link #incoming} ones in the
/// order they arrived, before they are delivered. The two orders may interleave in any way: a
/// signal our process sent before it was told something may be shown after that. Plain messages
/// change nothing and need not be shown.
///
/// Not thread-safe.
public final class Relations {
  // How crossing signals are told apart. The process's own LinkTable is the truth, and its changes
  // show in the outgoing signals, in order. So an incoming Unlink does not end a link here; our
  // acknowledgement does, since a Link of ours that was sent before it is void as well. A Link
  // which
  // arrives in between is remembered, because the process will see it after the Unlink.

  private sealed interface LinkState {
    enum Active implements LinkState {
      ACTIVE
    }

    /// We unlinked and wait for the acknowledgement.
    record WeUnlinked(long id) implements LinkState {}

    /// The other end unlinked, our process has not acknowledged yet.
    record TheyUnlinked(long id, boolean linkedAnew) implements LinkState {}
  }

  private record Pair(Pid ours, Pid theirs) {}

  private record Watch(Pid watcher, Ref ref) {}

  private final Map<Pair, LinkState> links = new LinkedHashMap<>(4);
  private final Map<Watch, Term> ourMonitors = new LinkedHashMap<>(4);
  private final Map<Watch, Term> theirMonitors = new LinkedHashMap<>(4);
  private final Map<Ref, Pid> ourSpawns = new LinkedHashMap<>(4);
  private final Map<Ref, Pid> theirSpawns = new LinkedHashMap<>(4);

  /// A process of ours sends this to the other node.
  public void outgoing(Signal signal) {
    switch (signal) {
      case Signal.Link s -> linkedByUs(new Pair(s.from(), s.to()));
      case Signal.Unlink s ->
          links.put(new Pair(s.from(), s.to()), new LinkState.WeUnlinked(s.id()));
      case Signal.UnlinkAck s -> acknowledgedByUs(new Pair(s.from(), s.to()), s.id());
      case Signal.Exit s -> ended(new Pair(s.from(), s.to()));
      case Signal.Monitor s -> ourMonitors.put(new Watch(s.from(), s.ref()), s.target());
      case Signal.Demonitor s -> ourMonitors.remove(new Watch(s.from(), s.ref()));
      case Signal.Down s -> theirMonitors.remove(new Watch(s.to(), s.ref()));
      case Signal.SpawnRequest s -> ourSpawns.put(s.ref(), s.from());
      case Signal.SpawnReply s -> theirSpawns.remove(s.ref());
      case Signal.Message _, Signal.ExitRequest _, Signal.GroupLeader _ -> {}
    }
  }

  /// A process of the other node sends this to us.
  public void incoming(Signal signal) {
    switch (signal) {
      case Signal.Link s -> linkedByThem(new Pair(s.to(), s.from()));
      case Signal.Unlink s -> unlinkedByThem(new Pair(s.to(), s.from()), s.id());
      case Signal.UnlinkAck s ->
          links.remove(new Pair(s.to(), s.from()), new LinkState.WeUnlinked(s.id()));
      case Signal.Exit s -> theyEnded(new Pair(s.to(), s.from()));
      case Signal.Monitor s -> theirMonitors.put(new Watch(s.from(), s.ref()), s.target());
      case Signal.Demonitor s -> theirMonitors.remove(new Watch(s.from(), s.ref()));
      case Signal.Down s -> ourMonitors.remove(new Watch(s.to(), s.ref()));
      case Signal.SpawnRequest s -> theirSpawns.put(s.ref(), s.from());
      case Signal.SpawnReply s -> ourSpawns.remove(s.ref());
      case Signal.Message _, Signal.ExitRequest _, Signal.GroupLeader _ -> {}
    }
  }

  private void linkedByUs(Pair pair) {
    // One that crossed their Unlink is void: our acknowledgement follows.
    if (!(links.get(pair) instanceof LinkState.TheyUnlinked)) {
      links.put(pair, LinkState.Active.ACTIVE);
    }
  }

  private void linkedByThem(Pair pair) {
    switch (links.get(pair)) {
      case null -> links.put(pair, LinkState.Active.ACTIVE);
      case LinkState.TheyUnlinked s -> links.put(pair, new LinkState.TheyUnlinked(s.id(), true));
      case LinkState.Active _, LinkState.WeUnlinked _ -> {}
    }
  }

  private void unlinkedByThem(Pair pair, long id) {
    if (!(links.get(pair) instanceof LinkState.WeUnlinked)) {
      links.put(pair, new LinkState.TheyUnlinked(id, false));
    }
  }

  private void acknowledgedByUs(Pair pair, long id) {
    if (links.get(pair) instanceof LinkState.TheyUnlinked s && s.id() == id) {
      if (s.linkedAnew()) {
        links.put(pair, LinkState.Active.ACTIVE);
      } else {
        links.remove(pair);
      }
    }
  }

  /// Our process ended, or there never was one. An unlink of its own is acknowledged all the same.
  private void ended(Pair pair) {
    if (!(links.get(pair) instanceof LinkState.WeUnlinked)) {
      links.remove(pair);
    }
  }

  private void theyEnded(Pair pair) {
    switch (links.get(pair)) {
      case null -> {}
      case LinkState.Active _ -> links.remove(pair);
      case LinkState.TheyUnlinked s -> links.put(pair, new LinkState.TheyUnlinked(s.id(), false));
      case LinkState.WeUnlinked _ -> {}
    }
  }

  /// Whether nothing relates us to the other node.
  public boolean isEmpty() {
    return links.isEmpty()
        && ourMonitors.isEmpty()
        && theirMonitors.isEmpty()
        && ourSpawns.isEmpty()
        && theirSpawns.isEmpty();
  }

  /// The connection broke. Forgets everything.
  ///
  /// @return what our processes must be told, after everything that was shown as incoming: {@code
  ///   noconnection} over every link, from every monitor they hold and to every open spawn request;
  ///   {@link Signal.Demonitor} for every monitor held on them; the acknowledgement of every open
  ///   unlink, which will not come otherwise. A process to which one of these is no news ignores
  ///   it.
  public List<Signal> breakAll() {
    List<Signal> told = new ArrayList<>();
    links.forEach((pair, state) -> {
      switch (state) {
        case LinkState.Active _ ->
            told.add(new Signal.Exit(pair.theirs, pair.ours, ExitReason.NOCONNECTION));
        case LinkState.WeUnlinked s ->
            told.add(new Signal.UnlinkAck(s.id(), pair.theirs, pair.ours));
        case LinkState.TheyUnlinked s when s.linkedAnew() ->
            told.add(new Signal.Exit(pair.theirs, pair.ours, ExitReason.NOCONNECTION));
        case LinkState.TheyUnlinked _ -> {}
      }
    });
    ourMonitors.forEach((watch, target) ->
        told.add(new Signal.Down(target, watch.watcher, watch.ref, ExitReason.NOCONNECTION)));
    ourSpawns.forEach(
        (ref, from) -> told.add(new Signal.SpawnReply(ref, from, 0, ExitReason.NOCONNECTION)));
    theirMonitors.forEach(
        (watch, target) -> told.add(new Signal.Demonitor(watch.watcher, target, watch.ref)));
    links.clear();
    ourMonitors.clear();
    theirMonitors.clear();
    ourSpawns.clear();
    theirSpawns.clear();
    return told;
  }
}
