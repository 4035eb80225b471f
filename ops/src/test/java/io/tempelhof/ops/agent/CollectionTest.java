package io.tempelhof.ops.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.NodeName;
import io.tempelhof.ops.agent.VirtualCluster.Round;
import io.tempelhof.ops.agent.VirtualCluster.VirtualNode;
import io.tempelhof.ops.report.Gap;
import io.tempelhof.ops.report.NodeReport;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Gathering the reports of a whole cluster, with the faults it must bear.
class CollectionTest {
  private static final long SEED = 7;

  private static Set<String> all(VirtualCluster cluster) {
    Set<String> names = new TreeSet<>();
    cluster.nodes.values().stream()
        .filter(node -> !node.client)
        .forEach(node -> names.add(node.name.toString()));
    return names;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 20, 350})
  void everyNodeReportsOnceInARound(int size) {
    VirtualCluster cluster = new VirtualCluster(size, SEED);
    Round round = cluster.round(cluster.node(1), 1, true, List.of());
    assertThat(round.names()).isEqualTo(all(cluster));
    assertThat(round.reports()).as("none twice").hasSize(size);
    assertThat(round.gaps()).isEmpty();
    assertThat(round.tookMillis()).as("no deadline was waited for").isLessThan(400);
  }

  @Test
  void theSecondRoundTellsOnlyWhatHasChanged() {
    VirtualCluster cluster = new VirtualCluster(100, SEED);
    cluster.round(cluster.node(1), 1, true, List.of());
    cluster.node(9).figures.put("messages_out", 5L);
    Round second = cluster.round(cluster.node(1), 2, false, List.of());
    for (NodeReport report : second.reports()) {
      assertThat(report.base()).isEqualTo(1);
      assertThat(report.identity()).isEmpty();
      assertThat(report.connections()).isEmpty();
      boolean changed = report.name().equals("n9@h");
      assertThat(report.figures().keySet()).isEqualTo(changed ? Set.of("messages_out") : Set.of());
    }
  }

  @Test
  void whoWasLostReportsEverythingAgainAndNobodyElseDoes() {
    VirtualCluster cluster = new VirtualCluster(100, SEED);
    cluster.round(cluster.node(1), 1, true, List.of());
    Round second = cluster.round(cluster.node(1), 2, false, List.of("n40@h", "n1@h", "no name"));
    assertThat(second.reports().stream().filter(r -> r.base() == 0).map(NodeReport::name).toList())
        .containsExactlyInAnyOrder("n40@h", "n1@h");
  }

  @Test
  void aDeadDelegateIsReplacedByAnotherOfItsBucket() {
    VirtualCluster cluster = new VirtualCluster(200, SEED);
    VirtualNode observer = cluster.node(1);
    cluster.round(observer, 1, true, List.of());
    // Whoever the observer asks first, for the half of the cluster that is not its own.
    List<NodeName> peers = observer.peers.get(0);
    NodeName dead = peers.get((int) (peers.size() - 2 % peers.size()) % peers.size());
    cluster.frozen.add(dead);
    Round round = cluster.round(observer, 2, false, List.of());
    Set<String> expected = all(cluster);
    expected.remove(dead.toString());
    assertThat(round.names()).containsAll(expected);
  }

  @Test
  void whatCannotBeHadIsNamed() {
    VirtualCluster cluster = new VirtualCluster(200, SEED);
    VirtualNode observer = cluster.node(1);
    observer.peers.get(0).forEach(cluster.frozen::add);
    Round round = cluster.round(observer, 1, true, List.of());
    String otherHalf = Prefix.ofBucket(observer.id, 0);
    assertThat(round.gaps()).contains(new Gap(otherHalf, "n1@h", Gap.NO_ANSWER));
    assertThat(round.names())
        .isEqualTo(
            new TreeSet<>(
                cluster.nodes.values().stream()
                    .filter(node -> !Prefix.of(node.id, 1).equals(otherHalf))
                    .map(node -> node.name.toString())
                    .toList()));
  }

  @Test
  void aBucketWithoutAPeerIsNamed() {
    VirtualCluster cluster = new VirtualCluster(20, SEED);
    VirtualNode observer = cluster.node(1);
    cluster.connected =
        (from, to) ->
            !from.equals(observer.name) || observer.id.commonPrefix(cluster.nodes.get(to).id) != 0;
    Round round = cluster.round(observer, 1, true, List.of());
    assertThat(round.gaps())
        .contains(new Gap(Prefix.ofBucket(observer.id, 0), "n1@h", Gap.NO_PEER));
  }

  @Test
  void aSlowNodeCostsNoMoreThanItsOwnReport() {
    VirtualCluster cluster = new VirtualCluster(200, SEED);
    NodeName slow = cluster.name(77);
    cluster.delays = said -> said.from().equals(slow);
    Round round = cluster.round(cluster.node(1), 1, true, List.of());
    Set<String> expected = all(cluster);
    expected.remove(slow.toString());
    assertThat(round.names()).containsAll(expected);
    assertThat(round.tookMillis()).isLessThanOrEqualTo(AgentCore.ROUND_MILLIS);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void lostMessagesAreGapsOrLateButNeverWrong(long seed) {
    VirtualCluster cluster = new VirtualCluster(150, seed);
    cluster.loses = _ -> cluster.random.nextInt(50) == 0;
    for (int number = 1; number <= 5; number++) {
      Round round = cluster.round(cluster.node(1), number, number == 1, List.of());
      assertThat(all(cluster)).as("seed %d", seed).containsAll(round.names());
      if (round.names().size() < 100) {
        assertThat(round.gaps()).as("seed %d, round %d", seed, number).isNotEmpty();
      }
    }
  }

  @Test
  void nothingIsLeftWhenTheObserverVanishes() {
    VirtualCluster cluster = new VirtualCluster(100, SEED);
    cluster.round(cluster.node(1), 1, true, List.of());
    cluster.frozen.add(cluster.name(1));
    cluster.run(Duration.ofSeconds(15));
    cluster.nodes.values().stream()
        .filter(node -> !cluster.frozen.contains(node.name))
        .forEach(node -> assertThat(node.core.nextDeadline()).isEqualTo(Long.MAX_VALUE));
    assertThat(cluster.idle()).as("nothing is to be done any more").isTrue();
  }

  @Test
  void anObserverThatComesBackLateIsToldEverything() {
    VirtualCluster cluster = new VirtualCluster(30, SEED);
    cluster.round(cluster.node(1), 1, true, List.of());
    cluster.run(Duration.ofSeconds(20));
    Round second = cluster.round(cluster.node(1), 2, false, List.of());
    assertThat(second.reports()).allMatch(report -> report.base() == 0);
  }

  @Test
  void aClientSeesTheClusterThroughItsPeers() {
    VirtualCluster cluster = new VirtualCluster(100, SEED);
    VirtualNode client = cluster.client(cluster.name(5), cluster.name(50));
    Round round = cluster.round(client, 1, true, List.of());
    assertThat(round.names()).isEqualTo(all(cluster));
  }

  @Test
  void aRoundCostsEveryNodeAFewMessages() {
    VirtualCluster cluster = new VirtualCluster(350, SEED);
    cluster.round(cluster.node(1), 1, true, List.of());
    cluster.messages = 0;
    cluster.round(cluster.node(1), 2, false, List.of());
    assertThat(cluster.messages / 350.0).as("messages per node and round").isLessThan(8);
  }

  @Test
  void whoGathersForTooManyRefusesAndIsReplaced() {
    VirtualCluster cluster = new VirtualCluster(40, SEED);
    VirtualNode busy = cluster.nodes.get(cluster.node(1).peers.get(0).getFirst());
    for (int i = 0; i < AgentCore.GATHERINGS_MAX + 4; i++) {
      // Gatherings that wait for somebody who does not answer.
      cluster.frozen.addAll(busy.peers.get(0));
      cluster.put(busy, new AgentInput.Begin(i + 1, true, true, List.of()));
    }
    cluster.frozen.clear();
    Round round = cluster.round(cluster.node(1), 3, true, List.of());
    assertThat(round.names())
        .as("gaps %s", round.gaps())
        .containsAll(
            all(cluster).stream().filter(name -> !name.equals(busy.name.toString())).toList());
  }
}
