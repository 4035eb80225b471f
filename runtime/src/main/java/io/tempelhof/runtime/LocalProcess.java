package io.tempelhof.runtime;

import io.tempelhof.core.signal.AliasOption;
import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.signal.LinkTable;
import io.tempelhof.core.signal.MonitorTable;
import io.tempelhof.core.signal.Reaction;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.runtime.scheduler.ProcessThreads;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One process of this node: its inbox, its relations to others, and whether it has to end.
///
/// Messages wait in the inbox until the process receives them. Everything else takes effect here at
/// once, on the thread of whoever caused it and under this object's monitor, whatever the process
/// is doing. Since a message is put into the inbox by the same thread as the signals before and
/// after it, signals between two processes keep their order.
final class LocalProcess {
  // The monitor is held for table look-ups, for putting a message into a mailbox and for handing a
  // signal to Remote.post, never while waiting. Two monitors at once are only taken by a Couple.

  private final Pid pid;
  private final Thread thread;
  private final Habitat habitat;
  private final Inbox inbox;

  /// The reason with which this process must end as soon as it calls the runtime, or has ended.
  private volatile @Nullable Term mustEnd;

  private @Nullable LinkTable links;
  private @Nullable MonitorTable monitors;
  private @Nullable Atom name;

  /// Where its output goes; null for the node's own {@code user}.
  private volatile @Nullable Pid groupLeader;

  private volatile @Nullable Pid parent;
  private volatile @Nullable String label;

  private boolean trapping;

  /// Its thread runs another process, which an interrupt would hit.
  private @Nullable Deputy deputy;

  private boolean ended;

  LocalProcess(Pid pid, Habitat habitat, Body body) {
    this.pid = pid;
    this.habitat = habitat;
    this.inbox = new Inbox(this, habitat);
    this.thread = ProcessThreads.unstarted(new Life(this, body, habitat.processes()));
  }

  Pid pid() {
    return pid;
  }

  Thread thread() {
    return thread;
  }

  /// Whether the process runs on this thread: its own, or that of another which runs it meanwhile.
  boolean isOn(Thread current) {
    return current == thread || inbox.isRunBy(current);
  }

  /// Its messages.
  Inbox inbox() {
    return inbox;
  }

  // Exits.

  /// The process itself, at each call to the runtime: ends here if it must.
  void checkExit() {
    Term reason = mustEnd;
    if (reason != null) {
      Thread.interrupted();
      throw new ProcessExit(reason, true);
    }
  }

  /// The reason with which an exit signal wants the process to end; null if none does.
  @Nullable Term mustEnd() {
    return mustEnd;
  }

  synchronized void trapExits(boolean trap) {
    trapping = trap;
  }

  /// A linked process has ended, or so it was before the link was undone.
  synchronized void exited(Signal.Exit exit) {
    if (links != null && links.exited(exit.from())) {
      react(Reaction.to(exit, trapping));
    }
  }

  /// @return false if the process has ended
  synchronized boolean askedToExit(Signal.ExitRequest request) {
    if (!ended) {
      react(Reaction.to(request, trapping));
    }
    return !ended;
  }

  synchronized void kill() {
    if (!ended) {
      react(new Reaction.Ends(ExitReason.KILLED));
    }
  }

  private void react(Reaction reaction) {
    switch (reaction) {
      case Reaction.None _ -> {}
      case Reaction.Trapped trapped ->
          inbox.push(habitat.wrapping().wrap(new Exited(trapped.from(), trapped.reason())));
      case Reaction.Ends ends -> {
        boolean first = mustEnd == null;
        if (first) {
          mustEnd = ends.reason();
        }
        if (Thread.currentThread() != thread && deputy == null) {
          thread.interrupt();
        }
        if (first) {
          habitat.stuckWatch().add(this);
        }
      }
    }
  }

  /// With what it has ended; null while it has not.
  synchronized @Nullable Term exitReason() {
    return ended ? mustEnd : null;
  }

  // Processes it asked for.

