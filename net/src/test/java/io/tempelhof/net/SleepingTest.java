package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Links and monitors between nodes that are not connected.
class SleepingTest {
  private static final Atom DOWN = Atom.of("DOWN");
  private static final Atom EXIT = Atom.of("EXIT");
  private static final Atom STOP = Atom.of("stop");

  private final TestCluster cluster = new TestCluster();
  private final LinkedBlockingQueue<Tuple> heard = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    cluster.close();
  }

  private Node node(String name) {
    return cluster.start(
        name,
        o -> o.withIdleTimeout(Duration.ofMillis(300)).withCheckInterval(Duration.ofSeconds(2)));
  }

  /// Monitors the target there and is linked to it; tells what it hears.
  private void attach(Node here, NodeName there) {
    here.spawn(self -> {
      self.trapExits(true);
      self.monitor("target", there);
      self.send("target", there, self.pid());
      while (true) {
        heard.add((Tuple) self.receive());
      }
    });
  }

  private static Node target(Node node) {
    node.spawn(
        "target",
        self -> {
          Term asker = self.receive();
          self.link((Pid) asker);
          while (!self.receive().equals(STOP)) {}
        });
    return node;
  }

  private void awaitSleep(Node one, Node other) {
    TestCluster.await(
        "both sleep",
        () ->
            one.status().sleeping().equals(new NodeStatus.Sleeping(1, 2))
                && other.status().sleeping().equals(new NodeStatus.Sleeping(1, 2)));
    assertThat(one.status().connections()).isEmpty();
    assertThat(other.status().connections()).isEmpty();
    assertThat(heard).isEmpty();
  }

  private void firesOnce(Term reason) throws InterruptedException {
    for (int i = 0; i < 2; i++) {
      Tuple fired = heard.poll(20, TimeUnit.SECONDS);
      assertThat(fired).isNotNull();
      assertThat(fired.at(0)).isIn(DOWN, EXIT);
      assertThat(fired.at(fired.arity() - 1)).isEqualTo(reason);
    }
  }

  @Test
  void theyFireWhenTheProcessEnds() throws Exception {
    Node a = node("a");
    Node b = target(node("b"));
    attach(a, b.name());
    awaitSleep(a, b);
    b.spawn(self -> self.send("target", b.name(), STOP));
    firesOnce(ExitReason.NORMAL);
    TestCluster.await(
        "nothing is left",
        () -> a.status().sleeping().associations() + b.status().sleeping().associations() == 0);
    assertThat(a.status().count(Counter.CLOSED_BROKEN)).isZero();
    assertThat(heard).isEmpty();
  }

  @Test
  void theyFireWhenTheNodeIsGoneThoughNobodySaysSo() throws Exception {
    Node a = node("a");
    Node b = target(node("b"));
    attach(a, b.name());
    awaitSleep(a, b);
    b.close();
    firesOnce(ExitReason.NOCONNECTION);
    assertThat(a.status().sleeping().associations()).isZero();
    assertThat(heard).isEmpty();
  }

  @Test
  void whoIsNotConnectedToAnybodyIsAskedByADial() {
    Node a = node("a");
    Node b = target(node("b"));
    attach(a, b.name());
    awaitSleep(a, b);
    long opened = a.status().count(Counter.OPENED);
    TestCluster.await("a dial", () -> a.status().count(Counter.OPENED) > opened);
    awaitSleep(a, b);
  }
}
