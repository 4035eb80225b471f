package io.tempelhof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.cli.life.Departure;
import io.tempelhof.core.handshake.Cookie;
import io.tempelhof.core.node.NodeEvent;
import io.tempelhof.core.node.Seed;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeOptions;
import io.tempelhof.net.NodeStartException;
import io.tempelhof.net.epmd.PrivatePort;
import io.tempelhof.runtime.Errand;
import io.tempelhof.runtime.Pattern;
import io.tempelhof.runtime.Self;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// A cluster whose nodes are restarted one after the other goes on working for who asks again.
class RollingRestartTest {
  private static final String EPMD_PORT = Integer.toString(PrivatePort.choose());
  private static final List<String> NAMES = List.of("r1", "r2", "r3", "r4");

  /// How long a call that is repeated may take in all: much longer than any restart.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static NodeOptions options(String name) {
    return NodeOptions.of(name + "@127.0.0.1")
        .withCookie(new Cookie("rolling"))
        .withEpmdPort(Integer.parseInt(EPMD_PORT));
  }

  private static Node start(String name, List<Node> others)
      throws NodeStartException, InterruptedException {
    Node node = Node.start(options(name));
    node.spawn(Echo.NAME, new Echo());
    if (!others.isEmpty()) {
      CountDownLatch joined = new CountDownLatch(1);
      node.onEvent(event -> {
        if (event instanceof NodeEvent.Joined) {
          joined.countDown();
        }
      });
      node.join(others.stream().map(other -> new Seed(other.name(), other.address())).toList());
      assertThat(joined.await(30, TimeUnit.SECONDS)).as(name + " joined").isTrue();
    }
    return node;
  }

  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicBoolean enough = new AtomicBoolean();

  /// Calls one node after the other, each until it has answered.
  ///
  /// @return who has answered: a process of each incarnation
  private Set<Pid> talk(Self self) {
    Set<Pid> answered = new HashSet<>();
    while (!enough.get()) {
      NodeName to = NodeName.of(NAMES.get(calls.get() % NAMES.size()) + "@127.0.0.1");
      Term question = Tuple.of(Atom.of("call"), Int.of(calls.get()));
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      Optional<Pid> by = ask(self, to, question);
      while (by.isEmpty()) {
        assertThat(System.nanoTime()).as("call " + calls + " of " + to).isLessThan(deadline);
        by = ask(self, to, question);
      }
      answered.add(by.get());
      calls.incrementAndGet();
    }
    return answered;
  }

  private void awaitRoundOfCalls() {
    int wanted = calls.get() + 2 * NAMES.size();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (calls.get() < wanted) {
      assertThat(System.nanoTime()).as("calls go on: " + calls).isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }

  /// Asks once: who has answered; empty if the node or the process is gone.
  private static Optional<Pid> ask(Self self, NodeName to, Term question) {
    var watch = self.monitor(Echo.NAME, to);
    self.send(Echo.NAME, to, Tuple.of(self.pid(), question));
    Pattern<Term> about =
        Pattern.term(message ->
            message instanceof Tuple tuple
                && (tuple.at(tuple.arity() - 1).equals(question)
                    || (tuple.is(Atom.of("DOWN"), 5) && tuple.at(1).equals(watch))));
    Optional<Term> heard = self.receive(about, Duration.ofSeconds(10));
    var _ = self.demonitorFlush(watch);
    return heard
        .filter(message -> message instanceof Tuple answer && answer.arity() == 2)
        .map(message -> (Pid) ((Tuple) message).at(0));
  }

  @Test
  void aRollingRestartLosesNoCallThatIsRepeated() throws Exception {
    List<Node> nodes = new ArrayList<>();
    for (String name : NAMES) {
      nodes.add(start(name, nodes));
    }
    try (Node client = Node.start(options("asker"))) {
      client.join(new Seed(nodes.getFirst().name(), nodes.getFirst().address()));
      CompletableFuture<Set<Pid>> talking = Errand.start(client.processes(), this::talk);
      awaitRoundOfCalls();
      for (String name : NAMES) {
        Departure.of(nodes.removeFirst());
        nodes.add(start(name, nodes));
        awaitRoundOfCalls();
      }
      enough.set(true);
      assertThat(talking.get(60, TimeUnit.SECONDS))
          .as("who answered: two incarnations of each node")
          .hasSize(2 * NAMES.size());
    } finally {
      enough.set(true);
      nodes.forEach(Node::close);
    }
  }
}
