package io.tempelhof.runtime;

import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.signal.MonitorTable;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.signal.TraceToken;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.mapping.TermMapping;
import io.tempelhof.runtime.scheduler.ProcessThreads;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Brings signals to where they belong: to the process, when it lives here, and otherwise to {@link
/// Remote}. A signal to a local process takes effect before the call returns.
final class Router {
  private static final Blame NOBODY = _ -> {};

  /// Who finds so many messages before its own that the receiver has not yet looked at lets others
  /// go first, at every {@value #GAP}th: that one of them may be the receiver. Else senders that
  /// hold all cores heap up what the garbage collector then has to carry about.
  private static final int CROWD = 1_024;

  private static final int GAP = 8;

  private final Atom here;
  private final int creation;
  private final ProcessTable table;
  private final Wrapping wrapping;
  private final Counters counters;
  private final Timers timers;
  private final Ways ways;
  private final SpawnRequests requests;
  private final Spawner spawner;
  private final Nodes nodes;

  /// Processes watched by their name. The name may have another owner by the time the monitor is
  /// given up; this says whom it was meant for.
  private final Map<Watch, LocalProcess> watchedByName = new ConcurrentHashMap<>();

  private record Watch(Pid watcher, Ref ref) {}

  Router(Habitat habitat, int creation, ProcessTable table, Timers timers, Remote remote) {
    this.here = habitat.node().atom();
    this.creation = creation;
    this.table = table;
    this.wrapping = habitat.wrapping();
    this.counters = habitat.counters();
    this.timers = timers;
    this.requests = new SpawnRequests(counters, this::post);
    this.nodes = habitat.processes().nodes();
    this.spawner = new Spawner(habitat.processes(), this::post);
    this.ways = new Ways(remote, new Unreachable(s -> deliver(s, NOBODY), counters));
  }

  boolean isHere(Atom node) {
    return node.equals(here);
  }

  /// The requests of this node's processes to spawn others.
  SpawnRequests requests() {
    return requests;
  }

  // From processes of this node.

  /// Sends a message, waiting for room if it goes to another node.
  ///
  /// @param trace that of the sender; null for most
  /// @throws InterruptedException if the thread was interrupted while it waited: nothing was sent
  void send(Pid from, @Nullable TraceToken trace, Destination to, Object message)
      throws InterruptedException {
    if (isHere(to.node())) {
      sendHere(trace, to, message);
    } else {
      ways.to(to.node()).send(to.signal(from, TermMapping.encode(message), trace));
    }
    counters.sent.increment();
  }

  /// Sends a message if that needs no waiting.
  boolean trySend(Pid from, @Nullable TraceToken trace, Destination to, Object message) {
    if (isHere(to.node())) {
      sendHere(trace, to, message);
    } else if (!ways.to(to.node()).trySend(to.signal(from, TermMapping.encode(message), trace))) {
      return false;
    }
    counters.sent.increment();
    return true;
  }

  private void sendHere(@Nullable TraceToken trace, Destination to, Object message) {
    Envelope envelope = wrapping.wrap(message);
    envelope.trace = trace;
    arrive(to, envelope);
    if (envelope.depth >= CROWD && envelope.depth % GAP == 0) {
      ProcessThreads.giveWay();
    }
  }

  private void arrive(Destination to, Envelope envelope) {
    switch (to) {
      case Destination.ToPid(Pid pid) -> arrive(pid, envelope);
      case Destination.ToName(Atom name, Atom _) -> arrive(name, envelope);
      case Destination.ToAlias(Ref alias) -> arrive(alias, envelope);
    }
  }

  // At a time.

  /// Sends a message once so much time has passed. Towards another node it may be later, for want
  /// of room.
  Timer sendAfter(Duration delay, Pid from, Destination to, Object message) {
    if (!isHere(to.node())) {
      Signal signal = to.signal(from, TermMapping.encode(message), null);
      return timers.set(delay, null, () -> sendNow(to.node(), signal));
    }
    Envelope envelope = wrapping.wrap(message);
    Timer.Firing firing =
        () -> {
          arrive(to, envelope);
          counters.sent.increment();
          return true;
        };
    return to instanceof Destination.ToPid(Pid pid)
        ? set(delay, table.find(pid), firing)
        : timers.set(delay, null, firing);
  }

  private boolean sendNow(Atom node, Signal signal) {
    boolean sent = ways.to(node).trySend(signal);
    if (sent) {
      counters.sent.increment();
    }
    return sent;
  }

  /// Asks a process to exit once so much time has passed.
  Timer exitAfter(Duration delay, Signal.ExitRequest request) {
    Timer.Firing firing =
        () -> {
          post(request.to().node(), request);
          return true;
        };
    return isHere(request.to().node())
        ? set(delay, table.find(request.to()), firing)
        : timers.set(delay, null, firing);
  }

  /// Sets a timer that ends with the process it is meant for.
  ///
  /// @param target null if that has ended already
  private Timer set(Duration delay, @Nullable LocalProcess target, Timer.Firing firing) {
    if (target == null) {
      return timers.over(delay);
    }
    Timer timer = timers.set(delay, target, firing);
    if (target.hasEnded()) {
      timers.ended(target);
    }
    return timer;
  }

  /// Sends any other signal, waiting for room if it goes to another node.
  ///
  /// @throws InterruptedException if the thread was interrupted while it waited: nothing was sent
  void send(Atom node, Signal signal) throws InterruptedException {
    if (isHere(node)) {
      deliver(signal, NOBODY);
    } else {
      ways.to(node).send(signal);
    }
  }

  /// Sends any other signal without waiting.
  void post(Atom node, Signal signal) {
    if (isHere(node)) {
      deliver(signal, NOBODY);
    } else {
      ways.to(node).post(signal);
    }
  }

  /// Links a process of this node to another.
  void link(LocalProcess process, Pid peer) {
    if (!isHere(peer.node())) {
      process.link(peer, poster(peer));
      return;
    }
    LocalProcess other = table.find(peer);
    if (other == null || !new Couple(process, other).link()) {
      // If they are linked already, the other is just ending, and its own exit is on the way.
      if (process.link(peer, _ -> {})) {
        process.exited(new Signal.Exit(peer, process.pid(), ExitReason.NOPROC));
      }
    }
  }

  void unlink(LocalProcess process, Pid peer) {
    long id = table.newUnlinkId();
    if (!isHere(peer.node())) {
      process.unlink(peer, id, poster(peer));
      return;
    }
    LocalProcess other = table.find(peer);
    if (other != null) {
      new Couple(process, other).unlink(id);
    } else {
      process.unlink(peer, id, _ -> {});
      process.acknowledged(new Signal.UnlinkAck(id, peer, process.pid()));
    }
  }

  private Consumer<Signal> poster(Pid peer) {
    return ways.to(peer.node())::post;
  }

  /// A process of this node has ended: forgets it, and tells everyone who must know.
  void ended(LocalProcess process, Term reason) {
    counters.ending.increment();
    LocalProcess.Estate estate = process.end(reason);
    table.remove(process);
    tellFlightRecorder(process, reason);
    timers.ended(process);
    nodes.ended(process.pid());
    counters.dropped(Dropped.NEVER_RECEIVED, process.inbox().close());
    for (Signal.Exit exit : estate.exits()) {
      post(exit.to().node(), exit);
    }
    for (Signal.Down down : estate.downs()) {
      if (down.source() instanceof Atom) {
        watchedByName.remove(new Watch(down.to(), down.ref()));
      }
      post(down.to().node(), down);
    }
    estate.monitors().forEach((ref, target) -> demonitor(process, ref, target));
    counters.ended.increment();
  }

  private static void tellFlightRecorder(LocalProcess process, Term reason) {
    if (!FlightEvents.mayBeRecorded()) {
      return;
    }
    FlightEvents.ProcessExited event = new FlightEvents.ProcessExited();
    if (event.isEnabled()) {
      event.pid = process.pid().toLongString();
      event.reason = reason.toString();
      event.commit();
    }
  }

  /// Tells a watched process that {@code process} has given up its monitor.
  void demonitor(LocalProcess process, Ref ref, MonitorTable.Target target) {
    post(target.node(), new Signal.Demonitor(process.pid(), target.target(), ref));
  }

  // To processes of this node.

  /// Lets a signal take effect. Never waits.
  ///
  /// @param origin to be told if its receiver finds that the message in it is malformed
  void deliver(Signal signal, Blame origin) {
    switch (signal) {
      case Signal.Send s -> arrive(s.to(), Envelope.of(s, origin));
      case Signal.SendName s -> arrive(s.name(), Envelope.of(s, origin));
      case Signal.SendAlias s -> arrive(s.alias(), Envelope.of(s, origin));
      case Signal.Link s -> linked(s);
      case Signal.Unlink s -> unlinked(s);
      case Signal.UnlinkAck s -> tell(s.to(), process -> process.acknowledged(s));
      case Signal.Exit s -> tell(s.to(), process -> process.exited(s));
      case Signal.ExitRequest s -> tell(s.to(), process -> process.askedToExit(s));
      case Signal.Monitor s -> watched(s);
      case Signal.Demonitor s -> unwatched(s);
      case Signal.Down s -> tell(s.to(), process -> process.fired(s));
      case Signal.GroupLeader s -> tell(s.to(), process -> process.groupLeader(s.leader()));
      case Signal.SpawnRequest s -> spawner.spawn(s, origin);
      case Signal.SpawnReply s -> requests.answered(s);
    }
  }

  private void arrive(Pid pid, Envelope envelope) {
    LocalProcess process = table.find(pid);
    if (process == null) {
      counters.dropped(absence(pid));
    } else {
      count(process.inbox().arrive(envelope));
    }
  }

  private void arrive(Atom name, Envelope envelope) {
    LocalProcess process = table.find(name);
    if (process == null) {
      counters.dropped(Dropped.NO_NAME);
    } else {
      count(process.inbox().arrive(envelope));
    }
  }

  private void arrive(Ref alias, Envelope envelope) {
    LocalProcess process = table.find(alias);
    if (process == null) {
      counters.dropped(absence(alias));
      return;
    }
    LocalProcess.Reached reached = process.reached(alias, envelope);
    count(reached.arrival());
    if (reached.over() != null) {
      demonitor(process, alias, reached.over());
    }
  }

  private void count(Inbox.Arrival arrival) {
    switch (arrival) {
      case TAKEN -> {}
      case FULL -> counters.dropped(Dropped.MAILBOX_FULL);
      case ENDED -> counters.dropped(Dropped.NO_PROCESS);
      case NO_ALIAS -> counters.dropped(Dropped.NO_ALIAS);
    }
  }

  private void tell(Pid pid, Consumer<LocalProcess> how) {
    LocalProcess process = table.find(pid);
    if (process == null) {
      counters.dropped(absence(pid));
    } else {
      how.accept(process);
    }
  }

  /// Why there is no process with this pid.
  private Dropped absence(Pid pid) {
    return absence(pid.node(), pid.creation(), Dropped.NO_PROCESS);
  }

  private Dropped absence(Ref alias) {
    return absence(alias.node(), alias.creation(), Dropped.NO_ALIAS);
  }

  private Dropped absence(Atom node, int incarnation, Dropped otherwise) {
    if (!isHere(node)) {
      return Dropped.FOREIGN;
    }
    return incarnation == creation ? otherwise : Dropped.OLD_CREATION;
  }

  private void linked(Signal.Link link) {
    LocalProcess process = table.find(link.to());
    if (!isHere(link.to().node())) {
      counters.dropped(Dropped.FOREIGN);
    } else if (process == null || !process.linkedBy(link.from())) {
      post(link.from().node(), new Signal.Exit(link.to(), link.from(), ExitReason.NOPROC));
    }
  }

  private void unlinked(Signal.Unlink unlink) {
    LocalProcess process = table.find(unlink.to());
    if (!isHere(unlink.to().node())) {
      counters.dropped(Dropped.FOREIGN);
    } else if (process != null) {
      process.unlinkedBy(unlink, poster(unlink.from()));
    } else {
      post(unlink.from().node(), new Signal.UnlinkAck(unlink.id(), unlink.to(), unlink.from()));
    }
  }

  private void watched(Signal.Monitor monitor) {
    if (monitor.target() instanceof Pid pid && !isHere(pid.node())) {
      counters.dropped(Dropped.FOREIGN);
      return;
    }
    LocalProcess process = find(monitor.target());
    if (process == null || !watch(process, monitor)) {
      post(
          monitor.from().node(),
          new Signal.Down(monitor.target(), monitor.from(), monitor.ref(), ExitReason.NOPROC));
    }
  }

  /// The process of this node with this pid or name; null if there is none.
  @Nullable LocalProcess find(Term target) {
    return switch (target) {
      case Pid pid -> table.find(pid);
      case Atom name -> table.find(name);
      default -> null;
    };
  }

  private boolean watch(LocalProcess process, Signal.Monitor monitor) {
    if (!(monitor.target() instanceof Atom)) {
      return process.watchedBy(monitor);
    }
    // In this order, so that the end of the process finds the entry.
    Watch watch = new Watch(monitor.from(), monitor.ref());
    watchedByName.put(watch, process);
    boolean watched = process.watchedBy(monitor);
    if (!watched) {
      watchedByName.remove(watch);
    }
    return watched;
  }

  private void unwatched(Signal.Demonitor demonitor) {
    LocalProcess process =
        demonitor.target() instanceof Atom
            ? watchedByName.remove(new Watch(demonitor.from(), demonitor.ref()))
            : find(demonitor.target());
    if (process != null) {
      process.unwatchedBy(demonitor.from(), demonitor.ref());
    }
  }
}
