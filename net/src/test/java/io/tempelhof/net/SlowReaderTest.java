package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.overlay.NodeId;
import io.tempelhof.core.overlay.OverlayMessage;
import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.Down;
import io.tempelhof.runtime.Self;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A node that does not read, or a process that does not receive: who waits, and who does not. All
/// nodes here share one event loop.
class SlowReaderTest {
  private static final Binary CHUNK = Binary.of(new byte[32 << 10]);
  private static final String READER = "reader@127.0.0.1";

  private final TestCluster cluster = new TestCluster();
  private final EventLoops loop = EventLoops.of(1);

  @AfterEach
  void close() {
    cluster.close();
  }

  private Node node(String name) {
    return cluster.start(name, o -> o.withLoops(loop));
  }

  /// Starts a process that sends chunks for ever.
  private static Pid flood(Node from, Pid to, AtomicInteger sent) {
    return from.spawn(self -> {
      while (true) {
        self.send(to, CHUNK);
        sent.incrementAndGet();
      }
    });
  }

  /// Starts as many, which all wait for room then.
  private static List<Pid> waiting(int senders, Node from, Pid to) {
    List<Pid> pids = new ArrayList<>();
    AtomicInteger sent = new AtomicInteger();
    for (int i = 0; i < senders; i++) {
      pids.add(flood(from, to, sent));
    }
    TestCluster.await(
        () -> from.status().queued() + " after " + sent + " messages",
        Duration.ofSeconds(20),
        () -> from.status().queued().waiting() == senders);
    return pids;
  }

  @Test
  void whatIsQueuedIsBoundedHoweverManyWait() throws Exception {
    Node node = node("node");
    try (RawPeer peer = RawPeer.connected(READER, TestCluster.COOKIE, node)) {
      waiting(300, node, peer.pid(1));
      assertThat(node.status().queued().bytes()).isLessThan(Room.LIMIT_BYTES + 2L * CHUNK.size());
      assertThat(node.status().count(Counter.WAITED)).isGreaterThanOrEqualTo(300);
    }
  }

  @Test
  void aProcessKilledWhileItWaitsEndsAndTheOthersGoOnWaiting() throws Exception {
    Node node = node("node");
    try (RawPeer peer = RawPeer.connected(READER, TestCluster.COOKIE, node)) {
      List<Pid> senders = waiting(3, node, peer.pid(1));
      CompletableFuture<Term> reason = new CompletableFuture<>();
      node.spawn(self -> {
        self.monitor(senders.get(1));
        self.exit(senders.get(1), Atom.of("kill"));
        reason.complete(self.receive(Down.class).reason());
      });
      assertThat(reason.get(20, TimeUnit.SECONDS)).isEqualTo(ExitReason.KILLED);
      TestCluster.await(
          "the other two wait",
          () -> node.status().connections().getFirst().queued().waiting() == 2);
    }
  }

  @Test
  void whoOnlyTriesIsRefusedAndCounted() throws Exception {
    Node node = node("node");
    try (RawPeer peer = RawPeer.connected(READER, TestCluster.COOKIE, node)) {
      waiting(1, node, peer.pid(1));
      CompletableFuture<Void> refused = new CompletableFuture<>();
      node.spawn(self -> {
        // The kernel may still take some.
        while (self.trySend(peer.pid(1), CHUNK)) {
          Thread.onSpinWait();
        }
        refused.complete(null);
      });
      refused.get(20, TimeUnit.SECONDS);
      assertThat(node.status().count(Counter.NO_ROOM)).isOne();
    }
  }

