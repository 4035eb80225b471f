package io.tempelhof.runtime;

import io.tempelhof.core.signal.AliasOption;
import io.tempelhof.core.signal.MonitorTable;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.signal.TraceToken;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.mapping.TermMapping;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A process's handle on itself: what it can do. Of use only on the process's own thread; elsewhere
/// every method throws {@link IllegalStateException}.
///
/// Every method is a point at which an exit signal takes effect, by throwing {@link ProcessExit}.
///
/// Messages are values with a term form: records, strings, numbers, collections of such, and terms
/// themselves (the table is in {@link io.tempelhof.core.term.mapping}). A value without one is
/// refused by {@link io.tempelhof.core.term.mapping.UnmappableException}, wherever the receiver is.
/// Names of processes are those registered with {@link #register}.
public final class Self {
  final Processes processes;
  final LocalProcess process;

  Self(Processes processes, LocalProcess process) {
    this.processes = processes;
    this.process = process;
  }

  /// This process's pid.
  public Pid pid() {
    enter();
    return process.pid();
  }

  /// The node this process runs on.
  public NodeName node() {
    enter();
    return processes.node();
  }

  // Sending. Never waits for a connection and never says whether there is a receiver.

  /// Sends a message to a process, here or elsewhere. Waits only for room, when very much is queued
  /// to the receiver's node already.
  public void send(Pid to, Object message) {
    send(new Destination.ToPid(to), message);
  }

  /// Sends a message to the process with this name on this node.
  public void send(String name, Object message) {
    send(name, processes.node(), message);
  }

  /// Sends a message to the process with this name on that node.
  public void send(String name, NodeName node, Object message) {
    send(new Destination.ToName(Atom.of(name), node.atom()), message);
  }

  /// Sends a message to whoever made this alias, while it is active.
  public void send(Ref alias, Object message) {
    send(new Destination.ToAlias(alias), message);
  }

  /// Sends a message like {@link #send(Pid, Object)} if that needs no waiting for room.
  ///
  /// @return false if there is no room: nothing was sent
  public boolean trySend(Pid to, Object message) {
    return trySend(new Destination.ToPid(to), message);
  }

  /// Sends a message like {@link #send(String, Object)}; to this node there is always room.
  public boolean trySend(String name, Object message) {
    return trySend(name, processes.node(), message);
  }

  /// Sends a message like {@link #send(String, NodeName, Object)} if that needs no waiting for
  /// room.
  ///
  /// @return false if there is no room: nothing was sent
  public boolean trySend(String name, NodeName node, Object message) {
    return trySend(new Destination.ToName(Atom.of(name), node.atom()), message);
  }

  void send(Destination to, Object message) {
    enter();
    TraceToken trace = process.inbox().nextTrace();
    saying(() -> processes.router().send(process.pid(), trace, to, message));
    process.inbox().countSent();
  }

  private boolean trySend(Destination to, Object message) {
    enter();
    boolean sent =
        processes.router().trySend(process.pid(), process.inbox().nextTrace(), to, message);
    if (sent) {
      process.inbox().countSent();
    }
    return sent;
  }

  // At a time. A timer meant for a process of this node ends with that process.

  /// Sends a message to a process, here or elsewhere, once so much time has passed. It is the value
  /// as it is now. Towards another node it may be later than that, while there is no room.
  ///
  /// @throws IllegalArgumentException if the delay is negative
  /// @throws SystemLimitException if {@link Options#timersMax} timers are set already
  public Timer sendAfter(Duration delay, Pid to, Object message) {
    enter();
    return processes.router().sendAfter(delay, process.pid(), new Destination.ToPid(to), message);
  }

  /// Like {@link #sendAfter(Duration, Pid, Object)}, to the process that then has this name on this
  /// node.
  public Timer sendAfter(Duration delay, String name, Object message) {
    enter();
    var to = new Destination.ToName(Atom.of(name), processes.node().atom());
    return processes.router().sendAfter(delay, process.pid(), to, message);
  }

  /// Asks a process to exit, as {@link #exit(Pid, Object)} does, once so much time has passed.
  ///
  /// @throws IllegalArgumentException if the delay is negative
  /// @throws SystemLimitException if {@link Options#timersMax} timers are set already
  public Timer exitAfter(Duration delay, Pid target, Object reason) {
    enter();
    return processes
        .router()
        .exitAfter(
            delay, new Signal.ExitRequest(process.pid(), target, TermMapping.toTerm(reason)));
  }

  // Receiving. Messages that do not match stay in the mailbox, in order.

  /// Waits for the next message, whatever it is, and gives its term form.
  public Term receive() {
    return receive(Pattern.term());
  }

  /// Like {@link #receive()}, for at most this long; empty if nothing came.
  public Optional<Term> receive(Duration timeout) {
    return receive(Pattern.term(), timeout);
  }

  /// Waits for the first message of this type: one whose term form decodes as it. A sealed
  /// interface stands for all its records.
  public <T> T receive(Class<T> type) {
    // Not by way of the method for patterns: a frame less in every process that waits.
    enter();
    return Objects.requireNonNull(process.inbox().receive(Pattern.of(type), Inbox.FOR_EVER));
  }

