package io.tempelhof.core.node;

import static io.tempelhof.core.node.VirtualNetwork.CLUSTER;
import static io.tempelhof.core.node.VirtualNetwork.MILLI;
import static io.tempelhof.core.node.VirtualNetwork.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.association.Role;
import io.tempelhof.core.node.VirtualNetwork.Host;
import io.tempelhof.core.overlay.FailureDomain;
import io.tempelhof.core.overlay.MemberEvent;
import io.tempelhof.core.overlay.MemberEvent.Down.Cause;
import io.tempelhof.core.overlay.NodeRecord;
import io.tempelhof.core.overlay.Vitals;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whether a whole cluster notices deaths, only deaths, and gets together again.
class LifeAndDeathTest {
  private static VirtualNetwork grown(int nodes, long seed) {
    VirtualNetwork network = new VirtualNetwork(seed);
    network.join(nodes, Math.min(3, nodes), SECOND);
    network.run(40 * SECOND);
    assertThat(Wholeness.of(network).whole()).as("seed %d", seed).isTrue();
    network.live().forEach(host -> host.events.clear());
    return network;
  }

  private static List<MemberEvent> eventsOf(Host host) {
    List<MemberEvent> events = new ArrayList<>();
    for (NodeEvent event : host.events) {
      if (event instanceof NodeEvent.OfMember(MemberEvent change)) {
        events.add(change);
      }
    }
    return events;
  }

  private static List<MemberEvent> ups(Host host) {
    return eventsOf(host).stream().filter(MemberEvent.Up.class::isInstance).toList();
  }