  /// A request of this process to spawn another has been answered: the relations it asked for
  /// stand.
  ///
  /// @param told whether it wants a message about it
  /// @return false if this one has ended
  synchronized boolean answered(Signal.SpawnReply reply, boolean told) {
    if (ended) {
      return false;
    }
    if (reply.result() instanceof Pid child) {
      if (reply.linked()) {
        links().linked(child);
      }
      if (reply.monitored()) {
        monitors().monitor(reply.ref(), new MonitorTable.Target(child, child.node()));
      }
    }
    if (told) {
      inbox.push(habitat.wrapping().wrap(new RemoteSpawn.Answer(reply)));
    }
    return true;
  }

  // Links.

  /// Links this process to one elsewhere.
  ///
  /// @return false if they were linked already
  synchronized boolean link(Pid peer, Consumer<Signal> post) {
    boolean anew = links().link(peer);
    if (anew) {
      post.accept(new Signal.Link(pid, peer));
    }
    return anew;
  }

  /// Removes the link to a process elsewhere.
  synchronized void unlink(Pid peer, long id, Consumer<Signal> post) {
    if (links != null && links.unlink(peer, id)) {
      post.accept(new Signal.Unlink(id, pid, peer));
    }
  }

  /// A process elsewhere links itself to this one.
  ///
  /// @return false if this one has ended
  synchronized boolean linkedBy(Pid peer) {
    if (!ended) {
      links().linked(peer);
    }
    return !ended;
  }

  /// A process elsewhere removes its link to this one; acknowledged in any case.
  synchronized void unlinkedBy(Signal.Unlink unlink, Consumer<Signal> post) {
    if (links != null) {
      links.unlinked(unlink.from());
    }
    post.accept(new Signal.UnlinkAck(unlink.id(), pid, unlink.from()));
  }

  synchronized void acknowledged(Signal.UnlinkAck ack) {
    if (links != null) {
      links.acknowledged(ack.from(), ack.id());
    }
  }

  // Monitors and aliases.

  synchronized void monitor(Ref ref, MonitorTable.Target target) {
    monitors().monitor(ref, target);
  }

  /// @param alias the reference of a monitor of this process, if the option needs one
  synchronized void alias(Ref alias, AliasOption option) {
    monitors().alias(alias, option);
  }

  /// @return false if the alias was not active
  synchronized boolean unalias(Ref alias) {
    return monitors != null && monitors.unalias(alias);
  }

  /// What became of a message to an alias.
  ///
  /// @param over what the monitor watched that ended with it; null if none did
  record Reached(Inbox.Arrival arrival, MonitorTable.@Nullable Target over) {}

  /// A message to an alias of this process has come. One that finds the mailbox full leaves the
  /// alias as it was.
  synchronized Reached reached(Ref alias, Envelope envelope) {
    if (deputy != null && deputy.takes(alias, envelope)) {
      return new Reached(Inbox.Arrival.TAKEN, null);
    }
    if (monitors == null || !monitors.isActive(alias)) {
      return new Reached(Inbox.Arrival.NO_ALIAS, null);
    }
    Inbox.Arrival arrival = inbox.arrive(envelope);
    return new Reached(arrival, arrival == Inbox.Arrival.TAKEN ? monitors.reached(alias) : null);
  }

  /// @return what the monitor watched; null if there is none, or it has fired
  synchronized MonitorTable.@Nullable Target demonitor(Ref ref) {
    return monitors == null ? null : monitors.release(ref);
  }

  /// A monitor of this process fires, unless it was given up.
  synchronized void fired(Signal.Down down) {
    MonitorTable.Target target = demonitor(down.ref());
    if (target != null) {
      inbox.push(habitat.wrapping().wrap(new Down(down.ref(), target.source(), down.reason())));
    }
  }

  // Questions that it handles itself, as the process it asks.

  /// From now on its thread runs another process.
  synchronized void lends(Deputy acting) {
    deputy = acting;
  }

  /// Its thread is its own again.
  synchronized void lendsNoMore() {
    deputy = null;
  }

  /// Its thread is its own again, and the answer still to come.
  ///
  /// @return false if it has come in the last moment
  synchronized boolean lendsNoMoreAndAwaits(Deputy acting, MonitorTable.Target server) {
    deputy = null;
    if (!acting.isAnswered()) {
      monitors().monitor(acting.alias(), server);
      monitors().alias(acting.alias(), AliasOption.REPLY_DEMONITOR);
    }
    return !acting.isAnswered();
  }

