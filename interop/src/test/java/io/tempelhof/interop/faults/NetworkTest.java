package io.tempelhof.interop.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Tests of one cluster in a network, one after the other; each leaves it whole. What they do is
/// wait, so that classes run at the same time.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
abstract class NetworkTest {
  /// Much longer than what is promised: how long things take is for the demo to say.
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /// Longer than it takes to find a silent host dead.
  static final Duration LONGER_THAN_A_DEATH = Duration.ofSeconds(11);

  private final String[] hosts;
  private Network network;
  Cluster cluster;

  NetworkTest(String... hosts) {
    this.hosts = hosts;
  }

  @BeforeAll
  void start() throws InterruptedException {
    network = Network.of(hosts);
    cluster = Cluster.start(network, 3);
  }

  @AfterAll
  void close() {
    if (cluster != null) {
      cluster.close();
    }
  }

  /// Imposes these faults and no others, after a proof that the network is well, and proves them.
  void suffer(Fault... faults) throws InterruptedException {
    Proof proof = new Proof(network, cluster);
    proof.without(List.of(faults));
    network.impose(List.of(faults));
    proof.with(List.of(faults));
  }

  /// Ends all faults, and proves it.
  void heal() throws InterruptedException {
    network.heal();
    new Proof(network, cluster).without(List.of());
  }

  /// Each side takes the other one for dead, and every monitor across fires.
  void awaitParted(List<String> one, List<String> other) throws InterruptedException {
    cluster.await(
        "each side takes the other one for dead",
        PATIENCE,
        () -> cluster.know(one, one) && cluster.know(other, other));
    long across = (long) one.size() * other.size();
    cluster.await(
        "every monitor across fires",
        PATIENCE,
        () -> cluster.fired(one, other) == across && cluster.fired(other, one) == across);
  }

  /// All that has fired are the monitors across, each once.
  void assertFiredOnce(Collection<String> one, Collection<String> other) {
    assertThat(cluster.fired())
        .as("%s", cluster)
        .hasSize(2 * one.size() * other.size())
        .allMatch(fired -> one.contains(fired.by()) != one.contains(fired.of()))
        .allMatch(fired -> fired.reason().equals("noconnection") && !fired.again());
  }
}
