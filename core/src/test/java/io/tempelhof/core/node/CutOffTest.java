package io.tempelhof.core.node;

import static io.tempelhof.core.node.VirtualNetwork.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.node.VirtualNetwork.Host;
import io.tempelhof.core.overlay.MemberEvent;
import io.tempelhof.core.term.NodeName;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What becomes of a node that nobody reaches and that reaches nobody.
class CutOffTest {
  private static List<NodeName> down(Host host) {
    return host.events.stream()
        .filter(event -> event instanceof NodeEvent.OfMember(MemberEvent.Down _))
        .map(event -> ((NodeEvent.OfMember) event).event().node().name())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"3,71", "40,72"})
  void othersFindItDeadButItFindsNobodyDeadBeforeTwentySecondsAreOver(int nodes, long seed) {
    VirtualNetwork network = new VirtualNetwork(seed);
    network.join(nodes, Math.min(3, nodes), SECOND);
    network.run(40 * SECOND);
    network.live().forEach(host -> host.events.clear());
    Host alone = network.host("n1@h");
    network.passes((from, to) -> from.equals(alone.name()) == to.equals(alone.name()));
    network.run(19 * SECOND);
    assertThat(down(alone)).as("seed %d", seed).isEmpty();
    for (Host host : network.live()) {
      if (host != alone) {
        assertThat(down(host)).as("%s, seed %d", host.name(), seed).containsExactly(alone.name());
      }
    }
    network.run(60 * SECOND);
    assertThat(down(alone)).as("it cannot wait for ever, seed %d", seed).hasSize(nodes - 1);
    network.heal();
    assertThat(network.runUntil(() -> Wholeness.of(network).whole(), 60))
        .as("seed %d", seed)
        .isNotNegative();
  }
}
