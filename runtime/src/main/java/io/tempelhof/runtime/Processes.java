package io.tempelhof.runtime;

import io.tempelhof.core.signal.AliasOption;
import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.signal.MonitorTable;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All processes of one node. Safe for use by any thread.
public final class Processes implements AutoCloseable {
  private final NodeName node;
  private final ProcessTable table;
  private final Counters counters = new Counters();
  private final Timers timers;
  private final Habitat habitat;
  private final Router router;
  private final Nodes nodes = new Nodes(this::tell);
  private volatile boolean closed;
  private volatile @Nullable Functions functions;

  /// @param creation tells this incarnation of the node from others, not 0
  /// @param remote the way to other nodes, {@link Remote#NONE} for none
  public Processes(NodeName node, int creation, Remote remote, Options options) {
    if (creation == 0) {
      throw new IllegalArgumentException("a node that lives has a creation other than 0");
    }
    this.node = node;
    this.table = new ProcessTable(node, creation, options);
    this.timers = new Timers("timers of " + node, options.timersMax(), options.time());
    this.habitat =
        new Habitat(
            this,
            options.encodeLocal() ? Wrapping.encoding() : Wrapping.byReference(),
            counters,
            new StuckWatch(node, options.stuckAfter(), counters, options.time()),
            options.time(),
            options.mailboxLimit());
    this.router = new Router(habitat, creation, table, timers, remote);
  }

  /// The node they run on.
  public NodeName node() {
    return node;
  }

  /// The time by which they wait.
  public Time time() {
    return habitat.time();
  }

  /// A reference no other is equal to.
  public Ref newRef() {
    return table.newRef();
  }

  Router router() {
    return router;
  }

  Counters counters() {
    return counters;
  }

  Ref newAlias(LocalProcess owner) {
    return table.newAlias(owner.pid());
  }

  /// The other nodes.
  public Nodes nodes() {
    return nodes;
  }

  // Starting processes.

  /// Starts a process.
  ///
  /// @throws SystemLimitException if {@link Options#processesMax} live already
  /// @throws ClosedException if these processes are closed
  public Pid spawn(Body body) {
    return start(body, _ -> {});
  }

  /// Starts a process that is registered under this name from its first moment.
  ///
  /// @throws NameTakenException if the name has an owner: nothing was started
  /// @throws IllegalArgumentException if the name is empty, {@code undefined} or longer than 255
  ///   characters
  /// @throws SystemLimitException as {@link #spawn(Body)}, and if {@link Options#namesMax} names
  ///   are registered already
  public Pid spawn(String name, Body body) {
    Atom atom = Atom.of(name);
    return start(body, process -> table.register(atom, process));
  }

  Pid spawn(LocalProcess parent, Body body) {
    return start(body, child -> child.startedBy(parent));
  }

  Pid spawnLink(LocalProcess parent, Body body) {
    return start(
        body,
        child -> {
          child.startedBy(parent);
          new Couple(parent, child).link();
        });
  }

  /// @param alias null if the monitor's reference is to be none
  Pid spawnMonitor(LocalProcess parent, Ref ref, @Nullable AliasOption alias, Body body) {
    return start(
        body,
        child -> {
          child.startedBy(parent);
          parent.monitor(ref, new MonitorTable.Target(child.pid(), child.pid().node()));
          if (alias != null) {
            parent.alias(ref, alias);
          }
          child.watchedBy(new Signal.Monitor(parent.pid(), child.pid(), ref));
        });
  }

  /// @param prepare what must hold before the body runs
  Pid start(Body body, Consumer<LocalProcess> prepare) {
    if (closed) {
      throw new ClosedException(node);
    }
    LocalProcess process = table.add(pid -> new LocalProcess(pid, habitat, body));
    try {
      prepare.accept(process);
      counters.spawned.increment();
      process.thread().start();
      tellFlightRecorder(process.pid());
    } catch (RuntimeException | Error e) {
      router.ended(process, ExitReason.KILLED);
      throw e;
    }
    if (closed) {
      kill(process);
    }
    return process.pid();
  }

  private static void tellFlightRecorder(Pid pid) {
    if (!FlightEvents.mayBeRecorded()) {
      return;
    }
    FlightEvents.ProcessSpawned event = new FlightEvents.ProcessSpawned();
    if (event.isEnabled()) {
      event.pid = pid.toLongString();
      event.commit();
    }
  }

  // Functions for others.

  /// From now on other nodes may run these functions here, in processes of their own (operation
  /// {@code SPAWN_REQUEST}). Until then every such request is answered {@code notsup}.
  ///
  /// @throws IllegalStateException if these processes serve some already
  public synchronized void serve(Functions functions) {
    if (this.functions != null) {
      throw new IllegalStateException("the processes of " + node + " serve functions already");
    }
    this.functions = functions;
  }

  /// What others may run here; null for nothing.
  @Nullable Functions functions() {
    return functions;
  }

  /// Where the output of a process goes: its group leader, or else this node's {@code user}, or
  /// else nobody.
  Pid groupLeader(LocalProcess process) {
    Pid own = process.groupLeader();
    return own != null ? own : whereis("user").orElseGet(table::outside);
  }