  @Test
  void signalsOfTheRuntimeDoNotWait() throws Exception {
    Node node = node("node");
    try (RawPeer peer = RawPeer.connected(READER, TestCluster.COOKIE, node)) {
      waiting(1, node, peer.pid(1));
      CompletableFuture<Boolean> linked = new CompletableFuture<>();
      node.spawn(self -> {
        self.link(peer.pid(2));
        self.unlink(peer.pid(2));
        linked.complete(true);
      });
      assertThat(linked.get(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void otherConnectionsOfTheSameLoopFlow() throws Exception {
    Node node = node("node");
    Node other = node("other");
    other.spawn("echo", SlowReaderTest::echo);
    try (RawPeer peer = RawPeer.connected(READER, TestCluster.COOKIE, node)) {
      waiting(50, node, peer.pid(1));
      assertThat(askOften(node, "echo", other.name(), 300)).isEqualTo(300);
      TestCluster.await("they still wait", () -> node.status().queued().waiting() == 50);
    }
  }

  @Test
  void aNodeThatNeitherReadsNorSpeaksIsGivenUpAndItsSendersGoOn() throws Exception {
    Node node =
        cluster.start("node", o -> o.withLoops(loop).withErlangTickTime(Duration.ofSeconds(2)));
    try (RawPeer peer = RawPeer.connected(READER, TestCluster.COOKIE, node)) {
      CompletableFuture<Term> reason = new CompletableFuture<>();
      AtomicInteger sent = new AtomicInteger();
      node.spawn(self -> {
        self.monitor(peer.pid(1));
        while (self.receive(Down.class, Duration.ZERO)
            .map(d -> reason.complete(d.reason()))
            .isEmpty()) {
          self.send(peer.pid(1), CHUNK);
          sent.incrementAndGet();
        }
      });
      TestCluster.await("the sender waits", () -> node.status().queued().waiting() == 1);
      assertThat(reason.get(20, TimeUnit.SECONDS)).isEqualTo(ExitReason.NOCONNECTION);
    }
  }

  @Test
  void aMessageLargerThanTheRoomArrives() throws Exception {
    Node node = node("node");
    Node other = node("other");
    CompletableFuture<Integer> size = new CompletableFuture<>();
    other.spawn("sink", self -> size.complete(((Binary) self.receive()).size()));
    int bytes = 4 * (int) Room.LIMIT_BYTES;
    node.spawn(self -> self.send("sink", other.name(), Binary.of(new byte[bytes])));
    assertThat(size.get(20, TimeUnit.SECONDS)).isEqualTo(bytes);
  }

  /// What the overlay answers waits in no room: it is left out.
  @Test
  void whoAsksTheOverlayAndDoesNotReadGetsNoAnswers() throws Exception {
    Node node = node("node");
    try (RawPeer peer = RawPeer.neighbour(READER, TestCluster.COOKIE, node)) {
      NodeId target = NodeId.of(node.status().cluster(), node.name());
      TestCluster.await(
          () -> "answers left out: " + node.status(),
          Duration.ofSeconds(40),
          () -> {
            for (int i = 0; i < 1_000; i++) {
              peer.say(new OverlayMessage.FindClosest(target));
            }
            return node.status()
                .dropped()
                .containsKey("overlay message to a node that does not read");
          });
    }
  }

  /// As in Erlang, reading goes on whatever a process does with its messages.
  @Test
  void aProcessThatDoesNotReceiveStopsNobody() throws Exception {
    Node node = node("node");
    Node other = node("other");
    int messages = 20_000;
    other.spawn("idle", self -> self.receive(Atom.class));
    other.spawn("echo", SlowReaderTest::echo);
    CompletableFuture<Boolean> flooded = new CompletableFuture<>();
    node.spawn(self -> {
      for (int i = 0; i < messages; i++) {
        self.send("idle", other.name(), Int.of(i));
      }
      flooded.complete(true);
    });
    assertThat(flooded.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(askOften(node, "echo", other.name(), 100)).isEqualTo(100);
    TestCluster.await("nothing is queued", () -> node.status().queued().bytes() == 0);
  }

  private static void echo(Self self) {
    while (true) {
      Tuple ask = (Tuple) self.receive();
      self.send((Pid) ask.at(0), ask.at(1));
    }
  }

  /// How many of so many questions were answered.
  private static int askOften(Node from, String name, NodeName at, int times) throws Exception {
    CompletableFuture<Integer> answered = new CompletableFuture<>();
    from.spawn(self -> {
      for (int i = 0; i < times; i++) {
        self.send(name, at, Tuple.of(self.pid(), Int.of(i)));
        if (self.receive(Duration.ofSeconds(15)).isEmpty()) {
          answered.complete(i);
        }
      }
      answered.complete(times);
    });
    return answered.get(60, TimeUnit.SECONDS);
  }
}
