package io.tempelhof.testkit;

import io.tempelhof.core.handshake.Cookie;
import io.tempelhof.core.node.Seed;
import io.tempelhof.core.overlay.LookupResult;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.net.EventLoops;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeOptions;
import io.tempelhof.net.NodeStartException;
import io.tempelhof.net.epmd.PrivatePort;
import io.tempelhof.runtime.Processes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A few nodes in this JVM, for a test: joined to one cluster, apart from everything else on this
/// machine by free ports, an EPMD port and a cookie of their own, and gone when it is closed.
///
/// ```java
/// try (TestCluster cluster = TestCluster.start("a", "b")) {
///   cluster.node("b").spawn("till", Till::run);
///   Probe probe = cluster.probe("a");
///   probe.send("till", cluster.name("b"), new Report(probe.pid()));
///   probe.expect(Sum.class);
/// }
/// ```
///
/// Node {@code a} is {@code a@127.0.0.1}. Its methods are for one thread, the test's.
public final class TestCluster implements AutoCloseable {
  /// How many nodes each one looks up to find whether the cluster is whole.
  private static final int LOOKED_UP = 8;

  private final Plan plan;
  private final String cookie;
  private final int epmdPort;
  private final EventLoops loops = EventLoops.of(2);
  private final ClusterFaults faults;
  private final @Nullable VirtualTime time;
  private final Map<String, Node> running = new LinkedHashMap<>();
  private final List<Processes> started = new ArrayList<>();
  private boolean closed;

  private TestCluster(Plan plan) {
    this.plan = plan;
    this.cookie = "testkit" + Long.toUnsignedString(new SplittableRandom().nextLong(), 36);
    this.epmdPort = PrivatePort.choose();
    this.faults = new ClusterFaults(plan.seed());
    this.time = plan.virtual() ? new VirtualTime() : null;
  }

  /// How a cluster is to be; each method gives a copy that differs in one thing.
  ///
  /// @param nodes the names of the nodes, in the order in which they start
  /// @param seed of everything random in faults
  /// @param virtual whether processes wait by {@link VirtualTime}
  /// @param options what the nodes are to be like beyond that
  public record Plan(
      List<String> nodes, long seed, boolean virtual, UnaryOperator<NodeOptions> options) {

    public Plan {
      nodes = List.copyOf(nodes);
    }

    /// The same, with this seed for whatever is left to chance.
    public Plan withSeed(long seed) {
      return new Plan(nodes, seed, virtual, options);
    }

    /// The same with a clock that stands still until the test lets it go on.
    public Plan withVirtualTime() {
      return new Plan(nodes, seed, true, options);
    }

    /// @param options what the kit would start a node with to what it is started with
    public Plan withOptions(UnaryOperator<NodeOptions> options) {
      return new Plan(nodes, seed, virtual, options);
    }

    /// Starts it; returns when it is whole.
    ///
    /// @throws AssertionError if that does not come to pass in time
    public TestCluster start() {
      TestCluster cluster = new TestCluster(this);
      try {
        nodes.forEach(cluster::launch);
        cluster.awaitWhole();
        return cluster;
      } catch (RuntimeException | Error e) {
        try {
          cluster.close();
        } catch (RuntimeException | Error more) {
          e.addSuppressed(more);
        }
        throw e;
      }
    }
  }

  /// A cluster of these nodes, to be started: with seed 1, in real time.
  public static Plan of(String... nodes) {
    return new Plan(List.of(nodes), 1, false, UnaryOperator.identity());
  }

  /// Starts a cluster of these nodes; returns when it is whole.
  public static TestCluster start(String... nodes) {
    return of(nodes).start();
  }

  // Nodes.

  /// The name of the node that a test calls by this one; one with {@code @} is whole already.
  public static NodeName name(String node) {
    return NodeName.of(node.indexOf('@') < 0 ? node + "@127.0.0.1" : node);
  }

  /// The node of this name.
  ///
  /// @throws IllegalArgumentException if it does not run
  public Node node(String name) {
    Node node = running.get(name);
    if (node == null) {
      throw new IllegalArgumentException(
          "no node \"" + name + "\" runs in this cluster, but " + running.keySet());
    }
    return node;
  }

  /// The nodes that run, in the order in which they were started.
  public List<Node> nodes() {
    return List.copyOf(running.values());
  }

  /// What nodes of this cluster are started with: also for one of a test's own.
  public NodeOptions options(String name) {
    NodeOptions options =
        NodeOptions.of(name(name).toString())
            .withCookie(new Cookie(cookie))
            .withCluster("testkit")
            .withEpmdPort(epmdPort)
            .withLoops(loops)
            .withFaults(faults.of(name(name)))
            .withSeeds(
                running.values().stream()
                    .limit(3)
                    .map(node -> new Seed(node.name(), node.address()))
                    .toList());
    return plan.options().apply(time == null ? options : options.withTime(time));
  }

  /// What genuine Erlang nodes need to talk to these, as does {@link #epmdPort}.
  public String cookie() {
    return cookie;
  }

  /// Where the EPMD of this cluster listens.
  public int epmdPort() {
    return epmdPort;
  }

