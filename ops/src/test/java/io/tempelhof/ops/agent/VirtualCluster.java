package io.tempelhof.ops.agent;

import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.overlay.FailureDomain;
import io.tempelhof.core.overlay.NodeId;
import io.tempelhof.core.overlay.NodeRecord;
import io.tempelhof.core.term.Decoded;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.mapping.TermMapping;
import io.tempelhof.ops.Observation;
import io.tempelhof.ops.Observation.Bucket;
import io.tempelhof.ops.Observation.Kind;
import io.tempelhof.ops.Observation.OpenConnection;
import io.tempelhof.ops.report.Gap;
import io.tempelhof.ops.report.NodeReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/// Agents of many nodes under virtual time. Every node has up to three peers in each bucket; what
/// agents say passes through the codec, takes a millisecond, and may get lost.
final class VirtualCluster {
  static final String CLUSTER = "virtual";
  private static final long MILLI = 1_000_000;
  private static final int PEERS_PER_BUCKET = 3;
  private static final TermMapping<AgentMessage> MESSAGES = TermMapping.of(AgentMessage.class);

  private record Event(long at, long order, Runnable run) {}

  /// What a message is: who says what to whom.
  record Said(NodeName from, NodeName to, AgentMessage message) {}

  /// A round as its observer saw it.
  record Round(long number, List<NodeReport> reports, List<Gap> gaps, long tookMillis) {
    Set<String> names() {
      Set<String> names = new TreeSet<>();
      reports.forEach(report -> names.add(report.name()));
      return names;
    }
  }

  /// One node.
  final class VirtualNode implements Surroundings {
    final NodeName name;
    final NodeId id;
    final Pid pid;
    final Map<Integer, List<NodeName>> peers = new TreeMap<>();
    final Map<String, Long> figures = new TreeMap<>(Map.of("messages_out", 0L));
    final boolean client;
    AgentCore core;
    long wakeAt = Long.MAX_VALUE;
    int steps;

    VirtualNode(NodeName name, int number, boolean client) {
      this.name = name;
      this.client = client;
      id = NodeId.of(CLUSTER, name);
      pid = new Pid(name.atom(), number, 0, 1);
      core = new AgentCore(pid, this, output -> perform(this, output));
    }

    @Override
    public Observation look() {
      List<OpenConnection> open = new ArrayList<>();
      List<Bucket> buckets = new ArrayList<>();
      peers.forEach((bucket, names) -> {
        buckets.add(
            new Bucket(bucket, bucket < 0 ? "" : Prefix.ofBucket(id, bucket), names.size(), names));
        for (NodeName peer : names) {
          open.add(
              new OpenConnection(
                  peer,
                  client ? Kind.CLIENT : Kind.PEER,
                  true,
                  Duration.ofSeconds(9),
                  Duration.ZERO,
                  null,
                  null,
                  0,
                  0,
                  bucket,
                  List.of("peer")));
        }
      });
      NodeRecord record =
          new NodeRecord(id, name, 1, 1, new Address("127.0.0.1", 1), FailureDomain.UNDECLARED, 0);
      return new Observation(
          record, CLUSTER, "1", client, true, false, open, buckets, List.of(), List.of(), List.of(),
          List.of(), Map.of(), Map.of(), Map.of(), Map.of());
    }

    @Override
    public Map<String, Long> figures() {
      return new TreeMap<>(figures);
    }

    @Override
    public boolean connected(NodeName node) {
      return connected.test(name, node);
    }

    @Override
    public long clockMillis() {
      return now / MILLI;
    }
  }

  final Map<NodeName, VirtualNode> nodes = new LinkedHashMap<>();
  final Set<NodeName> frozen = new HashSet<>();
  final List<AgentOutput.Asked> asked = new ArrayList<>();
  final Map<Long, AgentOutput.Answered> answered = new HashMap<>();
  final Random random;
  BiPredicate<NodeName, NodeName> connected = (_, _) -> true;
  Predicate<Said> loses = _ -> false;
  Predicate<Said> delays = _ -> false;
  int messages;
  long now;

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
  private long order;
  private List<NodeReport> reports = new ArrayList<>();
  private VirtualNode observing;
  private Round last;
  private long began;