  /// Another process watches this one.
  ///
  /// @return false if this one has ended
  synchronized boolean watchedBy(Signal.Monitor monitor) {
    if (!ended) {
      monitors().watched(monitor.from(), monitor.ref(), monitor.target());
    }
    return !ended;
  }

  synchronized void unwatchedBy(Pid watcher, Ref ref) {
    if (monitors != null) {
      monitors.unwatched(watcher, ref);
    }
  }

  // Its group leader.

  /// Where its output goes; null for whoever is {@code user} on this node.
  @Nullable Pid groupLeader() {
    return groupLeader;
  }

  void groupLeader(@Nullable Pid leader) {
    groupLeader = leader;
  }

  // Where it comes from and what it is there for.

  /// It is started by this process, and takes over where the output goes.
  void startedBy(LocalProcess starter) {
    parent = starter.pid;
    groupLeader = starter.groupLeader;
  }

  void label(String text) {
    label = text;
  }

  // The registered name.

  /// @return the name of this process; null if it has none
  synchronized @Nullable Atom name() {
    return name;
  }

  synchronized void name(@Nullable Atom name) {
    this.name = name;
    thread.setName(name == null ? "" : name.text());
  }

  synchronized boolean hasEnded() {
    return ended;
  }

  // Looking at it.

  synchronized ProcessInfo info() {
    return new ProcessInfo(
        pid,
        name == null ? null : name.text(),
        label,
        parent,
        state(),
        trapping,
        habitat.processes().groupLeader(this),
        inbox.mailbox().length(),
        inbox.mailbox().passedOver(),
        Duration.ofNanos(inbox.mailbox().passedOverNanos(habitat.time())),
        inbox.limit(),
        inbox.refused(),
        inbox.sent(),
        inbox.received(),
        links == null ? List.of() : links.linked(),
        monitors == null
            ? List.of()
            : monitors.targets().stream().map(MonitorTable.Target::source).toList(),
        monitors == null ? List.of() : monitors.watchers(),
        monitors == null ? List.of() : monitors.aliases());
  }

  private ProcessInfo.State state() {
    if (mustEnd != null) {
      return habitat.stuckWatch().isStuck(this)
          ? ProcessInfo.State.STUCK
          : ProcessInfo.State.ENDING;
    }
    if (inbox.isRunByAnother()) {
      return ProcessInfo.State.RUNNING;
    }
    return switch (thread.getState()) {
      case NEW, RUNNABLE, TERMINATED -> ProcessInfo.State.RUNNING;
      case BLOCKED -> ProcessInfo.State.BLOCKED;
      case WAITING, TIMED_WAITING ->
          inbox.isReceiving() ? ProcessInfo.State.WAITING : ProcessInfo.State.BLOCKED;
    };
  }

  /// Whether it waits for a message, and none has come: it does nothing until something comes or
  /// time passes.
  boolean rests() {
    return mustEnd == null
        && inbox.mailbox().isIdle()
        && !inbox.isRunByAnother()
        && switch (thread.getState()) {
          case WAITING, TIMED_WAITING -> true;
          case NEW, RUNNABLE, BLOCKED, TERMINATED -> false;
        };
  }

  // The end.

  /// What a process that ended leaves to be done.
  ///
  /// @param exits for the processes linked to it
  /// @param downs for the processes that watch it
  /// @param monitors its own, to be given up
  record Estate(
      List<Signal.Exit> exits, List<Signal.Down> downs, Map<Ref, MonitorTable.Target> monitors) {}

  /// The process has ended. From now on nothing relates to it any more.
  synchronized Estate end(Term reason) {
    ended = true;
    mustEnd = reason;
    habitat.stuckWatch().remove(this);
    return new Estate(
        links == null ? List.of() : links.ended(pid, reason),
        monitors == null ? List.of() : monitors.ended(reason),
        monitors == null ? Map.of() : monitors.releaseAll());
  }

  /// Only under the monitor of this process.
  LinkTable links() {
    if (links == null) {
      links = new LinkTable();
    }
    return links;
  }

  private MonitorTable monitors() {
    if (monitors == null) {
      monitors = new MonitorTable();
    }
    return monitors;
  }
}
