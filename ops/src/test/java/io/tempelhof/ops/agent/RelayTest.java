package io.tempelhof.ops.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.ops.agent.VirtualCluster.VirtualNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Questions to one node, passed on over peers.
class RelayTest {
  private static final Duration SOON = Duration.ofSeconds(1);

  private final VirtualCluster cluster = new VirtualCluster(200, 3);

  @Test
  void aQuestionReachesEveryNodeAndItsAnswerComesBack() {
    for (int target = 1; target <= 200; target++) {
      cluster.put(
          cluster.node(1), new AgentInput.Put(target, cluster.name(target), new Question.Node()));
      cluster.run(SOON);
      assertThat(cluster.asked).as("n%d is asked", target).hasSize(target);
      AgentOutput.Asked asked = cluster.asked.getLast();
      assertThat(asked.path().getLast().node()).isEqualTo(cluster.name(target).atom());
      assertThat(asked.path()).hasSizeLessThanOrEqualTo(9);
      reply(asked);
      cluster.run(SOON);
      assertThat(cluster.answered).containsKey((long) target);
    }
  }

  private void reply(AgentOutput.Asked asked) {
    VirtualNode node = cluster.nodes.get(NodeName.of(asked.path().getLast().node().text()));
    var answer = Relay.answer(asked.number(), asked.path(), 200, "{}".getBytes(UTF_8));
    cluster.put(node, new AgentInput.Heard(answer));
  }

  @Test
  void aNodeThatIsNotThereIsSaidToBeOutOfReach() {
    cluster.put(
        cluster.node(1), new AgentInput.Put(1, new NodeName("nobody", "h"), new Question.Node()));
    cluster.run(SOON);
    assertThat(cluster.answered.get(1L).status()).isEqualTo(504);
    assertThat(new String(cluster.answered.get(1L).document(), UTF_8))
        .startsWith("{\"error\":\"nobody@h cannot be reached over peers of ");
  }

  @Test
  void aQuestionGoesRoundWhoHasTheClosestPeerGone() {
    VirtualNode from = cluster.node(1);
    NodeName target = cluster.name(120);
    cluster.connected = (node, to) -> !(node.equals(from.name) && to.equals(target));
    cluster.put(from, new AgentInput.Put(1, target, new Question.Node()));
    cluster.run(SOON);
    assertThat(cluster.asked).hasSize(1);
  }

  @Test
  void whatIsNoAnswerOfOursIsIgnored() {
    VirtualNode node = cluster.node(1);
    Pid other = cluster.node(2).pid;
    for (List<Pid> path : List.of(List.<Pid>of(), List.of(other), List.of(node.pid, other))) {
      cluster.put(node, new AgentInput.Heard(Relay.answer(5, path, 200, new byte[0])));
    }
    byte[] tooLong = new byte[Relay.DOCUMENT_MAX + 1];
    cluster.put(node, new AgentInput.Heard(Relay.answer(5, List.of(node.pid), 200, tooLong)));
    cluster.run(SOON);
    assertThat(cluster.answered).isEmpty();
    assertThat(cluster.messages).isZero();
  }
}
