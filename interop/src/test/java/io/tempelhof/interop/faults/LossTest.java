package io.tempelhof.interop.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.interop.faults.Report.NodeSeen;
import java.time.Duration;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Networks that are bad, but not so bad that anybody is dead.
class LossTest extends NetworkTest {
  LossTest() {
    super("a", "b", "c");
  }

  private static final long SEED = 20261125;

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void nothingIsLostOrReportedDownWhereOnePacketInTwentyIsLost() throws Exception {
    assertAllArrives(new Fault.Loss(5), new Order.Talk(cluster.all(), 10, 300, 100, SEED));
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void nothingIsLostOrReportedDownBehindASlowLink() throws Exception {
    assertAllArrives(
        new Fault.Slow("a", 2_000), new Order.Talk(cluster.all(), 4, 600, 2_000, SEED + 1));
  }

  private void assertAllArrives(Fault fault, Order.Talk talk) throws InterruptedException {
    long before = sum(NodeSeen::received);
    cluster.watchAll();
    suffer(fault);
    cluster.order(talk);
    cluster.hold("nobody is reported down", LONGER_THAN_A_DEATH, () -> cluster.toldDown() == 0);
    cluster.order(new Order.Hush());
    cluster.await(
        "all that was sent has come, seed " + SEED,
        Duration.ofSeconds(60),
        () -> sum(NodeSeen::sent) == sum(NodeSeen::received));
    heal();
    cluster.awaitWhole(cluster.all());
    assertThat(sum(NodeSeen::received)).isGreaterThan(before);
    assertThat(sum(NodeSeen::disorder)).as("seed %d: %s", SEED, cluster).isZero();
    assertThat(cluster.fired()).as("%s", cluster).isEmpty();
    assertThat(cluster.toldDown()).as("%s", cluster).isZero();
  }

  private long sum(ToLongFunction<NodeSeen> figure) {
    return cluster.seen().stream().mapToLong(figure).sum();
  }
}
