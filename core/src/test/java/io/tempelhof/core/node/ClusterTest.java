package io.tempelhof.core.node;

import static io.tempelhof.core.node.VirtualNetwork.MILLI;
import static io.tempelhof.core.node.VirtualNetwork.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.association.Role;
import io.tempelhof.core.node.VirtualNetwork.Host;
import io.tempelhof.core.overlay.LookupResult;
import io.tempelhof.core.overlay.OverlayView;
import io.tempelhof.core.overlay.PeerReason;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole nodes against each other.
class ClusterTest {

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "2, 2, 2", "7, 1, 3", "50, 3, 4", "50, 10, 5", "300, 3, 6"})
  void isWholeSoonAfterEverybodyJoinedAtOnce(int nodes, int seeds, long seed) {
    VirtualNetwork network = new VirtualNetwork(seed);
    network.join(nodes, seeds, SECOND);
    network.run(SECOND);
    double seconds = network.runUntil(() -> Wholeness.of(network).whole(), 9);
    assertThat(seconds).as("seed %d", seed).isNotNegative();
    network.run(10 * SECOND);
    assertThat(network.live())
        .as("seed %d", seed)
        .allMatch(host -> host.events.stream().anyMatch(NodeEvent.Joined.class::isInstance));
  }

  @Test
  void isWholeWhenNodesComeOneByOne() {
    long seed = 11;
    VirtualNetwork network = new VirtualNetwork(seed);
    network.join(150, 2, 15 * SECOND);
    network.run(15 * SECOND);
    assertThat(network.runUntil(() -> Wholeness.of(network).whole(), 9))
        .as("seed %d", seed)
        .isNotNegative();
  }

  @Test
  void settlesAtFewPeersAndLittleTraffic() {
    long seed = 12;
    VirtualNetwork network = grown(300, seed);
    long before = sent(network);
    network.run(60 * SECOND);
    Wholeness wholeness = Wholeness.of(network);
    assertThat(wholeness.whole()).as("seed %d: %s", seed, wholeness).isTrue();
    assertThat(wholeness.peersMean()).as("seed %d", seed).isLessThan(29);
    assertThat(wholeness.peersMax()).as("seed %d", seed).isLessThanOrEqualTo(40);
    assertThat((sent(network) - before) / 300.0 / 60).as("seed %d", seed).isLessThan(1.5);
  }

  @Test
  void doesTheSameOnceMoreFromTheSameSeed() {
    assertThat(trace(13)).isEqualTo(trace(13)).isNotEqualTo(trace(14));
  }

  private static List<String> trace(long seed) {
    VirtualNetwork network = new VirtualNetwork(seed);
    List<String> trace = new ArrayList<>();
    network.trace = trace::add;
    network.join(40, 2, SECOND);
    network.run(20 * SECOND);
    network.crash(network.host("n7@h"));
    network.run(10 * SECOND);
    return trace;
  }

  @Test
  void findsEveryLiveNodeInFewHops() {
    long seed = 15;
    VirtualNetwork network = grown(300, seed);
    SplittableRandom random = new SplittableRandom(seed);
    long hops = 0;
    for (int i = 0; i < 600; i++) {
      Host asker = network.live().get(random.nextInt(300));
      Host target = network.live().get(random.nextInt(300));
      LookupResult result = lookup(network, asker, target.name(), true);
      assertThat(result).as("seed %d", seed).isInstanceOf(LookupResult.Found.class);
      LookupResult.Found found = (LookupResult.Found) result;
      assertThat(found.record().unwatched()).isEqualTo(target.record);
      assertThat(found.hops()).as("seed %d", seed).isLessThanOrEqualTo(7);
      assertThat(found.path()).hasSize(found.hops());
      hops += found.hops();
    }
    assertThat(hops / 600.0).as("seed %d", seed).isLessThan(2.9);
  }

  @Test
  void saysThatThereIsNoSuchNode() {
    VirtualNetwork network = grown(60, 16);
    LookupResult result = lookup(network, network.host("n20@h"), NodeName.of("nobody@h"), true);
    assertThat(result).isInstanceOf(LookupResult.NoSuchNode.class);
    assertThat(((LookupResult.NoSuchNode) result).closest()).hasSize(5);
  }

  @Test
  void answersFromAnOpenConnectionUnlessAskedForAFreshLookup() {
    VirtualNetwork network = grown(60, 17);
    Host asker = network.host("n20@h");
    NodeName peer = asker.core.snapshot().overlay().peers().getFirst().name();
    assertThat(lookup(network, asker, peer, false).hops()).isZero();
    assertThat(lookup(network, asker, peer, true).hops()).isEqualTo(1);
  }

  @Test
  void findsAlmostEverybodyAtTheInstantHalfTheNodesCrash() {
    long seed = 18;
    VirtualNetwork network = grown(300, seed);
    crash(network, 150, seed);
    network.run(MILLI / 2);
    List<Host> live = network.live();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 400; i++) {
      Host asker = live.get(random.nextInt(live.size()));
      NodeName target = live.get(random.nextInt(live.size())).name();
      long query = i;
      network.at(network.now, () -> asker.step(new NodeInput.Lookup(query, target, true)));
    }
    network.run(6 * SECOND);
    long found =
        live.stream()
            .flatMap(host -> host.lookups.values().stream())
            .filter(done -> done.result() instanceof LookupResult.Found)
            .count();
    assertThat(found).as("seed %d", seed).isGreaterThanOrEqualTo(396);
  }

  @ParameterizedTest
  @CsvSource({"30, 21", "50, 22", "80, 23"})
  void isWholeAgainSoonAfterManyCrashed(int percent, long seed) {
    VirtualNetwork network = grown(200, seed);
    crash(network, 2 * percent, seed);
    assertThat(network.runUntil(() -> Wholeness.of(network).whole(), percent < 80 ? 5 : 30))
        .as("seed %d", seed)
        .isNotNegative();
  }

  @Test
  void isWholeAgainAfterHostsFellSilent() {
    long seed = 24;
    VirtualNetwork network = grown(200, seed);
    for (Host host : chosen(network, 60, seed)) {
      network.freeze(host);
    }
    network.run(20 * SECOND);
    assertThat(network.runUntil(() -> Wholeness.of(network).whole(), 12))
        .as("seed %d", seed)
        .isNotNegative();
  }

  @Test
  void isOneClusterThoughItsSeedsCouldNotReachEachOtherAtFirst() {
    long seed = 25;
    VirtualNetwork network = new VirtualNetwork(seed);
    NodeName one = NodeName.of("n0@h");
    NodeName two = NodeName.of("n1@h");
    network.reachable(
        (a, b) -> !(a.equals(one) && b.equals(two)) && !(a.equals(two) && b.equals(one)));
    network.join(60, 2, SECOND);
    network.run(15 * SECOND);
    assertThat(network.host("n0@h").role(two)).isEqualTo(Role.DIRECT);
    network.reachable((a, b) -> true);
    assertThat(network.runUntil(() -> network.host("n0@h").role(two) != Role.DIRECT, 20))
        .as("seed %d", seed)
        .isNotNegative();
    assertThat(network.runUntil(() -> Wholeness.of(network).whole(), 5))
        .as("seed %d", seed)
        .isNotNegative();
    network.run(90 * SECOND);
    assertThat(network.host("n0@h").role(two)).isNotEqualTo(Role.DIRECT);
  }

  @Test
  void closesTheGapOfANodeThatLeavesWithoutDiallingIt() {
    long seed = 26;
    VirtualNetwork network = grown(80, seed);
    Host leaver = network.host("n30@h");
    List<NodeName> peers =
        leaver.core.snapshot().overlay().peers().stream().map(OverlayView.Peer::name).toList();
    leaver.step(new NodeInput.Leave());
    network.run(10 * MILLI);
    for (NodeName peer : peers) {
      assertThat(network.host(peer.toString()).role(leaver.name())).isEqualTo(Role.DIRECT);
    }
    assertThat(leaver.events).contains(new NodeEvent.Left());
    List<String> trace = new ArrayList<>();
    network.trace = trace::add;
    network.crash(leaver);
    assertThat(network.runUntil(() -> Wholeness.of(network).whole(), 5))
        .as("seed %d", seed)
        .isNotNegative();
    assertThat(trace).noneMatch(line -> line.contains("Dial[node=n30@h"));
  }

  @Test
  void attachesAClientToThreePeersAndTellsNobodyOfIt() {
    VirtualNetwork network = grown(60, 27);
    Host client = network.add("cli@h", NodeSettings.of(VirtualNetwork.CLUSTER).asClient());
    List<String> trace = new ArrayList<>();
    network.trace = trace::add;
    client.step(new NodeInput.Join(VirtualNetwork.seeds(1)));
    network.run(30 * SECOND);
    assertThat(trace)
        .noneMatch(line -> line.contains("Contact[record=" + client.record))
        .noneMatch(line -> line.contains("Dial[node=cli@h"));
    assertThat(client.core.snapshot().overlay().peers())
        .hasSize(3)
        .allMatch(peer -> peer.why() == PeerReason.CLIENT);
    for (Host host : network.live()) {
      if (host != client) {
        assertThat(host.core.snapshot().overlay().neighbourhood()).doesNotContain(client.name());
        boolean attached = host.role(client.name()) != Role.DIRECT;
        assertThat(attached).isEqualTo(client.role(host.name()) != Role.DIRECT);
      }
    }
    LookupResult found = lookup(network, client, NodeName.of("n33@h"), true);
    assertThat(found).isInstanceOf(LookupResult.Found.class);
    assertThat(lookup(network, client, NodeName.of("nobody@h"), true))
        .isInstanceOf(LookupResult.NoSuchNode.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void joinsAClientAtOnceHoweverFewNodesThereAreToAttachTo(int nodes) {
    VirtualNetwork network = new VirtualNetwork(36);
    network.join(nodes, 1, SECOND);
    network.run(5 * SECOND);
    Host client = network.add("cli@h", NodeSettings.of(VirtualNetwork.CLUSTER).asClient());
    client.step(new NodeInput.Join(VirtualNetwork.seeds(1)));
    network.run(100 * MILLI);
    assertThat(client.events).containsExactly(new NodeEvent.Joined(nodes));
    assertThat(lookup(network, client, NodeName.of("n0@h"), true).hops()).isEqualTo(1);
  }

  @Test
  void connectsWhomAnAssociationAsksFor() {
    VirtualNetwork network = grown(80, 28);
    Host one = network.host("n30@h");
    for (Host other : network.live()) {
      if (other != one) {
        one.step(new NodeInput.Connect(other.name(), 1));
      }
    }
    network.run(5 * SECOND);
    assertThat(one.lines).hasSize(79);
    assertThat(one.unreachable).isEmpty();
  }

  @Test
  void fallsBackToEpmdAndThenGivesUpOnAnUnknownNode() {
    VirtualNetwork network = grown(40, 29);
    Host one = network.host("n30@h");
    List<String> trace = new ArrayList<>();
    network.trace = trace::add;
    one.step(new NodeInput.Connect(NodeName.of("nobody@elsewhere"), 7));
    network.run(7 * SECOND);
    assertThat(trace).anyMatch(line -> line.contains("Dial[node=nobody@elsewhere, address=null"));
    assertThat(one.unreachable)
        .containsExactly(
            new NodeOutput.Unreachable(
                NodeName.of("nobody@elsewhere"), 7, "connection refused", false));
  }

  @Test
  void givesUpOnASilentHostWithinSevenSeconds() {
    VirtualNetwork network = grown(40, 30);
    Host one = network.host("n30@h");
    Host silent = network.host("n31@h");
    network.freeze(silent);
    network.run(60 * SECOND);
    one.step(new NodeInput.Connect(silent.name(), 1));
    network.run(7 * SECOND);
    assertThat(one.unreachable).hasSize(1);
  }

  @Test
  void collectsTheColdestDirectConnectionsAboveTheSoftCap() {
    VirtualNetwork network = new VirtualNetwork(31);
    NodeSettings usual = NodeSettings.of(VirtualNetwork.CLUSTER);
    NodeSettings few = new NodeSettings(usual.overlay(), 10, 20, SECOND, SECOND);
    for (int i = 0; i < 80; i++) {
      Host host = network.add("n" + i + "@h", few);
      host.step(new NodeInput.Join(VirtualNetwork.seeds(2)));
    }
    network.run(90 * SECOND);
    Host one = network.host("n30@h");
    for (Host other : network.live()) {
      if (other != one) {
        one.step(new NodeInput.Connect(other.name(), 1));
      }
    }
    int peers = one.core.snapshot().overlay().peers().size();
    int most = 0;
    for (int i = 0; i < 800; i++) {
      network.run(10 * MILLI);
      most = Math.max(most, one.lines.size());
    }
    assertThat(one.unreachable).isEmpty();
    assertThat(most).isLessThanOrEqualTo(peers + 20);
    assertThat(one.lines.size()).isLessThanOrEqualTo(peers + 10);
  }

  @Test
  void refusesToJoinUnderANameThatAnotherLiveNodeBears() {
    VirtualNetwork network = grown(60, 32);
    Host twin =
        network.twin(NodeSettings.of(VirtualNetwork.CLUSTER), VirtualNetwork.record("n40@h", 2));
    twin.step(new NodeInput.Join(VirtualNetwork.seeds(3)));
    network.run(40 * SECOND);
    assertThat(twin.events)
        .anyMatch(NodeEvent.NameTaken.class::isInstance)
        .noneMatch(NodeEvent.Joined.class::isInstance);
    assertThat(network.host("n40@h").alive).isTrue();
  }

  @Test
  void takesBackANodeThatStartsAgainAndCountsItAsLater() {
    VirtualNetwork network = grown(60, 33);
    Host old = network.host("n40@h");
    network.crash(old);
    network.run(5 * SECOND);
    Host reborn =
        network.add(NodeSettings.of(VirtualNetwork.CLUSTER), VirtualNetwork.record("n40@h", 2));
    reborn.step(new NodeInput.Join(VirtualNetwork.seeds(3)));
    assertThat(network.runUntil(() -> Wholeness.of(network).whole(), 9)).isNotNegative();
    LookupResult found = lookup(network, network.host("n10@h"), reborn.name(), true);
    assertThat(((LookupResult.Found) found).record().creation()).isEqualTo(2);
  }

  @Test
  void asksAgainForSeedsThatAreNotThereYet() {
    VirtualNetwork network = new VirtualNetwork(34);
    Host early = network.add("n5@h", NodeSettings.of(VirtualNetwork.CLUSTER));
    early.step(new NodeInput.Join(VirtualNetwork.seeds(2)));
    network.run(10 * SECOND);
    assertThat(early.events).anyMatch(NodeEvent.SeedUnreachable.class::isInstance);
    network.join(2, 2, SECOND);
    network.run(40 * SECOND);
    assertThat(early.events).anyMatch(NodeEvent.Joined.class::isInstance);
    assertThat(Wholeness.of(network).whole()).isTrue();
  }

  @Test
  void returnsWhenItHasLostEverybody() {
    long seed = 35;
    VirtualNetwork network = grown(20, seed);
    Host lost = network.host("n15@h");
    network.reachable((a, b) -> !a.equals(lost.name()) && !b.equals(lost.name()));
    network.cutOff(lost);
    network.run(60 * SECOND);
    assertThat(lost.lines).isEmpty();
    network.reachable((a, b) -> true);
    assertThat(network.runUntil(() -> Wholeness.of(network).whole(), 60))
        .as("seed %d", seed)
        .isNotNegative();
  }

  private static VirtualNetwork grown(int nodes, long seed) {
    VirtualNetwork network = new VirtualNetwork(seed);
    network.join(nodes, 3, SECOND);
    network.run(90 * SECOND);
    assertThat(Wholeness.of(network).whole()).as("seed %d", seed).isTrue();
    return network;
  }

  private static long sent(VirtualNetwork network) {
    return network.live().stream().mapToLong(host -> host.sent).sum();
  }

  private static LookupResult lookup(
      VirtualNetwork network, Host asker, NodeName target, boolean fresh) {
    asker.lookups.clear();
    asker.step(new NodeInput.Lookup(77, target, fresh));
    assertThat(network.runUntil(() -> asker.lookups.containsKey(77L), 6)).isNotNegative();
    return asker.lookups.get(77L).result();
  }

  private static List<Host> chosen(VirtualNetwork network, int count, long seed) {
    List<Host> hosts = network.live();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < count; i++) {
      hosts.add(i, hosts.remove(i + random.nextInt(hosts.size() - i)));
    }
    return hosts.subList(0, count);
  }

  private static void crash(VirtualNetwork network, int count, long seed) {
    for (Host host : chosen(network, count, seed)) {
      network.crash(host);
    }
  }
}
