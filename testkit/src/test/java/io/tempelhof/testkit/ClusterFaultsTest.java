package io.tempelhof.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tempelhof.core.node.DialFailure;
import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.net.Node;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterFaultsTest {
  private static final Atom HELLO = Atom.of("hello");

  private TestCluster cluster;
  private Probe a;
  private Probe b;

  @BeforeEach
  void start() {
    cluster = TestCluster.of("a", "b").withSeed(7).start();
    a = cluster.probe("a");
    b = cluster.probe("b");
    a.send(b.pid(), HELLO);
    b.expectEqual(HELLO);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  /// How long a message takes there and back, in milliseconds.
  private long roundTripMillis() {
    long start = System.nanoTime();
    a.send(b.pid(), HELLO);
    b.expectEqual(HELLO);
    b.send(a.pid(), HELLO);
    a.expectEqual(HELLO);
    return (System.nanoTime() - start) / 1_000_000;
  }

  @Test
  void aDelayIsAddedInEachDirection() {
    cluster.faults().between("a", "b").delay(Duration.ofMillis(60));
    assertThat(roundTripMillis()).isGreaterThanOrEqualTo(120);
    cluster.faults().from("a", "b").heal();
    assertThat(roundTripMillis()).isGreaterThanOrEqualTo(60);
  }

  @Test
  void jitterKeepsTheOrder() {
    cluster.faults().between("a", "b").jitter(Duration.ofMillis(3));
    for (int i = 0; i < 200; i++) {
      a.send(b.pid(), i);
    }
    for (int i = 0; i < 200; i++) {
      b.expectEqual(i);
    }
  }

  @Test
  void aNarrowLinkTakesItsTime() {
    cluster.faults().from("a", "b").bandwidth(200_000);
    long start = System.nanoTime();
    a.send(b.pid(), new byte[60_000]);
    a.send(b.pid(), HELLO);
    b.fish(io.tempelhof.runtime.Pattern.term(HELLO::equals));
    assertThat((System.nanoTime() - start) / 1_000_000).isGreaterThanOrEqualTo(300);
  }

  @Test
  void aStalledDirectionHoldsWhatIsSaidUntilItIsReleased() {
    ClusterFaults.Link link = cluster.faults().from("a", "b").stall();
    for (int i = 0; i < 50; i++) {
      a.send(b.pid(), i);
    }
    b.send(a.pid(), HELLO);
    a.expectEqual(HELLO);
    Eventually.holds("bytes are held", () -> cluster.faults().heldBytes() > 0);
    b.expectNothing();
    link.release();
    for (int i = 0; i < 50; i++) {
      b.expectEqual(i);
    }
    Eventually.equal("bytes held", 0L, cluster.faults()::heldBytes);
  }

  @Test
  void whoSaysTooMuchToAStalledNodeWaitsForRoom() {
    ClusterFaults.Link link = cluster.faults().from("a", "b").stall();
    Pid chatterer =
        cluster
            .node("a")
            .spawn(self -> {
              for (int i = 0; i < 40; i++) {
                self.send(b.pid(), new byte[100_000]);
              }
              self.send(a.pid(), HELLO);
            });
    Eventually.holds("it waits", () -> cluster.node("a").status().queued().waiting() == 1);
    assertThat(cluster.faults().heldBytes()).isLessThan(4L << 20);
    a.expectNothing();
    link.heal();
    a.expectEqual(HELLO);
    assertThat(chatterer).isNotNull();
    for (int i = 0; i < 40; i++) {
      b.expect(byte[].class);
    }
  }

  @Test
  void aCutBreaksTheConnectionAndDialsGoUnheard() {
    a.monitor(b.pid());
    cluster.faults().between("a", "b").cut();
    assertThat(a.expectDown(b.pid()).reason()).isEqualTo(ExitReason.NOCONNECTION);
    a.send(b.pid(), HELLO);
    b.expectNothing(Duration.ofMillis(50));
    cluster.faults().heal();
    Eventually.holds(
        "they talk again",
        Duration.ofSeconds(30),
        () -> cluster.node("a").ping(cluster.node("b").name()).join().pong());
  }

  @Test
  void aRefusedDialFailsAtOnceInItsDirectionOnly() {
    a.monitor(b.pid());
    cluster.faults().between("a", "b").refuse();
    assertThat(a.expectDown(b.pid()).reason()).isEqualTo(ExitReason.NOCONNECTION);
    Node.Ping ping = cluster.node("a").ping(cluster.node("b").name()).join();
    assertThat(ping.pong()).isFalse();
    assertThat(ping.failure()).isIn(DialFailure.REFUSED, null);
    Eventually.holds("a dial of a is refused", () -> refusals() > 0);
    cluster.faults().from("b", "a").heal();
    Eventually.holds(
        "b dials a",
        Duration.ofSeconds(30),
        () -> cluster.node("b").ping(cluster.node("a").name()).join().pong());
  }

  private long refusals() {
    return cluster.node("a").status().dialFailures().getOrDefault("REFUSED", 0L);
  }

  @Test
  void faultsSurviveARestartAndAreSaidInFailures() {
    cluster.faults().from("a", "b").delay(Duration.ofMillis(1)).jitter(Duration.ofMillis(2));
    assertThatThrownBy(() -> a.expect(Pid.class, Duration.ofMillis(1)))
        .hasMessageEndingWith("\n  seed 7; a -> b: delay 1 ms, jitter 2 ms");
    cluster.restart("a");
    assertThat(cluster.faults().toString()).isEqualTo("seed 7; a -> b: delay 1 ms, jitter 2 ms");
    cluster.faults().heal();
    assertThat(cluster.faults().toString()).isEqualTo("seed 7");
    assertThatThrownBy(() -> cluster.faults().between("a", "z"))
        .hasMessageContaining("no node \"z\" in this cluster");
    assertThat(cluster.faults().between(List.of("a"), List.of("b")).toString())
        .isEqualTo("a -> b, b -> a");
  }
}
