package io.tempelhof.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tempelhof.core.term.NodeName;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DemoPlanTest {
  private static DemoPlan plan(int nodes, int jvms, Topology topology) {
    return new DemoPlan(nodes, jvms, 30, 10, Phase.USUAL, 1, topology, 15_000);
  }

  private static DemoPlan playing(int jvms, Topology topology, Phase... phases) {
    return new DemoPlan(10, jvms, 30, 10, Set.of(phases), 1, topology, 15_000);
  }

  @Test
  void everyNodeLivesInExactlyOneJvm() {
    DemoPlan plan = plan(350, 4, Topology.SPARSE);
    List<Integer> all =
        IntStream.rangeClosed(1, 4).boxed().flatMap(jvm -> plan.nodesOf(jvm).stream()).toList();
    assertThat(all).hasSize(350).containsAll(plan.all());
  }

  @Test
  void namesLeadBackToNumbers() {
    assertThat(DemoPlan.name(17)).hasToString("n17@127.0.0.1");
    assertThat(DemoPlan.number(DemoPlan.name(17))).hasValue(17);
    for (String other : List.of("status-737759afcbf4@127.0.0.1", "n@127.0.0.1", "n1x@127.0.0.1")) {
      assertThat(DemoPlan.number(NodeName.of(other))).as(other).isEmpty();
    }
  }

  @Test
  void theDefaultHasAllPartners() {
    DemoPlan plan = plan(350, 4, Topology.SPARSE);
    assertThat(plan.partners()).isEqualTo(24);
    assertThat(plan.shortOfDescriptors()).isFalse();
    assertThat(plan.feasible()).isTrue();
  }

  @Test
  void aThousandNodesInFourJvmsHaveFewerPartners() {
    DemoPlan plan = plan(1_000, 4, Topology.SPARSE);
    assertThat(plan.partners()).isBetween(1, 23);
    assertThat(plan.shortOfDescriptors()).isTrue();
    assertThat(plan.feasible()).isTrue();
    assertThat(plan(1_000, 12, Topology.SPARSE).partners()).isEqualTo(24);
  }

  @Test
  void allNodesTogetherTakeUpNoMorePartnersThanTwoCoresCanConnect() {
    for (int nodes : new int[] {2, 350, 1_000, 5_000}) {
      DemoPlan plan = plan(nodes, 2, Topology.SPARSE);
      assertThat(1e9 * nodes / plan.adoptEvery().toNanos()).isLessThan(301);
      assertThat(1e9 * nodes / plan.swapEvery().toNanos()).isLessThan(101);
    }
  }

  @Test
  void theDefaultTalkIsLongEnoughForAllPartners() {
    DemoPlan plan = plan(350, 4, Topology.SPARSE);
    assertThat(plan.adoptEvery().multipliedBy(plan.partners())).isLessThan(plan.talk());
  }

  @Test
  void tooManyForTheDescriptorsIsInfeasible() {
    assertThat(plan(5_000, 4, Topology.SPARSE).feasible()).isFalse();
  }

  @Test
  void aTinyDemoHasAsManyPartnersAsOthers() {
    assertThat(plan(2, 1, Topology.SPARSE).partners()).isEqualTo(1);
    assertThat(plan(2, 1, Topology.SPARSE).stillTalking()).containsExactly(1, 2);
  }

  @Test
  void theFirstJvmOutlivesEveryDemo() {
    for (long seed = 0; seed < 50; seed++) {
      DemoPlan plan = new DemoPlan(350, 4, 30, 10, Phase.USUAL, seed, Topology.SPARSE, 15_000);
      int killed = plan.jvmToKill().orElseThrow();
      int stopped = plan.jvmToStop().orElseThrow();
      int node = plan.nodeToKill().orElseThrow();
      assertThat(killed).as("seed %d", seed).isBetween(2, 4).isNotEqualTo(stopped);
      assertThat(stopped).as("seed %d", seed).isBetween(2, 4);
      assertThat(plan.jvmOf(node)).as("seed %d", seed).isNotEqualTo(killed);
      assertThat(node).as("seed %d", seed).isGreaterThan(1);
    }
  }

  @Test
  void whereTooFewWouldBeLeftNobodyIsStoppedOrKilled() {
    assertThat(plan(20, 1, Topology.SPARSE).jvmToKill()).isEmpty();
    assertThat(plan(20, 1, Topology.SPARSE).nodeToKill()).isEmpty();
    assertThat(plan(20, 2, Topology.SPARSE).jvmToStop()).isEmpty();
    assertThat(plan(5, 3, Topology.SPARSE).jvmToStop()).isEmpty();
    assertThat(plan(2, 2, Topology.SPARSE).nodeToKill()).isEmpty();
    assertThat(plan(100, 4, Topology.MESH).nodeToKill()).isEmpty();
    assertThat(plan(100, 4, Topology.MESH).jvmToStop()).isEmpty();
  }

  @Test
  void whatCannotBeIsRefusedWithTheReason() {
    refused(() -> plan(1, 1, Topology.SPARSE), "--nodes 1");
    refused(() -> plan(10, 11, Topology.SPARSE), "--jvms 11");
    refused(() -> plan(151, 4, Topology.MESH), "mesh");
    refused(() -> playing(1, Topology.SPARSE, Phase.RESTART), "a second JVM");
    refused(() -> playing(2, Topology.MESH, Phase.RESTART), "sparse overlay");
    refused(() -> playing(2, Topology.SPARSE, Phase.RESTART, Phase.CRASH), "run them apart");
    refused(() -> new DemoPlan(10, 2, 4, 10, Phase.USUAL, 1, Topology.SPARSE, 15_000), "--for 4");
    refused(() -> new DemoPlan(10, 2, 30, 1, Phase.USUAL, 1, Topology.SPARSE, 15_000), "--idle 1");
  }

  private static void refused(Runnable plan, String reason) {
    assertThatIllegalArgumentException().isThrownBy(plan::run).withMessageContaining(reason);
  }
}
