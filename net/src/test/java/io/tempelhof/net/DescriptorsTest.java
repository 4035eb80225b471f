package io.tempelhof.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.handshake.Cookie;
import io.tempelhof.core.node.DialFailure;
import io.tempelhof.core.term.NodeName;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DescriptorsTest {
  private final TestCluster cluster = new TestCluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void idleConnectionsAreCollectedEarlyToMakeRoomForDials() throws Exception {
    DescriptorBudget few = DescriptorBudget.of(10);
    Node hub = cluster.start("hub", o -> o.withDescriptors(few));
    for (int i = 0; i < 12; i++) {
      Node leaf = cluster.start("leaf" + i, o -> o.withDescriptors(DescriptorBudget.of(100)));
      assertThat(hub.ping(leaf.name()).get(30, TimeUnit.SECONDS)).isEqualTo(pong());
    }
    assertThat(hub.status().connections()).hasSizeLessThanOrEqualTo(few.limit());
    assertThat(hub.status().count(Counter.CLOSED_IDLE)).isGreaterThanOrEqualTo(4);
    assertThat(hub.status().count(Counter.CLOSED_BROKEN)).isZero();
  }

  private static Node.Ping pong() {
    return new Node.Ping(true, null, "");
  }

  @Test
  void acceptsBeyondTheReserveAreRefusedAndTheListenerLives() throws Exception {
    DescriptorBudget few = DescriptorBudget.of(4);
    Node node = cluster.start("node", o -> o.withDescriptors(few));
    List<RawPeer> peers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      peers.add(RawPeer.connected("peer" + i + "@127.0.0.1", TestCluster.COOKIE, node));
    }
    try (RawPeer surplus = new RawPeer(node.address().port())) {
      surplus.awaitClose();
    }
    for (RawPeer peer : peers) {
      peer.close();
    }
    TestCluster.await("descriptors are back", () -> few.used() == 0);
    RawPeer.connected("late@127.0.0.1", TestCluster.COOKIE, node).close();
  }

  @Test
  void aDialThatFindsNoDescriptorSaysSo() throws Exception {
    DescriptorBudget none = DescriptorBudget.of(2);
    Node node = cluster.start("node", o -> o.withDescriptors(none));
    Node other = cluster.start("other", o -> o.withDescriptors(DescriptorBudget.of(100)));
    try (RawPeer peer = RawPeer.connected("peer@127.0.0.1", TestCluster.COOKIE, node)) {
      Node.Ping ping = node.ping(other.name()).get(30, TimeUnit.SECONDS);
      assertThat(ping.failure()).isEqualTo(DialFailure.NO_RESOURCES);
    }
  }

  @Test
  void aDialThatIsGivenUpLeavesTheLineForDescriptors() throws Exception {
    DescriptorBudget one = DescriptorBudget.of(2);
    Node node = cluster.start("node", o -> o.withDescriptors(one));
    Node other = cluster.start("other", o -> o.withDescriptors(DescriptorBudget.of(100)));
    assertThat(one.accept()).isTrue();
    var _ = node.ping(other.name());
    TestCluster.await("the dial stands in line", () -> one.share() == 1);
    node.close();
    TestCluster.await("nobody stands in line", () -> one.share() == 0);
  }

  @Test
  void aProcessWithoutDescriptorsKeepsItsListenerAndItsConnections() throws Exception {
    Process starved = starved();
    try (BufferedReader says = starved.inputReader();
        BufferedWriter tell = starved.outputWriter()) {
      int port = Integer.parseInt(says.readLine());
      NodeName name = NodeName.of("starved@127.0.0.1");
      try (RawPeer old = new RawPeer(port)) {
        old.shakeHands("old@127.0.0.1", 1, TestCluster.COOKIE, name);
        old.askWhetherItLives();
        // A class that is needed for the first time is a file to be opened.
        new RawPeer(port).close();
        try (RawPeer garbage = new RawPeer(port)) {
          garbage.write(new byte[10]);
          garbage.awaitClose();
        }
        // Its only loop answers when it is done with both.
        old.askWhetherItLives();
        tell.write("eat\n");
        tell.flush();
        assertThat(says.readLine()).isEqualTo("full");
        for (int i = 0; i < 5; i++) {
          new RawPeer(port).close();
        }
        tell.write("free\n");
        tell.flush();
        assertThat(says.readLine()).isEqualTo("free");
        try (RawPeer late = new RawPeer(port)) {
          late.shakeHands("new@127.0.0.1", 1, TestCluster.COOKIE, name);
        }
        old.askWhetherItLives();
      }
    } finally {
      starved.destroyForcibly().waitFor();
    }
  }

  private Process starved() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            "sh",
            "-c",
            "ulimit -n 160; exec \"$0\" -cp \"$1\" \"$2\" \"$3\"",
            java,
            System.getProperty("java.class.path"),
            Starved.class.getName(),
            String.valueOf(cluster.epmdPort()))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /// A program with a node that uses up all its descriptors when told to.
  static final class Starved {
    private Starved() {}

    public static void main(String[] arguments) throws Exception {
      BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      NodeOptions options =
          NodeOptions.of("starved@127.0.0.1")
              .withCookie(new Cookie(TestCluster.COOKIE))
              .withDescriptors(DescriptorBudget.of(100_000))
              .withLoops(EventLoops.of(1))
              .withEpmdPort(Integer.parseInt(arguments[0]));
      try (Node node = Node.start(options)) {
        System.out.println(node.address().port());
        List<FileInputStream> eaten = new ArrayList<>();
        in.readLine();
        try {
          while (true) {
            eaten.add(new FileInputStream("/dev/null"));
          }
        } catch (FileNotFoundException full) {
          System.out.println("full");
        }
        in.readLine();
        for (FileInputStream each : eaten) {
          each.close();
        }
        System.out.println("free");
        in.readLine();
      }
    }
  }
}
