package io.tempelhof.interop.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Hosts of which only some do not reach each other: nobody is dead.
class CutTest extends NetworkTest {
  CutTest() {
    super("a", "b", "c");
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void twoHostsThatDoNotReachEachOtherBothLive() throws Exception {
    assertNobodyDies(
        new Fault.Partition(List.of("a"), List.of("b")), cluster.nodes("a"), cluster.nodes("b"));
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void aHostThatAnotherOneHearsNothingFromLives() throws Exception {
    assertNobodyDies(new Fault.Cut("b", "c"), cluster.nodes("b"), cluster.nodes("c"));
  }

  private void assertNobodyDies(Fault fault, List<String> one, List<String> other)
      throws InterruptedException {
    List<String> both = new ArrayList<>(one);
    both.addAll(other);
    List<String> rest = cluster.all().stream().filter(node -> !both.contains(node)).toList();
    cluster.watchAll();
    suffer(fault);
    cluster.hold("nobody is reported down", LONGER_THAN_A_DEATH, () -> cluster.toldDown() == 0);
    assertThat(cluster.unanswered(rest))
        .as("all reach those that are not cut: %s", cluster)
        .isEmpty();
    cluster.awaitAnswers("those that are cut off reach each other by way of others");
    heal();
    cluster.awaitWhole(cluster.all());
    assertThat(cluster.toldDown()).as("%s", cluster).isZero();
    assertThat(cluster.fired())
        .as("only what could not be kept up, each once: %s", cluster)
        .hasSizeLessThanOrEqualTo(2 * one.size() * other.size())
        .allMatch(fired -> both.contains(fired.by()) && both.contains(fired.of()))
        .allMatch(fired -> one.contains(fired.by()) != one.contains(fired.of()))
        .allMatch(fired -> fired.reason().equals("noconnection") && !fired.again());
  }
}
