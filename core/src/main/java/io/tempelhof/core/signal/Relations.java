package io.tempelhof.core.signal;

import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The relations between our processes and those of one other node incarnation, learned by watching
/// the signals between them: links, monitors in both directions, unlinks not yet acknowledged, open
/// spawn requests. An association keeps one, to know whether anything is left to remember without a
/// connection ({@link #isEmpty}), whether an answer is awaited ({@link #isSettled}), and whom to
/// tell when all breaks ({@link #breakAll}).
///
/// Show it {@link #outgoing} signals in the order the processes sent them, and {@link #incoming}
/// ones in the order they arrived, before they are delivered. What is queued for a connection when
/// it breaks is shown as well and is lost with it: none of it may travel over the next one. The two
/// orders may interleave in any way: a signal our process sent before it was told something may be
/// shown after that. Plain messages change nothing and need not be shown.
///
/// Not thread-safe.
public final class Relations {
  private record Pair(Pid ours, Pid theirs) {}

  private record Watch(Pid watcher, Ref ref) {}

  /// What relates the two. Not there until something does: most nodes only exchange messages.
  private @Nullable Tables tables;

  /// What is left when this was sent and nothing else ever said.
  public static Relations afterSending(Signal signal) {
    Relations relations = new Relations();
    relations.outgoing(signal);
    return relations;
  }

  /// What is left when this was heard and nothing else ever said.
  public static Relations afterHearing(Signal signal) {
    Relations relations = new Relations();
    if (signal instanceof Signal.SpawnReply reply) {
      relations.tables().ourSpawns.put(reply.ref(), reply.to());
    }
    relations.incoming(signal);
    return relations;
  }

  private Tables tables() {
    Tables known = tables;
    if (known == null) {
      known = new Tables();
      tables = known;
    }
    return known;
  }

  /// A process of ours sends this to the other node.
  public void outgoing(Signal signal) {
    switch (signal) {
      case Signal.Message _, Signal.ExitRequest _, Signal.GroupLeader _ -> {}
      case Signal.Link s -> tables().change(s.from(), s.to(), LinkView::weLink);
      case Signal.Unlink s -> tables().change(s.from(), s.to(), link -> link.weUnlink(s.id()));
      case Signal.UnlinkAck s ->
          tables().change(s.from(), s.to(), link -> link.weAcknowledge(s.id()));
      case Signal.Exit s -> tables().change(s.from(), s.to(), LinkView::weEnd);
      case Signal.Monitor s -> tables().ourMonitors.put(new Watch(s.from(), s.ref()), s.target());
      case Signal.Demonitor s -> tables().ourMonitors.remove(new Watch(s.from(), s.ref()));
      case Signal.Down s -> tables().theirMonitors.remove(new Watch(s.to(), s.ref()));
      case Signal.SpawnRequest s -> tables().ourSpawns.put(s.ref(), s.from());
      case Signal.SpawnReply s -> tables().answering(s);
    }
  }

  /// Whether the other node is waiting for this answer, over this connection.
  public boolean awaits(Signal.SpawnReply reply) {
    return tables != null && tables.theirSpawns.containsKey(reply.ref());
  }

  /// Whether the link that this ends is there, as far as has been shown. If not, it broke with a
  /// connection, or was undone, before the end of our process was known: what is sent now could
  /// only be taken for the end of a later link between the two.
  public boolean relates(Signal.Exit end) {
    return tables != null && tables.links.containsKey(new Pair(end.from(), end.to()));
  }

  /// A process of the other node sends this to us.
  public void incoming(Signal signal) {
    switch (signal) {
      case Signal.Message _, Signal.ExitRequest _, Signal.GroupLeader _ -> {}
      case Signal.Link s -> tables().change(s.to(), s.from(), link -> link.incoming(s));
      case Signal.Unlink s -> tables().change(s.to(), s.from(), link -> link.incoming(s));
      case Signal.UnlinkAck s -> tables().change(s.to(), s.from(), link -> link.incoming(s));
      case Signal.Exit s -> tables().change(s.to(), s.from(), link -> link.incoming(s));
      case Signal.Monitor s -> tables().theirMonitors.put(new Watch(s.from(), s.ref()), s.target());
      case Signal.Demonitor s -> tables().theirMonitors.remove(new Watch(s.from(), s.ref()));
      case Signal.Down s -> tables().ourMonitors.remove(new Watch(s.to(), s.ref()));
      case Signal.SpawnRequest s -> tables().theirSpawns.put(s.ref(), s.from());
      case Signal.SpawnReply s -> tables().answered(s);
    }
  }

