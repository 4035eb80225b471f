package io.tempelhof.core.node;

import io.tempelhof.core.association.Role;
import io.tempelhof.core.handshake.Verdict;
import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.overlay.FailureDomain;
import io.tempelhof.core.overlay.NodeId;
import io.tempelhof.core.overlay.NodeRecord;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Nodes in one thread under virtual time. Messages take 1 to 2 ms and keep their order per
/// connection; a dial takes three messages. Connections are ticked, fall silent, break and are
/// closed as associations would: ticks every 5 s between peers and every second where one watches,
/// told silent after 4 s, broken after 20 s, idle direct ones closed after a minute.
final class VirtualNetwork {
  static final long MILLI = 1_000_000L;
  static final long SECOND = 1_000_000_000L;
  static final String CLUSTER = "test";

  private record Event(long at, long order, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  final class Host {
    final NodeRecord record;
    final NodeCore core;
    final Map<NodeName, VirtualLine> lines = new LinkedHashMap<>();
    final List<NodeEvent> events = new ArrayList<>();
    final Map<Long, NodeOutput.LookupDone> lookups = new HashMap<>();
    final Map<Long, NodeOutput.MembersDone> members = new HashMap<>();
    final List<NodeOutput.Unreachable> unreachable = new ArrayList<>();
    final List<NodeOutput.Relayed> relayed = new ArrayList<>();
    boolean alive = true;

    /// Packets to it vanish: dials time out instead of being refused.
    boolean silent;

    /// What its heartbeats carry.
    long digest;

    /// Until then nothing of it runs, and what reaches it waits.
    long pausedUntil;

    private final Deque<NodeInput> missed = new ArrayDeque<>();
    long sent;
    long timerAt = Long.MAX_VALUE;

    Host(NodeSettings settings, NodeRecord record, long seed) {
      this.record = record;
      this.core = new NodeCore(settings, record, new SplittableRandom(seed));
    }

    NodeName name() {
      return record.name();
    }

    void step(NodeInput in) {
      if (!alive) {
        return;
      }
      if (now < pausedUntil) {
        missed.add(in);
        return;
      }
      List<NodeOutput> outputs = new ArrayList<>();
      core.step(in, now, outputs::add);
      for (NodeOutput output : outputs) {
        perform(this, output);
      }
      schedule();
    }

    private void schedule() {
      long deadline = core.nextDeadline();
      if (deadline < timerAt) {
        timerAt = deadline;
        at(
            deadline,
            () -> {
              if (now < pausedUntil) {
                timerAt = Long.MAX_VALUE;
              } else if (alive && timerAt == deadline) {
                timerAt = Long.MAX_VALUE;
                if (core.nextDeadline() <= now) {
                  step(new NodeInput.Timer());
                }
                schedule();
              }
            });
      }
    }

    Role role(NodeName other) {
      VirtualLine line = lines.get(other);
      return line == null ? Role.DIRECT : line.role(this);
    }
  }

  private final SplittableRandom random;
  private final PriorityQueue<Event> queue = new PriorityQueue<>();
  private final Map<NodeName, Host> hosts = new LinkedHashMap<>();
  private long order;
  private BiPredicate<NodeName, NodeName> reachable = (from, to) -> true;
  BiPredicate<NodeName, NodeName> passes = (from, to) -> true;
  long now = SECOND;
  long steps;
  @Nullable Consumer<String> trace;

  VirtualNetwork(long seed) {
    this.random = new SplittableRandom(seed);
  }

  static NodeRecord record(String name, int creation) {
    NodeName node = NodeName.of(name);
    return new NodeRecord(
        NodeId.of(CLUSTER, node),
        node,
        creation,
        1_000 + creation,
        new Address(node.host(), 1),
        FailureDomain.UNDECLARED,
        0);
  }

  Host add(String name, NodeSettings settings) {
    return add(settings, record(name, 1));
  }

  Host add(NodeSettings settings, NodeRecord record) {
    Host host = twin(settings, record);
    hosts.put(host.name(), host);
    return host;
  }

  /// A host that dials, but under its name another one is found.
  Host twin(NodeSettings settings, NodeRecord record) {
    return new Host(settings, record, random.nextLong());
  }

  /// {@code count} hosts {@code n0@h, n1@h ...}, the first {@code seeds} of them seeds, that join
  /// within {@code nanos}.
  void join(int count, int seeds, long nanos) {
    for (int i = 0; i < count; i++) {
      Host host = add("n" + i + "@h", NodeSettings.of(CLUSTER));
      long at = now + (i < seeds ? 0 : random.nextLong(nanos));
      at(at, () -> host.step(new NodeInput.Join(seeds(seeds))));
    }
  }

  static List<Seed> seeds(int count) {
    List<Seed> seeds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      seeds.add(new Seed(NodeName.of("n" + i + "@h"), null));
    }
    return seeds;
  }

