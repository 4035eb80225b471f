package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.Pattern;
import io.tempelhof.runtime.Self;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdleCloseTest {
  private static final Duration IDLE = Duration.ofMillis(300);

  private final TestCluster cluster = new TestCluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  private Node node(String name) {
    return cluster.start(name, o -> o.withIdleTimeout(IDLE));
  }

  private static long sum(List<Node> nodes, Counter counter) {
    return nodes.stream().mapToLong(n -> n.status().count(counter)).sum();
  }

  @Test
  void aConnectionNobodyUsesIsClosedAndReopenedWhenThereIsSomethingToSay() throws Exception {
    Node a = node("a");
    Node b = node("b");
    for (int round = 1; round <= 2; round++) {
      assertThat(a.ping(b.name()).get().pong()).isTrue();
      int closes = round;
      TestCluster.await(
          "idle closes",
          () ->
              a.status().count(Counter.CLOSED_IDLE) == closes
                  && b.status().count(Counter.CLOSED_IDLE) == closes);
      assertThat(a.status().connections()).isEmpty();
    }
    assertThat(a.status().count(Counter.CLOSED_BROKEN)).isZero();
    assertThat(b.status().count(Counter.CLOSED_BROKEN)).isZero();
  }

  @Test
  void aPinnedConnectionStays() throws Exception {
    Node a = node("a");
    Node b = node("b");
    Node c = node("c");
    a.pin(b.name());
    assertThat(a.ping(c.name()).get().pong()).isTrue();
    TestCluster.await("c is closed", () -> a.status().count(Counter.CLOSED_IDLE) == 1);
    assertThat(a.status().connections())
        .extracting(NodeStatus.OpenConnection::node)
        .containsExactly(b.name());
    assertThat(a.status().connections().getFirst().why()).contains("pinned");
    a.unpin(b.name());
    TestCluster.await("b is closed", () -> a.status().connections().isEmpty());
  }

  @Test
  void nothingIsLostOrReorderedHoweverOftenConnectionsClose() {
    long seed = 20261123;
    int bursts = 6;
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      nodes.add(node("n" + i));
    }
    ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
    AtomicInteger done = new AtomicInteger();
    int pairs = nodes.size() * (nodes.size() - 1);
    for (Node to : nodes) {
      to.spawn("sink", self -> sink(self, faults, done));
    }
    SplittableRandom seeds = new SplittableRandom(seed);
    for (Node from : nodes) {
      for (Node to : nodes) {
        if (from != to) {
          SplittableRandom random = seeds.split();
          from.spawn(self -> talk(self, to.name(), bursts, random));
        }
      }
    }
    TestCluster.await(
        () -> "seed " + seed + ": " + done.get() + " of " + pairs + " done, " + faults,
        Duration.ofSeconds(60),
        () -> done.get() == pairs || !faults.isEmpty());
    assertThat(faults).as("seed %d", seed).isEmpty();
    assertThat(sum(nodes, Counter.CLOSED_BROKEN)).as("seed %d", seed).isZero();
    assertThat(sum(nodes, Counter.DROPPED)).as("seed %d", seed).isZero();
    assertThat(sum(nodes, Counter.CLOSED_IDLE)).as("seed %d", seed).isGreaterThan(pairs);
  }

  /// Sends numbered messages in bursts, with pauses about as long as a connection lives.
  private static void talk(Self self, NodeName to, int bursts, SplittableRandom random) {
    long next = 0;
    for (int burst = 0; burst < bursts; burst++) {
      int size = random.nextInt(1, 30);
      for (int i = 0; i < size; i++) {
        self.send("sink", to, Tuple.of(self.pid(), Int.of(next++)));
      }
      self.receive(Pattern.term(_ -> false), Duration.ofMillis(random.nextInt(1_800)));
    }
    self.send("sink", to, Tuple.of(self.pid(), Atom.of("done"), Int.of(next)));
  }

  private static void sink(Self self, ConcurrentLinkedQueue<String> faults, AtomicInteger done) {
    Map<Term, Long> expected = new HashMap<>();
    while (true) {
      Tuple message = (Tuple) self.receive();
      long due = expected.getOrDefault(message.at(0), 0L);
      boolean last = message.arity() == 3;
      Term number = message.at(last ? 2 : 1);
      if (!number.equals(Int.of(due))) {
        faults.add(message.at(0) + " sent " + number + " when " + due + " was due");
      }
      expected.put(message.at(0), due + 1);
      if (last) {
        done.incrementAndGet();
      }
    }
  }
}