  /// Whether nothing relates us to the other node.
  public boolean isEmpty() {
    return size() == 0;
  }

  /// Whether no answer is awaited by either end: no unlink without acknowledgement, no open spawn
  /// request. What is left may rest without a connection, and both ends hold the same.
  public boolean isSettled() {
    return tables == null || tables.isSettled();
  }

  /// How many links, monitors and open spawn requests there are.
  public int size() {
    return tables == null ? 0 : tables.size();
  }

  /// The connection broke. Forgets everything.
  ///
  /// @return what our processes must be told, after everything that was shown as incoming: {@code
  ///   noconnection} over every link, from every monitor they hold and to every open spawn request;
  ///   {@link Signal.Demonitor} for every monitor held on them; the acknowledgement of every open
  ///   unlink, which will not come otherwise. A process to which one of these is no news ignores
  ///   it.
  public List<Signal> breakAll() {
    List<Signal> told = tables == null ? List.of() : tables.breakAll();
    tables = null;
    return told;
  }

  /// Links, monitors and open spawn requests, each in the order in which they came.
  private static final class Tables {
    private final Map<Pair, LinkView> links = new LinkedHashMap<>(4);
    private final Map<Watch, Term> ourMonitors = new LinkedHashMap<>(4);
    private final Map<Watch, Term> theirMonitors = new LinkedHashMap<>(4);
    private final Map<Ref, Pid> ourSpawns = new LinkedHashMap<>(4);
    private final Map<Ref, Pid> theirSpawns = new LinkedHashMap<>(4);

    /// Links of which one end waits for the other's acknowledgement.
    private int unsettledLinks;

    void change(Pid ours, Pid theirs, Consumer<LinkView> how) {
      links.compute(
          new Pair(ours, theirs),
          (_, known) -> {
            LinkView link = known == null ? new LinkView() : known;
            unsettledLinks -= link.isSettled() ? 0 : 1;
            how.accept(link);
            unsettledLinks += link.isSettled() ? 0 : 1;
            return link.isOver() ? null : link;
          });
    }

    void answering(Signal.SpawnReply reply) {
      theirSpawns.remove(reply.ref());
      if (reply.monitored()) {
        theirMonitors.put(new Watch(reply.to(), reply.ref()), reply.result());
      }
      if (reply.linked()) {
        change((Pid) reply.result(), reply.to(), LinkView::weLink);
      }
    }

    /// An answer nobody asked for relates nobody.
    void answered(Signal.SpawnReply reply) {
      if (!ourSpawns.remove(reply.ref(), reply.to())) {
        return;
      }
      if (reply.monitored()) {
        ourMonitors.put(new Watch(reply.to(), reply.ref()), reply.result());
      }
      if (reply.linked()) {
        Pid theirs = (Pid) reply.result();
        change(reply.to(), theirs, link -> link.incoming(new Signal.Link(theirs, reply.to())));
      }
    }

    boolean isSettled() {
      return unsettledLinks == 0 && ourSpawns.isEmpty() && theirSpawns.isEmpty();
    }

    int size() {
      return links.size()
          + ourMonitors.size()
          + theirMonitors.size()
          + ourSpawns.size()
          + theirSpawns.size();
    }

    List<Signal> breakAll() {
      List<Signal> told = new ArrayList<>();
      links.forEach((pair, link) -> {
        link.settle();
        if (link.unlinking() != 0) {
          told.add(new Signal.UnlinkAck(link.unlinking(), pair.theirs, pair.ours));
        }
        if (link.linked()) {
          told.add(new Signal.Exit(pair.theirs, pair.ours, ExitReason.NOCONNECTION));
        }
      });
      ourMonitors.forEach((watch, target) ->
          told.add(new Signal.Down(target, watch.watcher, watch.ref, ExitReason.NOCONNECTION)));
      ourSpawns.forEach(
          (ref, from) -> told.add(new Signal.SpawnReply(ref, from, 0, ExitReason.NOCONNECTION)));
      theirMonitors.forEach(
          (watch, target) -> told.add(new Signal.Demonitor(watch.watcher, target, watch.ref)));
      return told;
    }
  }
}