  VirtualCluster(int size, long seed) {
    random = new Random(seed);
    for (int i = 1; i <= size; i++) {
      NodeName name = new NodeName("n" + i, "h");
      nodes.put(name, new VirtualNode(name, i, false));
    }
    nodes.values().forEach(this::connect);
  }

  private void connect(VirtualNode node) {
    for (VirtualNode other : nodes.values()) {
      if (other != node) {
        node.peers
            .computeIfAbsent(node.id.commonPrefix(other.id), _ -> new ArrayList<>())
            .add(other.name);
      }
    }
    node.peers
        .values()
        .forEach(peers -> {
          java.util.Collections.shuffle(peers, random);
          peers.subList(Math.min(PEERS_PER_BUCKET, peers.size()), peers.size()).clear();
        });
  }

  VirtualNode client(NodeName... via) {
    VirtualNode client = new VirtualNode(new NodeName("client", "h"), 9_999, true);
    client.peers.put(-1, List.of(via));
    nodes.put(client.name, client);
    return client;
  }

  NodeName name(int number) {
    return new NodeName("n" + number, "h");
  }

  VirtualNode node(int number) {
    return nodes.get(name(number));
  }

  private void at(long time, Runnable run) {
    events.add(new Event(time, ++order, run));
  }

  private void perform(VirtualNode from, AgentOutput output) {
    switch (output) {
      case AgentOutput.ToNode(NodeName to, AgentMessage message) -> send(from, to, message);
      case AgentOutput.ToAgent(Pid to, AgentMessage message) ->
          send(from, NodeName.of(to.node().text()), message);
      case AgentOutput.Reported(List<NodeReport> some) -> {
        if (from == observing) {
          reports.addAll(some);
        }
      }
      case AgentOutput.RoundOver(long number, List<Gap> gaps, int _) -> {
        if (from != observing) {
          return;
        }
        last = new Round(number, reports, gaps, (now - began) / MILLI);
        reports = new ArrayList<>();
      }
      case AgentOutput.Asked question -> asked.add(question);
      case AgentOutput.Answered answer -> answered.put(answer.number(), answer);
    }
  }

  private void send(VirtualNode from, NodeName to, AgentMessage message) {
    messages++;
    Said said = new Said(from.name, to, message);
    if (loses.test(said) || frozen.contains(to) || frozen.contains(from.name)) {
      return;
    }
    byte[] bytes = TermMapping.encode(message).bytes();
    long delay = delays.test(said) ? 3_000 * MILLI : MILLI;
    at(
        now + delay,
        () -> {
          if (Encoded.of(bytes).decode() instanceof Decoded.Ok ok) {
            step(nodes.get(to), new AgentInput.Heard(MESSAGES.match(ok.term())));
          } else {
            throw new AssertionError("unreadable: " + message);
          }
        });
  }

  private void step(VirtualNode node, AgentInput input) {
    node.steps++;
    node.core.step(input, now);
    long next = node.core.nextDeadline();
    if (next < node.wakeAt) {
      node.wakeAt = next;
      at(next, () -> wake(node));
    }
  }

  private void wake(VirtualNode node) {
    node.wakeAt = Long.MAX_VALUE;
    if (!frozen.contains(node.name)) {
      step(node, new AgentInput.Timer());
    }
  }

  void put(VirtualNode from, AgentInput input) {
    step(from, input);
  }

  /// Lets time pass.
  void run(Duration time) {
    long until = now + time.toNanos();
    while (!events.isEmpty() && events.peek().at() <= until) {
      Event event = events.poll();
      now = Math.max(now, event.at());
      event.run().run();
    }
    now = until;
  }

  boolean idle() {
    return events.isEmpty();
  }

  /// One round of an observer, and 2 s.
  Round round(VirtualNode observer, long number, boolean all, List<String> lost) {
    observing = observer;
    last = null;
    reports = new ArrayList<>();
    began = now;
    step(observer, new AgentInput.Begin(number, true, all, lost));
    run(Duration.ofSeconds(2));
    if (last == null) {
      throw new AssertionError("round " + number + " is not over after 2 s");
    }
    return last;
  }
}
