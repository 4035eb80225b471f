package io.tempelhof.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.node.VirtualNetwork.Host;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.NodeName;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What goes from any node to any other by way of peers.
class ParcelsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long SEED = 81;

  private static VirtualNetwork grown(int nodes) {
    VirtualNetwork network = new VirtualNetwork(SEED);
    network.join(nodes, 2, SECOND);
    network.run(40 * SECOND);
    return network;
  }

  private static long sent(VirtualNetwork network) {
    return network.live().stream()
        .mapToLong(h -> h.core.snapshot().counters().sent().get("parcels"))
        .sum();
  }

  private static long dials(VirtualNetwork network) {
    return network.live().stream().mapToLong(h -> h.core.snapshot().counters().dials()).sum();
  }

  @Test
  void arriveAtEveryNodeWithoutAConnection() {
    VirtualNetwork network = grown(200);
    SplittableRandom random = new SplittableRandom(SEED);
    List<Host> live = List.copyOf(network.live());
    long dials = dials(network);
    for (int i = 0; i < 400; i++) {
      Host from = live.get(random.nextInt(live.size()));
      from.step(new NodeInput.Relay(live.get(i % live.size()).name(), Int.of(i), false));
    }
    network.run(8 * SECOND);
    for (int i = 0; i < live.size(); i++) {
      assertThat(live.get(i).relayed)
          .as("seed %d", SEED)
          .extracting(NodeOutput.Relayed::body)
          .containsExactlyInAnyOrder(Int.of(i), Int.of(i + live.size()));
    }
    assertThat(dials(network)).isEqualTo(dials);
  }

  @Test
  void thoseThatGoTheSameWayTravelTogether() {
    VirtualNetwork network = grown(200);
    Host from = network.host("n7@h");
    for (Host to : network.live()) {
      from.step(new NodeInput.Relay(to.name(), Int.of(1), false));
    }
    network.run(8 * SECOND);
    assertThat(network.live().stream().filter(h -> !h.relayed.isEmpty()).count()).isEqualTo(200);
    // Almost along a tree: to each node over one edge.
    assertThat(sent(network)).as("seed %d", SEED).isLessThan(230);
  }

  @Test
  void urgentOnesDoNotWaitForOthers() {
    VirtualNetwork network = grown(60);
    Host from = network.host("n7@h");
    Host to = network.host("n33@h");
    from.step(new NodeInput.Relay(to.name(), Int.of(1), true));
    from.step(new NodeInput.Relay(to.name(), Int.of(2), false));
    network.run(100_000_000);
    assertThat(to.relayed).as("seed %d", SEED).hasSize(1);
    network.run(4 * SECOND);
    assertThat(to.relayed).as("seed %d", SEED).hasSize(2);
  }

  @Test
  void urgentOnesThatComeTooFastAreLostAndCounted() {
    VirtualNetwork network = grown(60);
    Host from = network.host("n7@h");
    Host to = network.host("n33@h");
    for (int i = 0; i < 100; i++) {
      from.step(new NodeInput.Relay(to.name(), Int.of(i), true));
    }
    network.run(SECOND);
    assertThat(to.relayed).as("seed %d", SEED).hasSize(65);
    assertThat(from.core.snapshot().overlay().dropped()).as("seed %d", SEED).isEqualTo(35);
    from.step(new NodeInput.Relay(to.name(), Int.of(100), true));
    network.run(SECOND);
    assertThat(to.relayed).as("seed %d", SEED).hasSize(66);
  }

  @Test
  void findAWayAroundNodesThatHaveJustDied() {
    VirtualNetwork network = grown(200);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 60; i++) {
      network.crash(network.live().get(2 + random.nextInt(network.live().size() - 2)));
    }
    network.run(20_000_000);
    List<Host> live = List.copyOf(network.live());
    for (int i = 0; i < live.size(); i++) {
      Host from = live.get(random.nextInt(live.size()));
      from.step(new NodeInput.Relay(live.get(i).name(), Int.of(i), false));
    }
    network.run(8 * SECOND);
    long arrived = live.stream().filter(h -> h.relayed.size() == 1).count();
    assertThat(arrived).as("seed %d, of %d", SEED, live.size()).isGreaterThan(live.size() - 3L);
  }

  @Test
  void areLostAndCountedWhereThereIsNoSuchNode() {
    VirtualNetwork network = grown(60);
    network.host("n7@h").step(new NodeInput.Relay(NodeName.of("nobody@h"), Int.of(1), false));
    network.run(10 * SECOND);
    long dropped =
        network.live().stream().mapToLong(h -> h.core.snapshot().overlay().dropped()).sum();
    assertThat(dropped).as("seed %d", SEED).isEqualTo(1);
  }

  @Test
  void reachAClientAndComeFromIt() {
    VirtualNetwork network = grown(60);
    Host client = network.add("cli@h", NodeSettings.of(VirtualNetwork.CLUSTER).asClient());
    client.step(new NodeInput.Join(VirtualNetwork.seeds(1)));
    network.run(30 * SECOND);
    for (Host host : network.live()) {
      host.step(new NodeInput.Relay(client.name(), Int.of(1), false));
      client.step(new NodeInput.Relay(host.name(), Int.of(2), false));
    }
    network.run(5 * SECOND);
    assertThat(client.relayed).as("seed %d", SEED).hasSizeGreaterThan(60);
    assertThat(network.live())
        .as("seed %d", SEED)
        .allMatch(h -> h.relayed.stream().anyMatch(r -> r.body().equals(Int.of(2))));
  }
}