  /// Runs until the condition holds, checked every 100 ms.
  ///
  /// @return after how many seconds it held; -1 if not within {@code seconds}
  double runUntil(BooleanSupplier condition, int seconds) {
    for (int tenths = 0; tenths <= 10 * seconds; tenths++) {
      if (condition.getAsBoolean()) {
        return tenths / 10.0;
      }
      run(100 * MILLI);
    }
    return -1;
  }

  /// Dials between other pairs time out from now on; open connections stay.
  void reachable(BiPredicate<NodeName, NodeName> pairs) {
    reachable = pairs;
  }

  /// What other nodes send to each other from now on gets nowhere; dials need both ways.
  void passes(BiPredicate<NodeName, NodeName> fromTo) {
    passes = fromTo;
    reachable = (a, b) -> fromTo.test(a, b) && fromTo.test(b, a);
  }

  void heal() {
    passes((a, b) -> true);
  }

  Host host(String name) {
    return hosts.get(NodeName.of(name));
  }

  List<Host> live() {
    List<Host> live = new ArrayList<>();
    for (Host host : hosts.values()) {
      if (host.alive) {
        live.add(host);
      }
    }
    return live;
  }

  void at(long time, Runnable action) {
    queue.add(new Event(Math.max(now, time), order++, action));
  }

  void run(long nanos) {
    long until = now + nanos;
    while (!queue.isEmpty() && queue.peek().at <= until) {
      Event event = queue.poll();
      now = event.at;
      steps++;
      event.action.run();
    }
    now = until;
  }

  /// The process dies: its connections are reset.
  void crash(Host host) {
    host.alive = false;
    cutOff(host);
  }

  /// The machine dies: nobody is told.
  void freeze(Host host) {
    host.alive = false;
    host.silent = true;
  }

  /// The process is stopped for a while, as by a debugger or a garbage collector.
  void pause(Host host, long nanos) {
    host.pausedUntil = now + nanos;
    at(
        host.pausedUntil,
        () -> {
          if (host.core.nextDeadline() <= now) {
            host.step(new NodeInput.Timer());
          }
          for (NodeInput in = host.missed.poll(); in != null; in = host.missed.poll()) {
            host.step(in);
          }
          host.schedule();
        });
  }

  boolean runs(Host host) {
    return host.alive && now >= host.pausedUntil;
  }

  /// Every connection of the host breaks.
  void cutOff(Host host) {
    for (VirtualLine line : List.copyOf(host.lines.values())) {
      cut(line);
    }
  }

  void cut(VirtualLine line) {
    if (line.open) {
      close(line, false);
    }
  }

  void close(VirtualLine line, boolean graceful) {
    line.open = false;
    line.low.lines.remove(line.high.name());
    line.high.lines.remove(line.low.name());
    at(now, () -> line.low.step(new NodeInput.Disconnected(line.high.name(), graceful)));
    at(now, () -> line.high.step(new NodeInput.Disconnected(line.low.name(), graceful)));
  }

  private void sever(Host host, NodeName other) {
    VirtualLine line = host.lines.get(other);
    if (line != null) {
      cut(line);
    }
  }

  long latency() {
    return MILLI + random.nextLong(MILLI);
  }

