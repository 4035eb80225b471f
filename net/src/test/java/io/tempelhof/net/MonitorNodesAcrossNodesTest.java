package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.node.Seed;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.NodeKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What processes hear of the nodes of their cluster, and how {@link Node#nodes} lists them.
class MonitorNodesAcrossNodesTest {
  private static final Atom NODEUP = Atom.of("nodeup");
  private static final Atom NODEDOWN = Atom.of("nodedown");
  private static final int MESSAGES = 200;

  private final TestCluster cluster = new TestCluster();
  private final List<Seed> seeds = List.of(new Seed(cluster.options("a").name(), null));

  @AfterEach
  void close() {
    cluster.close();
  }

  private Node member(String name) {
    return cluster.start(name, o -> o.withSeeds(seeds));
  }

  /// A process that monitors nodes and hands on all it gets.
  private static BlockingQueue<Term> monitor(Node node, String name, NodeKind... kinds) {
    BlockingQueue<Term> heard = new LinkedBlockingQueue<>();
    BlockingQueue<Boolean> ready = new LinkedBlockingQueue<>();
    node.spawn(
        name,
        self -> {
          self.monitorNodes(kinds);
          ready.add(true);
          while (true) {
            Term message = self.receive();
            if (message instanceof Tuple watch && watch.at(0).equals(Atom.of("watch"))) {
              self.monitor((Pid) watch.at(1));
            }
            heard.add(message);
          }
        });
    next(ready);
    return heard;
  }

  private static <T> T next(BlockingQueue<T> queue) {
    try {
      T next = queue.poll(20, TimeUnit.SECONDS);
      assertThat(next).as("nothing came within 20 s").isNotNull();
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Term said(Atom what, Node node) {
    return Tuple.of(what, node.name().atom());
  }

  private static void awaitPeers(Node one, Node other) {
    TestCluster.await(
        "peers",
        () ->
            one.nodes().contains(other.name())
                && other.nodes().contains(one.name())
                && one.status().peers() > 0
                && other.status().peers() > 0);
  }

  @Test
  void nodeupComesBeforeAndNodedownAfterAllThatComesFromTheNode() throws Exception {
    Node a = member("a");
    BlockingQueue<Term> heard = monitor(a, "monitor");
    Node b = member("b");
    awaitPeers(a, b);
    Pid talker =
        b.spawn(self -> {
          self.send("monitor", a.name(), new Watch(self.pid()));
          for (int i = 0; i < MESSAGES; i++) {
            self.send("monitor", a.name(), i);
          }
          self.receive();
        });
    assertThat(next(heard)).isEqualTo(said(NODEUP, b));
    assertThat(next(heard)).isEqualTo(Tuple.of(Atom.of("watch"), talker));
    for (int i = 0; i < MESSAGES; i++) {
      assertThat(next(heard).toString()).isEqualTo("" + i);
    }
    b.close();
    assertThat(((Tuple) next(heard)).at(0)).isEqualTo(Atom.of("DOWN"));
    assertThat(next(heard)).isEqualTo(said(NODEDOWN, b));
    assertThat(heard).isEmpty();
  }

  record Watch(Pid pid) {}

  @Test
  void aRestartIsNodedownAndNodeupBeforeAnythingOfTheNewIncarnation() {
    Node a = member("a");
    Node b = member("b");
    awaitPeers(a, b);
    BlockingQueue<Term> heard = monitor(a, "monitor");
    Pid watched =
        b.spawn(self -> {
          self.send("monitor", a.name(), new Watch(self.pid()));
          self.receive();
        });
    assertThat(next(heard)).isEqualTo(Tuple.of(Atom.of("watch"), watched));
    TestCluster.await(
        "it is monitored",
        () -> b.processes().info(watched).stream().anyMatch(info -> !info.monitoredBy().isEmpty()));
    b.close();
    Node again = member("b");
    again.spawn(self -> self.send("monitor", a.name(), "here again"));
    Tuple down = (Tuple) next(heard);
    assertThat(down.at(0)).isEqualTo(Atom.of("DOWN"));
    assertThat(next(heard)).isEqualTo(said(NODEDOWN, b));
    assertThat(next(heard)).isEqualTo(said(NODEUP, b));
    assertThat(next(heard).toString()).contains("here again");
  }

  @Test
  void whoMonitorsBeforeTheJoinHearsOfEveryMember() {
    Node a = member("a");
    Node b = member("b");
    awaitPeers(a, b);
    Node c = cluster.start("c");
    BlockingQueue<Term> heard = monitor(c, "monitor", NodeKind.VISIBLE);
    c.join(seeds);
    assertThat(List.of(next(heard), next(heard)))
        .containsExactlyInAnyOrder(said(NODEUP, a), said(NODEUP, b));
  }

  @Test
  void idleConnectionsOfMembersComeAndGoInSilence() {
    Node a = cluster.start("a", o -> o.withIdleTimeout(Duration.ofMillis(200)));
    Node b = cluster.start("b", o -> o.withIdleTimeout(Duration.ofMillis(200)));
    BlockingQueue<Term> heard = monitor(a, "monitor");
    for (int i = 0; i < 2; i++) {
      assertThat(b.ping(a.name()).join().pong()).isTrue();
      TestCluster.await("b is up at a", () -> a.nodes().equals(List.of(b.name())));
      TestCluster.await("the connection is collected", () -> a.nodes().isEmpty());
    }
    assertThat(next(heard)).isEqualTo(said(NODEUP, b));
    assertThat(heard).isEmpty();
  }

  @Test
  void theMonitorOfOneNodeFiresOnce() {
    Node a = member("a");
    Node b = member("b");
    awaitPeers(a, b);
    BlockingQueue<Term> heard = new LinkedBlockingQueue<>();
    BlockingQueue<Boolean> ready = new LinkedBlockingQueue<>();
    a.spawn(self -> {
      self.monitorNode(b.name());
      self.monitorNode(NodeName.of("nobody@127.0.0.1"));
      ready.add(true);
      while (true) {
        heard.add(self.receive());
      }
    });
    next(ready);
    assertThat(next(heard)).isEqualTo(Tuple.of(NODEDOWN, Atom.of("nobody@127.0.0.1")));
    b.close();
    assertThat(next(heard)).isEqualTo(said(NODEDOWN, b));
    Node again = member("b");
    awaitPeers(a, again);
    again.close();
    TestCluster.await("it is gone", () -> a.nodes().isEmpty());
    assertThat(heard).isEmpty();
  }

  @Test
  void clientsAreListedAsHidden() {
    Node a = member("a");
    BlockingQueue<Term> members = monitor(a, "members", NodeKind.VISIBLE);
    BlockingQueue<Term> hidden = monitor(a, "hidden", NodeKind.HIDDEN);
    Node client = cluster.start("client", o -> o.withSeeds(seeds).withClient(true));
    assertThat(next(hidden)).isEqualTo(said(NODEUP, client));
    assertThat(a.nodes()).isEmpty();
    assertThat(a.nodes(NodeKind.HIDDEN)).containsExactly(client.name());
    assertThat(a.nodes(NodeKind.KNOWN)).isEmpty();
    TestCluster.await("the client lists the member", () -> client.nodes().contains(a.name()));
    client.close();
    assertThat(next(hidden)).isEqualTo(said(NODEDOWN, client));
    assertThat(members).isEmpty();
  }

  @Test
  void contactsAreKnownWithoutAConnection() {
    List<Node> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      all.add(member(i == 0 ? "a" : "n" + i));
    }
    for (Node node : all) {
      List<NodeName> others =
          all.stream().filter(other -> other != node).map(Node::name).sorted().toList();
      TestCluster.await(node + " knows all", () -> node.nodes(NodeKind.KNOWN).equals(others));
    }
  }
}
