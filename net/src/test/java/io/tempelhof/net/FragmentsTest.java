package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.wire.Flags;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Long signals on a connection whose other end does as the test wants.
class FragmentsTest {
  private static final NodeName PEER = NodeName.of("peer@127.0.0.1");

  /// More than the buffers of both sockets take.
  private static final int LONG = 32 << 20;

  private final TestCluster cluster = new TestCluster();
  private Node node;

  @BeforeEach
  void start() {
    node = cluster.start("node");
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private RawPeer peer(Flags offered) throws IOException {
    return RawPeer.connected(PEER.toString(), TestCluster.COOKIE, node, offered);
  }

  /// Lets one process say something long, then another something short; answers their order of
  /// arrival at a peer that only then begins to read.
  private List<String> arrivals(RawPeer peer) throws Exception {
    CompletableFuture<Void> said = new CompletableFuture<>();
    node.spawn(self -> {
      self.send("long", PEER, Binary.of(new byte[LONG]));
      self.send("after_long", PEER, Binary.of(new byte[1]));
      node.spawn(other -> {
        other.send("short", PEER, Binary.of(new byte[1]));
        said.complete(null);
      });
    });
    said.get(20, TimeUnit.SECONDS);
    List<String> names = new ArrayList<>();
    while (names.size() < 3) {
      names.add(((Signal.SendName) peer.receive()).name().text());
    }
    return names;
  }

  @Test
  void aShortSignalOvertakesALongOneOfAnotherProcess() throws Exception {
    try (RawPeer peer = peer(Flags.OFFERED)) {
      peer.askWhetherItLives();
      assertThat(arrivals(peer)).containsExactly("short", "long", "after_long");
    }
  }

  @Test
  void towardAPeerWithoutFragmentsItWaits() throws Exception {
    try (RawPeer peer = peer(RawPeer.PASS_THROUGH)) {
      peer.askWhetherItLives();
      assertThat(arrivals(peer)).containsExactly("long", "after_long", "short");
    }
  }

  @Test
  void whatIsIncompleteIsGivenUpWithTheConnection() throws Exception {
    long before = SharedAllowance.OF_JVM.taken();
    Encoded message = Encoded.of(Binary.of(new byte[1 << 20]));
    try (RawPeer peer = peer(Flags.OFFERED)) {
      peer.send(new Signal.SendName(peer.pid(2), Atom.of("sink"), message));
      peer.sendNext();
      peer.sendNext();
      peer.askWhetherItLives();
      assertThat(SharedAllowance.OF_JVM.taken()).isGreaterThan(before + (128 << 10));
    }
    TestCluster.await("it is given back", () -> SharedAllowance.OF_JVM.taken() == before);
  }

  @Test
  void whatCouldNotBeWrittenToItsEndIsCountedAndLeavesNothingQueued() throws Exception {
    try (RawPeer peer = peer(Flags.OFFERED)) {
      peer.askWhetherItLives();
      CompletableFuture<Void> said = new CompletableFuture<>();
      node.spawn(self -> {
        self.send("long", PEER, Binary.of(new byte[LONG]));
        said.complete(null);
      });
      said.get(20, TimeUnit.SECONDS);
      TestCluster.await("it is under way", () -> peer.readByte().isPresent());
    }
    TestCluster.await("it is dropped", () -> node.status().count(Counter.DROPPED) == 1);
    TestCluster.await("nothing is open", () -> node.status().connections().isEmpty());
  }

  @Test
  void allowancesAreKeptExactly() {
    SharedAllowance allowance = new SharedAllowance(100);
    assertThat(allowance.take(60)).isTrue();
    assertThat(allowance.take(41)).isFalse();
    assertThat(allowance.take(40)).isTrue();
    allowance.give(100);
    assertThat(allowance.taken()).isZero();
  }
}