  /// Like {@link #receive(Class)}, for at most this long; empty if nothing came. With {@link
  /// Duration#ZERO}, looks only at what is there.
  public <T> Optional<T> receive(Class<T> type, Duration timeout) {
    return receive(Pattern.of(type), timeout);
  }

  /// Waits for the first message that matches.
  public <T> T receive(Pattern<T> pattern) {
    enter();
    return Objects.requireNonNull(process.inbox().receive(pattern, Inbox.FOR_EVER));
  }

  /// Like {@link #receive(Pattern)}, for at most this long; empty if nothing came.
  public <T> Optional<T> receive(Pattern<T> pattern, Duration timeout) {
    enter();
    return Optional.ofNullable(process.inbox().receive(pattern, Inbox.nanos(timeout)));
  }

  /// Says that a message this process took is of no use to it: that is counted ({@link
  /// Dropped#UNHANDLED}).
  public void countUnhandled() {
    enter();
    processes.counters().dropped(Dropped.UNHANDLED);
  }

  // Other processes.

  /// Starts a process on this node.
  public Pid spawn(Body body) {
    enter();
    return processes.spawn(process, body);
  }

  /// Starts a process on this node, linked to this one from its first moment.
  public Pid spawnLink(Body body) {
    enter();
    return processes.spawnLink(process, body);
  }

  /// Starts a process on this node, monitored by this one from its first moment.
  public Spawned spawnMonitor(Body body) {
    return spawnMonitor(body, processes.newRef(), null);
  }

  /// Like {@link #spawnMonitor(Body)}; the reference is an alias of this process as well.
  ///
  /// @throws IllegalArgumentException for {@link AliasOption#REPLY}, which no monitor has
  public Spawned spawnMonitor(Body body, AliasOption alias) {
    return spawnMonitor(body, processes.newAlias(process), ofMonitor(alias));
  }

  private Spawned spawnMonitor(Body body, Ref ref, @Nullable AliasOption alias) {
    enter();
    return new Spawned(processes.spawnMonitor(process, ref, alias, body), ref);
  }

  /// A process just started, and the monitor held on it.
  public record Spawned(Pid pid, Ref ref) {}

  /// Links this process with another: when one ends, the other gets an exit signal. If there is no
  /// such process, this one gets it now, with {@code noproc}.
  public void link(Pid peer) {
    enter();
    processes.router().link(process, peer);
    enter();
  }

  /// Removes the link. An exit signal over it has no effect from now on (a message {@link Exited}
  /// may be in the mailbox already).
  public void unlink(Pid peer) {
    enter();
    processes.router().unlink(process, peer);
  }

  /// Watches a process: when it ends, or if there is none, this process gets one message {@link
  /// Down}.
  public Ref monitor(Pid target) {
    return monitor(target(target), null);
  }

  /// Watches the process that has this name on this node now.
  public Ref monitor(String name) {
    return monitor(name, processes.node());
  }

  /// Watches the process that has this name on that node when the monitor arrives there.
  public Ref monitor(String name, NodeName node) {
    return monitor(target(name, node), null);
  }

  /// Like {@link #monitor(Pid)}; the reference is an alias of this process as well, from its first
  /// moment.
  ///
  /// @throws IllegalArgumentException for {@link AliasOption#REPLY}, which no monitor has
  public Ref monitor(Pid target, AliasOption alias) {
    return monitor(target(target), ofMonitor(alias));
  }

  /// Like {@link #monitor(Pid, AliasOption)}, of the process with this name on that node.
  public Ref monitor(String name, NodeName node, AliasOption alias) {
    return monitor(target(name, node), ofMonitor(alias));
  }

  private static MonitorTable.Target target(Pid pid) {
    return new MonitorTable.Target(pid, pid.node());
  }

  private static MonitorTable.Target target(String name, NodeName node) {
    return new MonitorTable.Target(Atom.of(name), node.atom());
  }

  private static AliasOption ofMonitor(AliasOption alias) {
    if (alias == AliasOption.REPLY) {
      throw new IllegalArgumentException("a monitor has no alias of the option REPLY");
    }
    return alias;
  }

  Ref monitor(MonitorTable.Target target, @Nullable AliasOption alias) {
    enter();
    Ref ref = alias == null ? processes.newRef() : processes.newAlias(process);
    process.monitor(ref, target);
    if (alias != null) {
      process.inbox().mailbox().mark(ref);
      process.alias(ref, alias);
    }
    Signal signal = new Signal.Monitor(process.pid(), target.target(), ref);
    saying(() -> processes.router().send(target.node(), signal));
    return ref;
  }

  /// A new alias of this process: messages sent to it arrive here until {@link #unalias}.
  public Ref alias() {
    return alias(AliasOption.EXPLICIT_UNALIAS);
  }

