package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import io.tempelhof.core.node.Seed;
import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.net.epmd.EpmdEntry;
import io.tempelhof.net.epmd.EpmdPresence;
import io.tempelhof.runtime.Down;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Senders and a peer that does not do its part.
class SilentPeerTest {
  private static final NodeName MUTE = NodeName.of("mute@127.0.0.1");
  private static final Binary CHUNK = Binary.of(new byte[64 << 10]);

  private final TestCluster cluster = new TestCluster();
  private final EventLoops loops = EventLoops.of(1);
  private Node node;

  @BeforeEach
  void start() {
    node = cluster.start("node");
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void sendingNeverWaitsForTheDialAndItsFailureFiresNoconnection() throws Exception {
    EventLoopGroup group = loops.acquire();
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      EpmdPresence presence =
          new EpmdPresence(
              group,
              cluster.epmdPort(),
              InetAddress.getLoopbackAddress(),
              EpmdEntry.of("mute", mute.getLocalPort()),
              new SplittableRandom(1));
      presence.start().get(20, TimeUnit.SECONDS);
      CompletableFuture<Long> failedDialsWhenSent = new CompletableFuture<>();
      CompletableFuture<Down> down = new CompletableFuture<>();
      node.spawn(self -> {
        self.monitor("any", MUTE);
        for (int i = 0; i < 1000; i++) {
          self.send("any", MUTE, Int.of(i));
        }
        failedDialsWhenSent.complete(node.status().count(Counter.DIALS_FAILED));
        down.complete(self.receive(Down.class));
      });
      assertThat(failedDialsWhenSent.get(20, TimeUnit.SECONDS)).isZero();
      assertThat(down.get(20, TimeUnit.SECONDS).reason()).isEqualTo(ExitReason.NOCONNECTION);
      TestCluster.await(
          "all is counted as dropped", () -> node.status().count(Counter.DROPPED) == 1001);
      TestCluster.await(
          "the dial itself is given up", () -> node.status().dialFailures().containsKey("TIMEOUT"));
      presence.close().get(20, TimeUnit.SECONDS);
    } finally {
      loops.release();
    }
  }

  @Test
  void aNodeIsDialledAgainAlsoIfItHungUpBetweenTheHandshakeAndItsHello() throws Exception {
    try (ServerSocket fickle = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      AtomicInteger hungUp = new AtomicInteger();
      Thread.ofVirtual()
          .start(() -> {
            while (!fickle.isClosed()) {
              try (Socket socket = fickle.accept()) {
                DataInputStream in = new DataInputStream(socket.getInputStream());
                byte[] name = RawAcceptor.readName(in);
                String cluster = NodeOptions.DEFAULT_CLUSTER;
                RawAcceptor.shakeHands(
                    MUTE.toString(), cluster, name, in, socket.getOutputStream());
                hungUp.incrementAndGet();
              } catch (IOException e) {
                // The node has given this one up, or the test is over.
              }
            }
          });
      node.join(List.of(new Seed(MUTE, new Address("127.0.0.1", fickle.getLocalPort()))));
      TestCluster.await("dialled again", () -> hungUp.get() >= 2);
    }
  }

  @Test
  void sendersWaitForRoomWhileThePeerDoesNotRead() throws Exception {
    try (RawPeer peer = RawPeer.connected("reader@127.0.0.1", TestCluster.COOKIE, node)) {
      Pid to = peer.pid(1);
      AtomicInteger sent = new AtomicInteger();
      Pid sender =
          node.spawn(self -> {
            while (true) {
              self.send(to, CHUNK);
              sent.incrementAndGet();
            }
          });
      CompletableFuture<Boolean> refused = new CompletableFuture<>();
      node.spawn(self -> {
        while (self.trySend(to, CHUNK)) {
          Thread.onSpinWait();
        }
        refused.complete(true);
      });
      assertThat(refused.get(20, TimeUnit.SECONDS)).isTrue();
      // What the node holds for the peer is bounded; the rest is in the kernel's buffers.
      TestCluster.await("no room", () -> queued() > Room.LIMIT_BYTES / 2);
      assertThat(queued()).isLessThan(Room.LIMIT_BYTES + 3L * CHUNK.size());

      int before = sent.get();
      CompletableFuture<Void> read = new CompletableFuture<>();
      Thread reader =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (sent.get() < before + 100) {
                    peer.receive();
                  }
                  read.complete(null);
                } catch (Exception e) {
                  read.completeExceptionally(e);
                }
              });
      read.get(20, TimeUnit.SECONDS);
      reader.join();
      node.spawn(self -> self.exit(sender, Atom.of("kill")));
    }
  }

  @Test
  void aPeerThatGoesLetsTheWaitingGo() throws Exception {
    CompletableFuture<Down> down = new CompletableFuture<>();
    AtomicInteger sent = new AtomicInteger();
    try (RawPeer peer = RawPeer.connected("reader@127.0.0.1", TestCluster.COOKIE, node)) {
      Pid to = peer.pid(1);
      node.spawn(self -> {
        self.monitor(to);
        while (self.receive(Down.class, Duration.ZERO).isEmpty()) {
          self.send(to, CHUNK);
          sent.incrementAndGet();
        }
        down.complete(null);
      });
      // A sender that waits goes on once half the room is free again.
      TestCluster.await("little room", () -> queued() > Room.LIMIT_BYTES / 2);
    }
    down.get(20, TimeUnit.SECONDS);
    TestCluster.await("nothing is queued", () -> node.status().connections().isEmpty());
  }

  private long queued() {
    return node.status().connections().stream().mapToLong(c -> c.queued().bytes()).sum();
  }
}