  // Talking to processes from outside.

  /// Sends a message to a process, here or elsewhere, from outside all processes. Otherwise as
  /// {@link Self#send(Pid, Object)}.
  ///
  /// @throws InterruptedException if the thread was interrupted while it waited for room: nothing
  ///   was sent
  public void send(Pid to, Object message) throws InterruptedException {
    router.send(table.outside(), null, new Destination.ToPid(to), message);
  }

  /// Sends a message to the process with this name on this node.
  public void send(String name, Object message) {
    router.trySend(
        table.outside(), null, new Destination.ToName(Atom.of(name), node.atom()), message);
  }

  /// Sends a message to the process with this name on that node.
  ///
  /// @throws InterruptedException as {@link #send(Pid, Object)}
  public void send(String name, NodeName node, Object message) throws InterruptedException {
    router.send(table.outside(), null, new Destination.ToName(Atom.of(name), node.atom()), message);
  }

  /// Sends a message once so much time has passed, otherwise as {@link Self#sendAfter(Duration,
  /// Pid, Object)}.
  public Timer sendAfter(Duration delay, Pid to, Object message) {
    return router.sendAfter(delay, table.outside(), new Destination.ToPid(to), message);
  }

  /// Sends a message to the process that then has this name on this node, otherwise as {@link
  /// Self#sendAfter(Duration, String, Object)}.
  public Timer sendAfter(Duration delay, String name, Object message) {
    return router.sendAfter(
        delay, table.outside(), new Destination.ToName(Atom.of(name), node.atom()), message);
  }

  /// Puts a message of the runtime itself into a mailbox of this node, full or not.
  ///
  /// @return false if there is no such process
  private boolean tell(Pid to, Object message) {
    LocalProcess process = table.find(to);
    return process != null
        && process.inbox().push(habitat.wrapping().wrap(message)) == Inbox.Arrival.TAKEN;
  }

  // Names.

  /// Registers a process of this node under a name, until it ends.
  ///
  /// @throws NameTakenException if the name has an owner
  /// @throws IllegalArgumentException if there is no such process or it has a name already, or the
  ///   name is empty, {@code undefined} or longer than 255 characters
  /// @throws SystemLimitException if {@link Options#namesMax} names are registered already
  public void register(String name, Pid pid) {
    Atom atom = Atom.of(name);
    LocalProcess process = table.find(pid);
    if (process == null) {
      throw new IllegalArgumentException("there is no process " + pid + " on " + node);
    }
    table.register(atom, process);
  }

  /// Frees a name, whoever has it.
  ///
  /// @return false if nobody has
  public boolean unregister(String name) {
    return table.unregister(Atom.of(name));
  }

  /// The process that has this name.
  public Optional<Pid> whereis(String name) {
    return Optional.ofNullable(table.find(Atom.of(name))).map(LocalProcess::pid);
  }

  /// The names registered on this node, in order.
  public List<String> names() {
    return table.allNames();
  }

  // The network's side.

  /// Lets a signal from another node take effect. Never waits, so it may be called on an event
  /// loop; the signals of one connection must be delivered in the order they arrived.
  ///
  /// The message in a signal is decoded by its receiver, later: if it turns out to be malformed it
  /// is dropped and {@code origin} is told, on the receiver's thread.
  public void deliver(Signal signal, Blame origin) {
    router.deliver(signal, origin);
  }

  // Looking and ending.

  /// These processes in figures.
  public Snapshot snapshot() {
    return new Snapshot(
        node,
        table.living(),
        table.names(),
        timers.size(),
        habitat.stuckWatch().stuck(),
        counters.stuck.sum(),
        counters.spawned.sum(),
        counters.crashed.sum(),
        counters.sent.sum(),
        counters.received.sum(),
        counters.dropped());
  }

  /// The processes alive now, oldest first.
  public List<Pid> list() {
    return pids(table.all().stream());
  }

  private static List<Pid> pids(Stream<LocalProcess> processes) {
    return processes
        .map(LocalProcess::pid)
        .sorted(Comparator.comparingLong(ProcessTable::number))
        .toList();
  }

  /// Whether anything goes on here.
  public Activity activity() {
    long ended = counters.ended.sum(); // before those that are ending: never more than these
    long done = counters.received.sum() + counters.spawned.sum() + ended;
    return new Activity(
        pids(table.all().stream().filter(process -> !process.rests())),
        counters.ending.sum() - ended,
        done,
        Math.min(timers.next(), habitat.stuckWatch().nextLook()));
  }

  /// What can be seen of a process of this node; empty if there is no such process. Costs the
  /// process no more than a moment of waiting, and only if it is asked about often.
  public Optional<ProcessInfo> info(Pid pid) {
    return Optional.ofNullable(table.find(pid)).map(LocalProcess::info);
  }

  /// Kills all processes and refuses to start others. Does not wait for their end.
  @Override
  public void close() {
    closed = true;
    timers.close();
    table.all().forEach(this::kill);
    habitat.stuckWatch().close();
  }

  private void kill(LocalProcess process) {
    process.askedToExit(new Signal.ExitRequest(table.outside(), process.pid(), ExitReason.KILL));
  }
}
