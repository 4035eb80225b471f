package io.tempelhof.runtime;

import io.tempelhof.core.signal.LinkTable;
import io.tempelhof.core.signal.MonitorTable;
import io.tempelhof.core.signal.Reaction;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One process of this node: its mailbox, its relations to others, and whether it has to end.
///
/// Messages wait in the mailbox until the process receives them. Everything else takes effect here
/// at once, on the thread of whoever caused it and under this object's monitor, whatever the
/// process is doing. Since a message is put into the mailbox by the same thread as the signals
/// before and after it, signals between two processes keep their order.
final class LocalProcess {
  // The monitor is held for table look-ups, for putting a message into a mailbox and for handing a
  // signal to Remote.post, never while waiting. Two monitors at once are only taken by link and
  // unlink below, in the order of `number`.

  static final long FOR_EVER = Long.MAX_VALUE;

  private final Pid pid;
  private final long number;
  private final Thread thread;
  private final Wrapping wrapping;
  private final StuckWatch stuckWatch;
  private final Mailbox mailbox = new Mailbox();

  /// The reason with which this process must end as soon as it calls the runtime.
  private volatile @Nullable Term mustEnd;

  private @Nullable LinkTable links;
  private @Nullable MonitorTable monitors;
  private @Nullable Atom name;
  private boolean trapping;
  private boolean ended;

  /// The process's own: set while it looks through its mailbox.
  private boolean receiving;

  /// @param number distinct among the processes of this node
  /// @param life what the process's thread does from its start to its end
  LocalProcess(
      Pid pid, long number, Wrapping wrapping, StuckWatch stuckWatch, Consumer<LocalProcess> life) {
    this.pid = pid;
    this.number = number;
    this.wrapping = wrapping;
    this.stuckWatch = stuckWatch;
    this.thread =
        Thread.ofVirtual()
            .name(pid.toString())
            .inheritInheritableThreadLocals(false)
            .unstarted(() -> life.accept(this));
  }

  Pid pid() {
    return pid;
  }

  /// Its place in the order in which the processes of this node were made.
  long number() {
    return number;
  }

  Thread thread() {
    return thread;
  }

  // Messages.

  /// Any thread: puts a message into the mailbox.
  ///
  /// @return false if the process has ended
  boolean push(Envelope envelope) {
    return switch (mailbox.push(envelope)) {
      case QUEUED -> true;
      case WAKE -> {
        LockSupport.unpark(thread);
        yield true;
      }
      case CLOSED -> false;
    };
  }

  /// The process itself: takes the first message that matches out of the mailbox, waiting for one.
  ///
  /// @param timeoutNanos how long to wait, or {@link #FOR_EVER}
  /// @return null once the time has passed
  <T> @Nullable T receive(Pattern<T> pattern, long timeoutNanos, Counters counters) {
    if (receiving) {
      throw new IllegalStateException("a condition of a receive must not receive itself");
    }
    receiving = true;
    mailbox.rewind();
    boolean interrupted = false;
    long start = System.nanoTime();
    try {
      while (true) {
        T found = scan(pattern, counters);
        if (found != null) {
          return found;
        }
        long left = timeoutNanos == FOR_EVER ? FOR_EVER : start + timeoutNanos - System.nanoTime();
        if (left <= 0) {
          return null;
        }
        if (mailbox.idle()) {
          park(left);
          interrupted |= Thread.interrupted();
          checkExit();
        }
      }
    } finally {
      receiving = false;
      if (interrupted && mustEnd == null) {
        // Not by the runtime: somebody else's wish, left for the body to see.
        thread.interrupt();
      }
    }
  }

  private void park(long nanos) {
    if (nanos == FOR_EVER) {
      LockSupport.park(mailbox);
    } else {
      LockSupport.parkNanos(mailbox, nanos);
    }
  }

  /// Goes on through the mailbox from where it stopped.
  private <T> @Nullable T scan(Pattern<T> pattern, Counters counters) {
    for (Envelope next = mailbox.next(); next != null; next = mailbox.next()) {
      T found = pattern.match(next);
      if (found != null) {
        mailbox.take();
        counters.received.increment();
        return found;
      }
      if (next.isMalformed()) {
        mailbox.take();
        counters.dropped(Dropped.MALFORMED);
      }
    }
    return null;
  }

  // Exits.

  /// The process itself, at each call to the runtime: ends here if it must.
  void checkExit() {
    Term reason = mustEnd;
    if (reason != null) {
      Thread.interrupted();
      throw new ProcessExit(reason);
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

  private void react(Reaction reaction) {
    switch (reaction) {
      case Reaction.None _ -> {}
      case Reaction.Trapped trapped ->
          push(wrapping.wrap(new Exited(trapped.from(), trapped.reason())));
      case Reaction.Ends ends -> {
        if (mustEnd == null) {
          mustEnd = ends.reason();
          stuckWatch.add(this);
        }
        if (Thread.currentThread() != thread) {
          thread.interrupt();
        }
      }
    }
  }

  // Links.

  /// Links two processes of this node, both at once.
  ///
  /// @return false if {@code other} has ended
  static boolean link(LocalProcess one, LocalProcess other) {
    synchronized (lower(one, other)) {
      synchronized (higher(one, other)) {
        if (!other.ended && one != other) {
          one.links().link(other.pid);
          other.links().linked(one.pid);
        }
        return !other.ended;
      }
    }
  }

  /// Removes the link between two processes of this node, both ends at once.
  static void unlink(LocalProcess one, LocalProcess other, long id) {
    synchronized (lower(one, other)) {
      synchronized (higher(one, other)) {
        if (one.links().unlink(other.pid, id)) {
          other.links().unlinked(one.pid);
          one.links().acknowledged(other.pid, id);
        }
      }
    }
  }

  private static LocalProcess lower(LocalProcess one, LocalProcess other) {
    return one.number < other.number ? one : other;
  }

  private static LocalProcess higher(LocalProcess one, LocalProcess other) {
    return one.number < other.number ? other : one;
  }

  /// Links this process to one elsewhere.
  synchronized void link(Pid peer, Consumer<Signal> post) {
    if (links().link(peer)) {
      post.accept(new Signal.Link(pid, peer));
    }
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

  // Monitors.

  synchronized void monitor(Ref ref, MonitorTable.Target target) {
    monitors().monitor(ref, target);
  }

  /// @return what the monitor watched; null if there is none, or it has fired
  synchronized MonitorTable.@Nullable Target demonitor(Ref ref) {
    return monitors == null ? null : monitors.release(ref);
  }

  /// A monitor of this process fires, unless it was given up.
  synchronized void fired(Signal.Down down) {
    MonitorTable.Target target = demonitor(down.ref());
    if (target != null) {
      push(wrapping.wrap(new Down(down.ref(), target.source(), down.reason())));
    }
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

  // The registered name.

  /// @return the name of this process; null if it has none
  synchronized @Nullable Atom name() {
    return name;
  }

  synchronized void name(@Nullable Atom name) {
    this.name = name;
  }

  synchronized boolean hasEnded() {
    return ended;
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
    stuckWatch.remove(this);
    return new Estate(
        links == null ? List.of() : links.ended(pid, reason),
        monitors == null ? List.of() : monitors.ended(reason),
        monitors == null ? Map.of() : monitors.releaseAll());
  }

  /// Nobody can send it anything any more.
  ///
  /// @return how many messages it never received
  int closeMailbox() {
    return mailbox.close();
  }

  private LinkTable links() {
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