  /// A new alias of this process: messages sent to it arrive here while it is active. Afterwards
  /// they are dropped and counted, wherever they come from.
  ///
  /// @throws IllegalArgumentException if the option needs a monitor
  public Ref alias(AliasOption option) {
    enter();
    Ref alias = processes.newAlias(process);
    process.alias(alias, option);
    return alias;
  }

  /// Gives up an alias: no message comes by it from now on (one may be in the mailbox already).
  ///
  /// @return false if it was not active or is none of this process's
  public boolean unalias(Ref alias) {
    enter();
    return process.unalias(alias);
  }

  /// Gives up a monitor: no message {@link Down} comes for it from now on (it may be in the mailbox
  /// already).
  ///
  /// @return false if it has fired or is none of this process's monitors
  public boolean demonitor(Ref ref) {
    enter();
    MonitorTable.Target target = process.demonitor(ref);
    if (target != null) {
      processes.router().demonitor(process, ref, target);
    }
    return target != null;
  }

  /// Like {@link #demonitor}, and takes the message {@link Down} out of the mailbox if it is there:
  /// afterwards nothing of the monitor is left.
  public boolean demonitorFlush(Ref ref) {
    boolean active = demonitor(ref);
    if (!active) {
      var _ = receive(new Pattern.Fired(ref), Duration.ZERO);
    }
    return active;
  }

  /// With {@code true}, exit signals arrive as messages {@link Exited} in place of ending this
  /// process, but for one with reason {@code kill}.
  public void trapExits(boolean trap) {
    enter();
    process.trapExits(trap);
  }

  /// Ends this process with this reason; never returns. The return type allows {@code throw
  /// self.exit(reason)} where the compiler wants to see the end.
  public ProcessExit exit(Object reason) {
    enter();
    throw new ProcessExit(TermMapping.toTerm(reason), false);
  }

  /// Asks a process to exit, as Erlang's {@code exit/2}: {@code normal} is ignored (except by this
  /// process itself), {@code kill} cannot be trapped.
  public void exit(Pid target, Object reason) {
    enter();
    Signal signal = new Signal.ExitRequest(process.pid(), target, TermMapping.toTerm(reason));
    saying(() -> processes.router().send(target.node(), signal));
    enter();
  }

  /// Sets the limit of this process's mailbox; what waits in it already stays.
  public void limitMailbox(MailboxLimit limit) {
    enter();
    process.inbox().limit(limit);
  }

  // Other nodes.

  /// From now on this process gets {@link NodeUp} and {@link NodeDown} (OTP {@code
  /// net_kernel:monitor_nodes}): of members, whether there is a connection with them or not, and of
  /// hidden nodes. Those alive already are not told. A {@code NodeUp} comes before anything from
  /// that incarnation, a {@code NodeDown} after everything, {@link Down} included.
  ///
  /// @param kinds of which nodes, in place of those given before; none given: of all
  /// @throws IllegalArgumentException for {@link NodeKind#KNOWN}
  public void monitorNodes(NodeKind... kinds) {
    enter();
    processes.nodes().monitor(process.pid(), kinds);
  }

  /// Ends {@link #monitorNodes} (a message may be in the mailbox already).
  public void demonitorNodes() {
    enter();
    processes.nodes().demonitor(process.pid());
  }

  /// When that node is dead, has left or cannot be reached, this process gets {@link NodeDown},
  /// once for each call (OTP {@code erlang:monitor_node/2}); never for the node it runs on.
  ///
  /// @throws SystemLimitException if {@link Nodes#MONITORS_MAX} such monitors exist already
  public void monitorNode(NodeName node) {
    enter();
    if (!node.equals(processes.node())) {
      processes.nodes().monitor(process.pid(), node.atom());
    }
  }

  /// Takes back one {@link #monitorNode}; false if there is none, or it has fired.
  public boolean demonitorNode(NodeName node) {
    enter();
    return processes.nodes().demonitor(process.pid(), node.atom());
  }

  /// Registers this process under a name, until it ends.
  ///
  /// @throws NameTakenException if the name has an owner
  /// @throws IllegalArgumentException if this process has another name, or the name is empty,
  ///   {@code undefined} or longer than 255 characters
  public void register(String name) {
    enter();
    processes.register(name, process.pid());
  }

  /// Frees a name of this node, whoever has it; false if nobody has.
  public boolean unregister(String name) {
    enter();
    return processes.unregister(name);
  }

  /// The name this process is registered under.
  public Optional<String> name() {
    enter();
    return Optional.ofNullable(process.name()).map(Atom::text);
  }

  /// The process that has this name on this node.
  public Optional<Pid> whereis(String name) {
    enter();
    return processes.whereis(name);
  }

  /// Says what may have to wait for room.
  void saying(Sending sending) {
    sending.runAs(process);
  }

  /// Tells tools what this process is there for (OTP {@code proc_lib:set_label/1}).
  public void label(String text) {
    enter();
    process.label(text);
  }

  void enter() {
    if (!process.isOn(Thread.currentThread())) {
      throw new IllegalStateException(
          "the handle of process " + process.pid() + " was used outside its own thread");
    }
    process.checkExit();
  }
}
