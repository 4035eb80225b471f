package io.tempelhof.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.net.Node;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TestClusterTest {
  private static final Atom HELLO = Atom.of("hello");

  @Test
  void nodesAreWholeFromTheStartAndTalk() {
    try (TestCluster cluster = TestCluster.start("a", "b", "c")) {
      Probe here = cluster.probe("a");
      Probe there = cluster.probe("c", "clerk");
      here.send("clerk", cluster.node("c").name(), HELLO);
      there.expectEqual(HELLO);
      assertThat(cluster.nodes()).extracting(Node::name).hasSize(3);
      NodeName where = cluster.run("b", self -> self.node());
      assertThat(where).isEqualTo(TestCluster.name("b"));
      assertThatThrownBy(() -> cluster.node("d")).hasMessageContaining("[a, b, c]");
    }
  }

  @Test
  void clustersSideBySideKnowNothingOfEachOther() {
    try (TestCluster one = TestCluster.start("a");
        TestCluster other = TestCluster.start("a", "b")) {
      assertThat(one.node("a").ping(TestCluster.name("b")).join().pong()).isFalse();
      assertThat(other.node("a").ping(TestCluster.name("b")).join().pong()).isTrue();
    }
  }

  @Test
  void aNodeThatIsKilledSaysNoWordMore() {
    try (TestCluster cluster = TestCluster.start("a", "b")) {
      Probe probe = cluster.probe("a");
      Pid victim = cluster.probe("b").pid();
      probe.monitor(victim);
      probe.link(victim);
      cluster.kill("b");
      assertThat(probe.expectDown(victim).reason()).isEqualTo(ExitReason.NOCONNECTION);
      assertThat(probe.expectExit(victim).reason()).isEqualTo(ExitReason.NOCONNECTION);
      assertThatThrownBy(() -> cluster.node("b")).hasMessageContaining("[a]");
    }
  }

  @Test
  void aRestartedNodeIsAnotherIncarnationOfTheSameName() {
    try (TestCluster cluster = TestCluster.start("a", "b")) {
      Pid old = cluster.probe("b").pid();
      Node again = cluster.restart("b");
      assertThat(again.creation()).isNotEqualTo(old.creation());
      Probe probe = cluster.probe("a");
      probe.monitor(old);
      assertThat(probe.expectDown(old).reason()).isIn(ExitReason.NOPROC, ExitReason.NOCONNECTION);
      cluster.stop("b");
      cluster.add("b");
      cluster.probe("b", "clerk");
      Eventually.holds(
          "b can be talked to again",
          () -> cluster.node("a").ping(TestCluster.name("b")).join().pong());
    }
  }

  @Test
  void timeIsVirtualOnAllNodesWhereItIsWanted() {
    try (TestCluster cluster = TestCluster.of("a", "b").withVirtualTime().start()) {
      Probe probe = cluster.probe("a");
      cluster
          .node("b")
          .spawn(self -> {
            self.receive(Duration.ofDays(1));
            self.send(probe.pid(), HELLO);
          });
      cluster.time().advance(Duration.ofDays(1));
      probe.expectEqual(HELLO);
      cluster.restart("b");
      cluster.time().settle();
    }
    try (TestCluster cluster = TestCluster.start("a")) {
      assertThatThrownBy(cluster::time).hasMessageContaining("withVirtualTime()");
    }
  }

  @Test
  void nothingIsLeftBehind() throws Exception {
    Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
    List<InetSocketAddress> doors = new ArrayList<>();
    TestCluster cluster = TestCluster.start("a", "b");
    try (cluster) {
      cluster.node("a").processes().sendAfter(Duration.ofHours(1), "nobody", HELLO);
      Probe probe = cluster.probe("a");
      probe.monitor(cluster.probe("b").pid());
      cluster.faults().between("a", "b").delay(Duration.ofMinutes(1));
      probe.exit(cluster.probe("a").pid(), HELLO);
      for (Node node : cluster.nodes()) {
        doors.add(new InetSocketAddress("127.0.0.1", node.address().port()));
      }
      doors.add(new InetSocketAddress("127.0.0.1", cluster.epmdPort()));
    }
    Eventually.equal("threads left", Set.of(), () -> left(before));
    for (InetSocketAddress door : doors) {
      try (Socket socket = new Socket()) {
        assertThatThrownBy(() -> socket.connect(door)).isInstanceOf(IOException.class);
      }
    }
    assertThat(cluster.faults().heldBytes()).isZero();
    assertThatThrownBy(() -> cluster.add("c")).hasMessage("the cluster is closed");
    cluster.close();
  }

  /// Threads of ours that were not there before.
  private static Set<Thread> left(Set<Thread> before) {
    Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
    left.removeAll(before);
    left.removeIf(thread ->
        !thread.isAlive()
            || !(thread.getName().startsWith("tempelhof") || thread.getName().contains("@")));
    return left;
  }

  @Test
  void aProcessThatDoesNotEndIsNamedWhenTheClusterIsClosed() throws InterruptedException {
    var begun = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    TestCluster cluster = TestCluster.start("a");
    cluster
        .node("a")
        .spawn(
            "mule",
            _ -> {
              begun.countDown();
              while (release.getCount() > 0) {
                Thread.onSpinWait();
              }
            });
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(() -> cluster.close(Duration.ofMillis(100)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("\"mule\" on a@127.0.0.1 is ENDING");
    release.countDown();
  }
}
