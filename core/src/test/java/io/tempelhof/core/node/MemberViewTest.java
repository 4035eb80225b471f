package io.tempelhof.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.node.VirtualNetwork.Host;
import io.tempelhof.core.overlay.NodeRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The member view of those who ask early.
class MemberViewTest {
  private static final long SECOND = 1_000_000_000L;

  @ParameterizedTest
  @CsvSource({"201,1", "202,1", "203,2", "204,3", "205,4", "206,5", "207,6", "208,8", "209,10"})
  void whoAsksWhileTheClusterFormsKnowsAllMembersSoonAfter(long seed, int halfSeconds) {
    VirtualNetwork network = new VirtualNetwork(seed);
    int nodes = 60;
    network.join(nodes, 3, 5 * SECOND);
    network.run(halfSeconds * SECOND / 2);
    for (Host host : network.live()) {
      host.step(new NodeInput.Members(1));
    }
    network.run(40 * SECOND);
    for (Host host : network.live()) {
      host.step(new NodeInput.Members(99));
    }
    network.run(10 * SECOND);
    for (Host host : network.live()) {
      NodeOutput.MembersDone done = host.members.get(99L);
      assertThat(done.whole()).as("seed %d, %s", seed, host.name()).isTrue();
      assertThat(done.members().stream().map(NodeRecord::name).distinct())
          .as("seed %d, %s", seed, host.name())
          .hasSize(nodes);
    }
  }
}