  private void perform(Host host, NodeOutput output) {
    if (trace != null) {
      trace.accept(now / MILLI + " " + host.name() + " " + output);
    }
    switch (output) {
      case NodeOutput.Dial dial -> dial(host, dial);
      case NodeOutput.Send send -> send(host, send);
      case NodeOutput.Assign assign -> assign(host, assign);
      case NodeOutput.Heartbeat heartbeat -> host.digest = heartbeat.digest();
      case NodeOutput.Sever sever -> sever(host, sever.node());
      case NodeOutput.Restarted _ -> {} // no association sleeps here
      case NodeOutput.Relayed relayed -> host.relayed.add(relayed);
      case NodeOutput.Collect collect -> collect(host, collect.node());
      case NodeOutput.Crowded crowded -> crowded(host, crowded.excess());
      case NodeOutput.Unreachable unreachable -> host.unreachable.add(unreachable);
      case NodeOutput.LookupDone done -> host.lookups.put(done.query(), done);
      case NodeOutput.MembersDone done -> host.members.put(done.query(), done);
      case NodeOutput.Happened happened -> host.events.add(happened.event());
    }
  }

  private void crowded(Host host, int excess) {
    List<NodeInput.Idle> idle = new ArrayList<>();
    host.lines.forEach((name, line) -> {
      if (host.role(name) == Role.DIRECT) {
        idle.add(new NodeInput.Idle(name, line.directSince));
      }
    });
    at(now, () -> host.step(new NodeInput.Pressure(excess, idle)));
  }

  private void dial(Host from, NodeOutput.Dial dial) {
    Host to = hosts.get(dial.node());
    if (to == null || (!to.alive && !to.silent)) {
      at(
          now + latency(),
          () -> from.step(new NodeInput.DialFailed(dial.node(), DialFailure.REFUSED)));
      return;
    }
    if (!runs(to) || !reachable.test(from.name(), to.name())) {
      at(
          now + dial.timeoutNanos(),
          () -> from.step(new NodeInput.DialFailed(dial.node(), DialFailure.TIMEOUT)));
      return;
    }
    at(now + latency() + latency() + latency(), () -> connect(from, to));
  }

  private void connect(Host from, Host to) {
    if (!to.alive || !from.alive) {
      from.step(new NodeInput.DialFailed(to.name(), DialFailure.REFUSED));
      return;
    }
    if (from.lines.containsKey(to.name())) {
      return; // a dial of the other end, or of its twin, was faster
    }
    VirtualLine standing = to.lines.get(from.name());
    if (standing != null && standing.other(to) != from) {
      int held = standing.other(to).record.creation();
      long silence = now - standing.to(to).heardAt;
      if (Verdict.isTwin(held, now - standing.since, silence, from.record.creation())) {
        from.step(new NodeInput.DialFailed(to.name(), DialFailure.NAME_TAKEN));
        return;
      }
      cut(standing);
    } else if (standing != null) {
      return;
    }
    VirtualLine line = new VirtualLine(this, from, to);
    from.lines.put(to.name(), line);
    to.lines.put(from.name(), line);
    from.step(new NodeInput.Connected(to.name(), to.record.creation(), true, true));
    to.step(new NodeInput.Connected(from.name(), from.record.creation(), true, false));
    line.opened();
  }

  private void send(Host from, NodeOutput.Send send) {
    VirtualLine line = from.lines.get(send.to());
    from.sent++;
    if (line == null) {
      return;
    }
    Host to = line.other(from);
    line.post(to, () -> to.step(new NodeInput.Received(from.name(), send.message())));
  }

  private void assign(Host host, NodeOutput.Assign assign) {
    VirtualLine line = host.lines.get(assign.node());
    if (line == null && now < host.pausedUntil + SECOND) {
      return; // it has not learned yet that the connection is gone
    }
    if (line == null) {
      throw new IllegalStateException(host.name() + " assigns without connection: " + assign);
    }
    if (line.low == host) {
      line.lowRole = assign.role();
    } else {
      line.highRole = assign.role();
    }
    line.directSince = now;
  }

  private void collect(Host host, NodeName other) {
    VirtualLine line = host.lines.get(other);
    if (line != null) {
      at(
          now + latency(),
          () -> {
            if (line.open && line.lowRole == Role.DIRECT && line.highRole == Role.DIRECT) {
              close(line, true);
            }
          });
    }
  }
}
