package io.tempelhof.interop.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Hosts that nobody reaches any more, and that come back.
class PartitionTest extends NetworkTest {
  PartitionTest() {
    super("a", "b", "c", "d");
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void eachSideOfAPartitionWorksOnAndTheyAreOneAgainWhenItHasHealed() throws Exception {
    List<String> one = cluster.nodes("a", "b");
    List<String> other = cluster.nodes("c", "d");
    cluster.watchAll();
    suffer(new Fault.Partition(List.of("a", "b"), List.of("c", "d")));
    awaitParted(one, other);
    assertThat(cluster.unanswered("a", one)).isEmpty();
    assertThat(cluster.unanswered("d", other)).isEmpty();
    heal();
    cluster.awaitWhole(cluster.all());
    assertFiredOnce(one, other);
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void aHostThatFallsSilentIsReportedDownAndUpAgainWhenItIsBack() throws Exception {
    List<String> silent = cluster.nodes("d");
    List<String> others = cluster.nodes("a", "b", "c");
    cluster.watchAll();
    suffer(new Fault.Silence("d"));
    awaitParted(silent, others);
    heal();
    cluster.awaitWhole(cluster.all());
    assertFiredOnce(silent, others);
  }
}
