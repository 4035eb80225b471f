package io.tempelhof.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.node.Seed;
import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.wire.Flag;
import io.tempelhof.core.wire.Flags;
import io.tempelhof.runtime.Errand;
import io.tempelhof.runtime.Mfa;
import io.tempelhof.runtime.rpc.Outcome;
import io.tempelhof.runtime.rpc.Rpc;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NegotiationTest {
  private final TestCluster cluster = new TestCluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void nodesOfDifferentClustersArePlainNeighbours() throws Exception {
    Node ours = cluster.start("ours");
    Node theirs = cluster.start("theirs", o -> o.withCluster("another"));
    assertThat(ours.ping(theirs.name()).get(20, TimeUnit.SECONDS).pong()).isTrue();
    assertThat(ours.status().connections().getFirst().kind()).isEqualTo(NodeStatus.Kind.ERLANG);
    assertThat(ours.status().count(Counter.OVERLAY_OUT)).isZero();
    assertThat(ours.status().count(Counter.ASSOCIATION_OUT)).isZero();
    assertThat(theirs.status().contacts()).isZero();
  }

  @Test
  void aPeerThatCannotSpawnIsNotAskedTo() throws Exception {
    Node node = cluster.start("node");
    Flags flags = RawPeer.PASS_THROUGH.without(Flag.SPAWN);
    try (RawPeer peer = RawPeer.connected("old@127.0.0.1", TestCluster.COOKIE, node, flags)) {
      peer.askWhetherItLives();
      NodeName old = NodeName.of("old@127.0.0.1");
      Outcome outcome =
          Errand.run(
              node.processes(),
              self -> Rpc.request(self, old, Mfa.of("m", "f")).await(Duration.ofSeconds(20)));
      assertThat(outcome).isEqualTo(new Outcome.NotSupported());
      peer.askWhetherItLives();
      assertThat(node.status().count(Counter.CLOSED_BROKEN)).isZero();
      assertThat(node.status().connections().getFirst().queued().bytes()).isZero();
    }
  }

  @Test
  void aPeerThatStumblesOverTheExtensionIsDialledWithoutIt() throws Exception {
    try (ServerSocket picky = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      CompletableFuture<List<Integer>> names = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> serve(picky, names));
      Node node = cluster.start("node");
      node.join(
          List.of(
              new Seed(
                  NodeName.of("picky@127.0.0.1"), new Address("127.0.0.1", picky.getLocalPort()))));
      TestCluster.await("connected", () -> !node.status().connections().isEmpty());
      assertThat(node.status().connections().getFirst().kind()).isEqualTo(NodeStatus.Kind.ERLANG);
      List<Integer> lengths = names.get(20, TimeUnit.SECONDS);
      int bare = 1 + 8 + 4 + 2 + node.name().toString().getBytes(UTF_8).length;
      assertThat(lengths).hasSize(2);
      assertThat(lengths.getFirst()).isGreaterThan(bare);
      assertThat(lengths.getLast()).isEqualTo(bare);
    }
  }

  /// Accepts like a node that closes when a name is followed by anything.
  private static void serve(ServerSocket server, CompletableFuture<List<Integer>> names) {
    List<Integer> lengths = new ArrayList<>();
    try {
      while (true) {
        Socket socket = server.accept();
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] name = RawAcceptor.readName(in);
        lengths.add(name.length);
        if (lengths.size() == 1) {
          socket.close();
          continue;
        }
        RawAcceptor.shakeHands("picky@127.0.0.1", "any", name, in, socket.getOutputStream());
        names.complete(lengths);
      }
    } catch (IOException e) {
      names.completeExceptionally(e);
    }
  }
}