  private Node launch(String name) {
    if (closed) {
      throw new IllegalStateException("the cluster is closed");
    }
    if (running.containsKey(name)) {
      throw new IllegalArgumentException("node \"" + name + "\" runs already");
    }
    try {
      Node node = Node.start(options(name));
      running.put(name, node);
      started.add(node.processes());
      if (time != null) {
        time.watch(node.processes());
      }
      return node;
    } catch (NodeStartException e) {
      throw new AssertionError("node \"" + name + "\" does not start: " + e.getMessage(), e);
    }
  }

  /// Starts a node more, or one that was stopped or killed; returns when it has found the others.
  ///
  /// @throws IllegalArgumentException if it runs
  public Node add(String name) {
    faults.of(name(name)).rejoin();
    Node node = launch(name);
    awaitWhole();
    return node;
  }

  /// Stops a node: it says goodbye to the others and closes.
  public void stop(String name) {
    Node node = node(name);
    running.remove(name);
    try {
      node.leave().join();
    } finally {
      end(node);
    }
  }

  /// Ends a node as a crash does: its connections break, it says no word more to anybody, then its
  /// processes end.
  public void kill(String name) {
    Node node = node(name);
    running.remove(name);
    faults.of(node.name()).isolate();
    end(node);
  }

  private void end(Node node) {
    node.close();
    if (time != null) {
      time.forget(node.processes());
    }
  }

  /// Kills a node if it runs, and starts one of the same name; returns when it has found the
  /// others.
  public Node restart(String name) {
    if (running.containsKey(name)) {
      kill(name);
    }
    return add(name);
  }

  /// Waits until the nodes have found each other: each finds others (at most 8), as they are now,
  /// and is connected with one at least.
  ///
  /// @throws AssertionError if that does not come to pass in time; the message says who does not
  ///   find whom
  public void awaitWhole() {
    String[] lack = {""};
    Eventually.holds(
        () -> "the cluster is whole: " + lack[0] + "; " + faults.text(),
        Patience.scaled(Duration.ofSeconds(30)),
        () -> {
          lack[0] = lack();
          return lack[0].isEmpty();
        });
  }

  private String lack() {
    List<Node> all = nodes();
    for (int i = 0; i < all.size(); i++) {
      Node from = all.get(i);
      if (all.size() > 1 && from.status().peers() == 0) {
        return from.name() + " has no peer";
      }
      for (int j = 1; j < Math.min(all.size(), LOOKED_UP + 1); j++) {
        Node to = all.get((i + j) % all.size());
        if (!finds(from, to)) {
          return from.name() + " does not find " + to.name();
        }
      }
    }
    return "";
  }

  private static boolean finds(Node from, Node to) {
    try {
      return from.lookup(to.name()).get(10, TimeUnit.SECONDS)
              instanceof LookupResult.Found(var record, _, _)
          && record.creation() == to.creation();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("a lookup is always answered within 5 s", e);
    }
  }

  // What a test does with them.

  /// A new probe on that node. It ends with the node.
  public Probe probe(String node) {
    return Probe.on(node(node).processes(), null, faults::text);
  }

  /// A new probe on that node, registered under a name.
  ///
  /// @throws io.tempelhof.runtime.NameTakenException if the name has an owner
  public Probe probe(String node, String registered) {
    return Probe.on(node(node).processes(), registered, faults::text);
  }

  /// Runs code in a new process on that node, as {@link InProcess#run}.
  public <T> T run(String node, InProcess.Work<T> work) {
    return InProcess.run(node(node).processes(), work);
  }

  /// What is wrong with the links between them.
  public ClusterFaults faults() {
    return faults;
  }

  /// The time by which their processes wait.
  ///
  /// @throws IllegalStateException if that is the real one: {@link Plan#withVirtualTime}
  public VirtualTime time() {
    if (time == null) {
      throw new IllegalStateException(
          "this cluster runs in real time; start it with TestCluster.of(...).withVirtualTime()");
    }
    return time;
  }

  /// Ends all nodes, and waits until nothing is left of them: no process, no thread, no socket.
  ///
  /// @throws AssertionError if a process does not end; the message says which
  @Override
  public void close() {
    close(Patience.DEFAULT);
  }

  /// @param patience how long the processes may take to end
  void close(Duration patience) {
    if (closed) {
      return;
    }
    closed = true;
    List<Node> all = nodes();
    running.clear();
    all.forEach(node -> faults.of(node.name()).isolate());
    try {
      all.forEach(this::end);
    } finally {
      all.forEach(Node::close); // also those after one that threw; twice is once
    }
    Eventually.holds(
        () -> "the processes of the cluster end: " + String.join("; ", left()),
        patience,
        () -> left().isEmpty());
  }

  private List<String> left() {
    List<String> left = new ArrayList<>();
    for (Processes processes : started) {
      for (Pid pid : processes.list()) {
        left.add(Words.process(processes, pid));
      }
    }
    return left;
  }

  @Override
  public String toString() {
    return "cluster of " + running.values() + ", " + faults.text();
  }
}