  private static Set<NodeName> down(Host host) {
    return eventsOf(host).stream()
        .filter(MemberEvent.Down.class::isInstance)
        .map(event -> event.node().name())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean everybody(VirtualNetwork network, Predicate<Host> knows) {
    return network.live().stream().allMatch(knows);
  }

  private static boolean allKnow(VirtualNetwork network, Host... dead) {
    Set<NodeName> names = new TreeSet<>();
    for (Host host : dead) {
      names.add(host.name());
    }
    return everybody(network, host -> down(host).containsAll(names));
  }

  private static Vitals vitals(Host host) {
    return host.core.snapshot().overlay().vitals();
  }

  private static void assertNobodyElseDown(VirtualNetwork network, long seed, Host... dead) {
    Set<NodeName> names = new TreeSet<>();
    for (Host host : dead) {
      names.add(host.name());
    }
    for (Host host : network.live()) {
      assertThat(down(host)).as("seed %d, %s", seed, host.name()).isEqualTo(names);
      assertThat(eventsOf(host).stream().filter(MemberEvent.Down.class::isInstance))
          .as("seed %d, %s", seed, host.name())
          .hasSize(names.size());
    }
  }

  @ParameterizedTest
  @CsvSource({"2,1", "3,2", "4,3", "60,4"})
  void everyNodeIsWatchedByFiveOrByAllOthers(int nodes, long seed) {
    VirtualNetwork network = grown(nodes, seed);
    for (Host host : network.live()) {
      List<NodeName> watchers = vitals(host).watchers();
      assertThat(watchers).as("seed %d", seed).hasSize(Math.min(5, nodes - 1));
      for (NodeName watcher : watchers) {
        assertThat(host.role(watcher)).isEqualTo(Role.WATCH);
        assertThat(network.host(watcher.toString()).role(host.name())).isEqualTo(Role.WATCH);
      }
    }
  }

  @Test
  void watchersAreOfAnotherFailureDomainWhereThereAreSome() {
    long seed = 5;
    VirtualNetwork network = new VirtualNetwork(seed);
    for (int i = 0; i < 40; i++) {
      NodeRecord plain = VirtualNetwork.record("n" + i + "@h", 1);
      FailureDomain domain = new FailureDomain("jvm" + i % 4, "host" + i % 2, "", "");
      Host host =
          network.add(
              NodeSettings.of(CLUSTER),
              new NodeRecord(
                  plain.id(), plain.name(), 1, plain.startStamp(), plain.address(), domain, 0));
      host.step(new NodeInput.Join(VirtualNetwork.seeds(2)));
    }
    network.run(40 * SECOND);
    for (Host host : network.live()) {
      assertThat(vitals(host).watchers())
          .as("seed %d", seed)
          .hasSize(5)
          .allSatisfy(watcher -> {
            Host other = network.host(watcher.toString());
            assertThat(other.record.domain().host()).isNotEqualTo(host.record.domain().host());
          });
    }
  }

  @ParameterizedTest
  @CsvSource({"2,11", "3,12", "4,13", "60,14"})
  void aCrashIsKnownToAllWithinASecondAndAHalf(int nodes, long seed) {
    VirtualNetwork network = grown(nodes, seed);
    Host dead = network.host("n1@h");
    network.crash(dead);
    assertThat(network.runUntil(() -> allKnow(network, dead), 10))
        .as("seed %d", seed)
        .isBetween(0.0, 1.5);
    network.run(60 * SECOND);
    assertNobodyElseDown(network, seed, dead);
  }

  @ParameterizedTest
  @CsvSource({"2,21", "3,22", "4,23", "60,24"})
  void aSilentHostIsKnownToAllWithinTenSeconds(int nodes, long seed) {
    VirtualNetwork network = grown(nodes, seed);
    Host dead = network.host("n1@h");
    network.freeze(dead);
    assertThat(network.runUntil(() -> allKnow(network, dead), 30))
        .as("seed %d", seed)
        .isBetween(0.0, 10.0);
    network.run(60 * SECOND);
    assertNobodyElseDown(network, seed, dead);
  }

  @ParameterizedTest
  @CsvSource({"false,31", "true,32"})
  void everySurvivorLearnsOfEighteenInSixtyDeaths(boolean silent, long seed) {
    VirtualNetwork network = grown(60, seed);
    List<Host> dead = network.live().subList(40, 58);
    dead.forEach(host -> {
      if (silent) {
        network.freeze(host);
      } else {
        network.crash(host);
      }
    });
    Host[] all = dead.toArray(Host[]::new);
    assertThat(network.runUntil(() -> allKnow(network, all), 60))
        .as("seed %d", seed)
        .isBetween(0.0, 25.0);
    network.run(60 * SECOND);
    assertNobodyElseDown(network, seed, all);
    assertThat(Wholeness.of(network).whole()).as("seed %d", seed).isTrue();
  }

  @Test
  void aPauseOfTwoSecondsKillsNobody() {
    long seed = 41;
    VirtualNetwork network = grown(40, seed);
    for (int i = 0; i < 10; i++) {
      network.pause(network.host("n" + 3 * i + "@h"), 2 * SECOND);
      network.run(5 * SECOND);
    }
    network.run(30 * SECOND);
    assertNobodyElseDown(network, seed);
  }

  @Test
  void whoPausesForLongIsTakenForDeadAndReturns() {
    long seed = 42;
    VirtualNetwork network = grown(40, seed);
    Host slow = network.host("n7@h");
    network.pause(slow, 30 * SECOND);
    network.run(15 * SECOND);
    assertThat(network.live())
        .allSatisfy(host -> {
          if (host != slow) {
            assertThat(down(host)).as("seed %d", seed).containsExactly(slow.name());
          }
        });
    network.run(15 * SECOND);
    assertThat(
            network.runUntil(
                () -> everybody(network, host -> host == slow || ups(host).size() == 1), 20))
        .as("seed %d", seed)
        .isNotNegative();
    network.run(30 * SECOND);
    assertThat(Wholeness.of(network).whole()).as("seed %d", seed).isTrue();
    assertThat(down(slow)).as("the slow one finds nobody dead, seed %d", seed).isEmpty();
    assertThat(vitals(slow).refutedOurselves()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"3,51", "20,52"})
  void twoThatCannotReachEachOtherBothLiveWhileOthersReachThem(int nodes, long seed) {
    VirtualNetwork network = grown(nodes, seed);
    NodeName a = NodeName.of("n1@h");
    NodeName b = NodeName.of("n2@h");
    Set<NodeName> cut = Set.of(a, b);
    network.passes((from, to) -> !(cut.contains(from) && cut.contains(to)));
    network.run(120 * SECOND);
    for (Host host : network.live()) {
      assertThat(down(host)).as("seed %d, %s", seed, host.name()).isEmpty();
    }
    network.heal();
    assertThat(network.runUntil(() -> Wholeness.of(network).whole(), 60))
        .as("seed %d", seed)
        .isNotNegative();
  }

  @ParameterizedTest
  @ValueSource(longs = {61, 62})
  void twoHalvesAreOneAgainSoonAfterThePartitionHasHealed(long seed) {
    VirtualNetwork network = grown(60, seed);
    network.passes((from, to) -> half(from) == half(to));
    network.run(120 * SECOND);
    for (Host host : network.live()) {
      assertThat(down(host)).as("seed %d", seed).hasSize(30);
    }
    network.heal();
    assertThat(network.runUntil(() -> Wholeness.of(network).whole(), 60))
        .as("seed %d", seed)
        .isBetween(0.0, 30.0);
    assertThat(network.runUntil(() -> everybody(network, host -> ups(host).size() == 30), 30))
        .as("seed %d", seed)
        .isNotNegative();
    assertThat(network.runUntil(() -> digests(network).size() == 1, 30))
        .as("seed %d", seed)
        .isNotNegative();
    for (Host host : network.live()) {
      assertThat(vitals(host).down()).as("seed %d", seed).isZero();
    }
  }

  private static Set<Long> digests(VirtualNetwork network) {
    return network.live().stream().map(host -> vitals(host).digest()).collect(Collectors.toSet());
  }

  private static int half(NodeName name) {
    return Integer.parseInt(name.name().substring(1)) % 2;
  }

  @Test
  void everybodyLearnsOfADeparture() {
    long seed = 71;
    VirtualNetwork network = grown(60, seed);
    Host leaver = network.host("n30@h");
    leaver.step(new NodeInput.Leave());
    network.run(100 * MILLI);
    network.crash(leaver);
    assertThat(network.runUntil(() -> allKnow(network, leaver), 5))
        .as("seed %d", seed)
        .isBetween(0.0, 1.5);
    for (Host host : network.live()) {
      assertThat(eventsOf(host))
          .allMatch(event -> event instanceof MemberEvent.Down down && down.cause() == Cause.LEFT);
    }
  }

  /// In place of one that has crashed an incarnation of it with that start stamp joins, until
  /// everybody has been told.
  private static Host restarted(VirtualNetwork network, Host old, long startStamp, long seed) {
    NodeRecord anew = VirtualNetwork.record(old.name().toString(), 2).startedAt(startStamp);
    Host reborn = network.add(NodeSettings.of(CLUSTER), anew);
    reborn.step(new NodeInput.Join(VirtualNetwork.seeds(3)));
    assertThat(
            network.runUntil(
                () -> everybody(network, host -> host == reborn || ups(host).size() == 1), 20))
        .as("seed %d", seed)
        .isNotNegative();
    return reborn;
  }

  private static Stream<Cause> causes(VirtualNetwork network) {
    return network.live().stream()
        .flatMap(host -> eventsOf(host).stream())
        .filter(MemberEvent.Down.class::isInstance)
        .map(event -> ((MemberEvent.Down) event).cause());
  }

  @Test
  void whoRestartsWithinAnInstantIsCalledRestarted() {
    long seed = 74;
    VirtualNetwork network = grown(60, seed);
    Host old = network.host("n30@h");
    network.crash(old);
    restarted(network, old, old.record.startStamp() + 1, seed);
    assertThat(causes(network)).as("seed %d", seed).containsOnly(Cause.RESTARTED);
  }

  @Test
  void whoLeavesAndIsBackAtOnceIsNotCalledDead() {
    long seed = 73;
    VirtualNetwork network = grown(60, seed);
    Host leaver = network.host("n30@h");
    leaver.step(new NodeInput.Leave());
    network.run(5 * MILLI);
    network.crash(leaver);
    restarted(network, leaver, leaver.record.startStamp() + 5, seed);
    assertThat(causes(network)).as("seed %d", seed).isNotEmpty().doesNotContain(Cause.DEAD);
  }

  @ParameterizedTest
  @CsvSource({"5,81", "-3600000,82"})
  void aQuickRestartIsADeathAndAnArrivalWhateverTheClockSays(long laterMillis, long seed) {
    VirtualNetwork network = grown(60, seed);
    Host old = network.host("n40@h");
    network.crash(old);
    network.run(20 * MILLI);
    long startStamp = Math.max(0, old.record.startStamp() + laterMillis);
    Host reborn = restarted(network, old, startStamp, seed);
    network.run(20 * SECOND);
    for (Host host : network.live()) {
      if (host != reborn) {
        List<MemberEvent> ofIt =
            eventsOf(host).stream()
                .filter(event -> event.node().name().equals(old.name()))
                .filter(
                    event -> event instanceof MemberEvent.Down || event instanceof MemberEvent.Up)
                .toList();
        assertThat(ofIt).as("seed %d, %s", seed, host.name()).hasSize(2);
        assertThat(ofIt.get(0))
            .as("seed %d, %s", seed, host.name())
            .isInstanceOfSatisfying(
                MemberEvent.Down.class, down -> assertThat(down.cause()).isNotEqualTo(Cause.LEFT));
        assertThat(ofIt.get(0).node().creation()).isEqualTo(1);
        assertThat(ofIt.get(1).node().creation()).isEqualTo(2);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1,91", "2,92", "7,93", "100,94"})
  void listsAllMembersWithoutOpeningAConnection(int nodes, long seed) {
    VirtualNetwork network = grown(nodes, seed);
    Host asker = network.host("n0@h");
    int lines = asker.lines.size();
    asker.step(new NodeInput.Members(5));
    assertThat(network.runUntil(() -> asker.members.containsKey(5L), 20))
        .as("seed %d", seed)
        .isNotNegative();
    assertThat(names(asker.members.get(5L))).as("seed %d", seed).hasSize(nodes);
    assertThat(asker.members.get(5L).whole()).as("seed %d", seed).isTrue();
    assertThat(asker.lines.size()).isLessThanOrEqualTo(lines);
    if (nodes > 2) {
      network.crash(network.host("n2@h"));
      network.run(3 * SECOND);
      asker.step(new NodeInput.Members(6));
      assertThat(asker.members).containsKey(6L);
      assertThat(names(asker.members.get(6L)))
          .as("seed %d", seed)
          .hasSize(nodes - 1)
          .doesNotContain(NodeName.of("n2@h"));
    }
  }

  @Test
  void aTwinThatMustNotStartHarmsNobody() {
    long seed = 111;
    VirtualNetwork network = grown(60, seed);
    Host twin = network.twin(NodeSettings.of(CLUSTER), VirtualNetwork.record("n40@h", 2));
    twin.step(new NodeInput.Join(VirtualNetwork.seeds(3)));
    network.run(40 * SECOND);
    assertThat(twin.events).anyMatch(NodeEvent.NameTaken.class::isInstance);
    assertNobodyElseDown(network, seed);
  }

  @ParameterizedTest
  @CsvSource({
    "5,9,0,5,121",
    "9,5,0,5,122",
    "5,9,300,5,123",
    "9,5,300,5,124",
    "9,5,4000,9,125",
    "5,9,45000,5,126",
    "9,5,45000,9,127"
  })
  void ofTwoTwinsThatStartTogetherExactlyOneStays(
      int one, int other, int apart, int stays, long seed) {
    VirtualNetwork network = grown(30, seed);
    // Whoever dials the name finds the first.
    Host first = network.add(NodeSettings.of(CLUSTER), VirtualNetwork.record("late@h", one));
    Host second = network.twin(NodeSettings.of(CLUSTER), VirtualNetwork.record("late@h", other));
    first.step(new NodeInput.Join(VirtualNetwork.seeds(3)));
    network.at(
        network.now + apart * MILLI,
        () -> second.step(new NodeInput.Join(VirtualNetwork.seeds(3))));
    List<Host> twins = List.of(first, second);
    for (int tenths = 0; tenths < 1_200; tenths++) {
      network.run(100 * MILLI);
      for (Host twin : twins) {
        if (twin.alive && twin.events.stream().anyMatch(NodeEvent.NameTaken.class::isInstance)) {
          network.crash(twin);
        }
      }
    }
    List<Host> left = twins.stream().filter(twin -> twin.alive).toList();
    assertThat(left).as("seed %d", seed).hasSize(1);
    assertThat(left.getFirst().record.creation()).as("seed %d", seed).isEqualTo(stays);
    assertThat(left.getFirst().events).anyMatch(NodeEvent.Joined.class::isInstance);
  }

  private static Set<NodeName> names(NodeOutput.MembersDone done) {
    return done.members().stream().map(NodeRecord::name).collect(Collectors.toSet());
  }

  @Test
  void newcomersAreKnownToEverybodyWithinSeconds() {
    long seed = 101;
    VirtualNetwork network = grown(60, seed);
    Host newcomer = network.add("late@h", NodeSettings.of(CLUSTER));
    newcomer.step(new NodeInput.Join(VirtualNetwork.seeds(3)));
    assertThat(
            network.runUntil(
                () -> everybody(network, host -> host == newcomer || ups(host).size() == 1), 30))
        .as("seed %d", seed)
        .isBetween(0.0, 15.0);
    Map<String, Integer> downs = new HashMap<>();
    network.live().forEach(host -> downs.merge("down", down(host).size(), Integer::sum));
    assertThat(downs.get("down")).as("seed %d", seed).isZero();
  }
}
