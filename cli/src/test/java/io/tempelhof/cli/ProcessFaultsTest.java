package io.tempelhof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.handshake.Cookie;
import io.tempelhof.core.node.Seed;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeOptions;
import io.tempelhof.net.NodeStartException;
import io.tempelhof.net.epmd.PrivatePort;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the nodes of this JVM see when that of another is frozen or killed.
class ProcessFaultsTest {
  private static final NodeName CHILD = NodeName.of("child@127.0.0.1");
  private static final Term NODEUP = Tuple.of(Atom.of("nodeup"), CHILD.atom());
  private static final Term NODEDOWN = Tuple.of(Atom.of("nodedown"), CHILD.atom());
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final int epmdPort = PrivatePort.choose();
  private final Deque<Node> nodes = new ArrayDeque<>();

  @AfterEach
  void close() {
    nodes.forEach(Node::close);
  }

  private Node start(String name) throws NodeStartException {
    Node node =
        Node.start(
            NodeOptions.of(name)
                .withCookie(new Cookie("c"))
                .withEpmdPort(epmdPort)
                .withSeeds(List.of(new Seed(NodeName.of("a@127.0.0.1"), null))));
    nodes.push(node);
    return node;
  }

  private Program child(String... more) throws Exception {
    String[] common = {
      "node", "--name", CHILD.toString(), "--cookie", "c", "--epmd-port", epmdPort + ""
    };
    String[] all = new String[common.length + more.length];
    System.arraycopy(common, 0, all, 0, common.length);
    System.arraycopy(more, 0, all, common.length, more.length);
    Program child = Program.start(all);
    child.line("ready");
    return child;
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time: " + what).isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  /// What a process of that node hears that monitors all nodes, and the echo of the child.
  private static BlockingQueue<Term> monitor(Node node) throws Exception {
    BlockingQueue<Term> heard = new LinkedBlockingQueue<>();
    CompletableFuture<Boolean> ready = new CompletableFuture<>();
    node.spawn(
        "monitor",
        self -> {
          self.monitorNodes();
          self.monitor(Echo.NAME, CHILD);
          ready.complete(true);
          while (true) {
            heard.add(self.receive());
          }
        });
    assertThat(ready.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return heard;
  }

  private static Term next(BlockingQueue<Term> heard) throws InterruptedException {
    Term next = heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(next).as("nothing came within " + PATIENCE).isNotNull();
    return next;
  }

  private static void assertNoconnection(Term message) {
    assertThat(message).isInstanceOf(Tuple.class);
    assertThat(((Tuple) message).at(0)).isEqualTo(Atom.of("DOWN"));
    assertThat(((Tuple) message).at(4)).isEqualTo(Atom.of("noconnection"));
  }

  @Test
  void aFrozenNodeIsReportedDownAndUpAgainWhenItThaws() throws Exception {
    Node a = start("a@127.0.0.1");
    List<Node> others = List.of(start("b@127.0.0.1"), start("c@127.0.0.1"));
    try (Program child = child("--join", "a@127.0.0.1")) {
      await(
          "all are connected with the child",
          () ->
              a.nodes().contains(CHILD)
                  && others.stream().allMatch(other -> other.nodes().contains(CHILD)));
      BlockingQueue<Term> heard = monitor(a);
      child.signal("STOP");
      assertNoconnection(next(heard));
      assertThat(next(heard)).isEqualTo(NODEDOWN);
      assertThat(a.ping(others.getFirst().name()).get(20, TimeUnit.SECONDS).pong()).isTrue();
      child.signal("CONT");
      assertThat(next(heard)).isEqualTo(NODEUP);
      await("it is a peer again", () -> a.nodes().contains(CHILD));
      assertThat(a.ping(CHILD).get(20, TimeUnit.SECONDS).pong()).isTrue();
      assertThat(heard).as("the old monitor stays broken").isEmpty();
    }
  }

  @Test
  void aKilledNodeMayBeStartedAgainAtOnceAndNothingOfBothIsMixed() throws Exception {
    Node a = start("a@127.0.0.1");
    BlockingQueue<Term> heard;
    try (Program child = child("--join", "a@127.0.0.1")) {
      await("connected", () -> a.nodes().contains(CHILD));
      heard = monitor(a);
      child.signal("KILL");
      Node again = startAsSoonAsItsNameIsFree();
      again.spawn(self -> self.send("monitor", a.name(), "of the new one"));
    }
    assertNoconnection(next(heard));
    assertThat(next(heard)).isEqualTo(NODEDOWN);
    assertThat(next(heard)).isEqualTo(NODEUP);
    assertThat(next(heard).toString()).contains("of the new one");
  }

  private Node startAsSoonAsItsNameIsFree() throws NodeStartException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return start(CHILD.toString());
      } catch (NodeStartException e) {
        boolean taken = e.kind() == NodeStartException.Kind.NAME_TAKEN;
        if (!taken || System.nanoTime() > deadline) {
          throw e;
        }
      }
    }
  }

  @Test
  void anotherTakesOverWhenTheProcessThatHoldsTheEpmdIsKilled() throws Exception {
    try (Program child = child()) {
      Node a = start("a@127.0.0.1");
      assertThat(a.registeredHere().join()).containsOnlyKeys("a", "child");
      child.signal("KILL");
      await(
          "a is registered with an EPMD of its own",
          () ->
              a.registeredHere()
                  .handle((registered, failure) -> failure == null && registered.size() == 1)
                  .join());
      Node b = start("b@127.0.0.1");
      assertThat(b.ping(a.name()).get(20, TimeUnit.SECONDS).pong()).isTrue();
    }
  }
}
