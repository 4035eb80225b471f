package io.tempelhof.sim.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.association.AssociationInput;
import io.tempelhof.core.association.Role;
import io.tempelhof.sim.cluster.Cluster;
import io.tempelhof.sim.cluster.SimAssociation;
import io.tempelhof.sim.cluster.SimNode;
import io.tempelhof.sim.engine.World;
import org.junit.jupiter.api.Test;

/// Every rule is broken once, so that silence means something.
class InvariantsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Bars.Faults NO_FAULTS = new Bars.Faults(9, 9, 9, 9, 9, 9, 0, 0);
  private static final Bars LAX = new Bars(100, 100, 100, 100, 100, 100, NO_FAULTS);

  private final World world = new World(12);
  private final Cluster cluster = Clusters.in(world);
  private final Invariants invariants = new Invariants(cluster, LAX);

  InvariantsTest() {
    Clusters.join(cluster, 40);
    world.run(20 * SECOND);
  }

  private void broken(String rule) {
    assertThat(invariants.violations()).extracting(Violation::rule).containsOnly(rule);
  }

  @Test
  void aWholeClusterBreaksNone() {
    invariants.whole(Clusters.coverage(cluster));
    invariants.symmetric(cluster.live());
    world.run(world.now() + SECOND);
    invariants.symmetric(cluster.live());
    invariants.degree(Degree.peers(cluster.live()));
    invariants.talk(Talk.of(cluster, true));
    invariants.deaths(new Deaths(cluster, (_, _) -> false));
    invariants.within("time", "seconds", 1, 1);
    assertThat(invariants.violations()).isEmpty();
  }

  @Test
  void aNodeThatHasJustStartedLacksItsPeers() {
    cluster.start();
    invariants.whole(Clusters.coverage(cluster));
    broken("coverage");
    assertThat(invariants.violations().getFirst().detail()).contains("n00040");
  }

  @Test
  void aPeerToOneEndOnlyIsNoPeer() {
    SimAssociation association = cluster.nodes().getFirst().associations().iterator().next();
    assertThat(association.isPeer()).isTrue();
    association.step(new AssociationInput.Assigned(Role.DIRECT));
    invariants.symmetric(cluster.live());
    assertThat(invariants.violations()).isEmpty();
    world.run(world.now() + SECOND);
    invariants.symmetric(cluster.live());
    broken("symmetry");
  }

  @Test
  void seedsAreHubsWhereChanceDoesNotExplainTheirPeers() {
    Degree others = new Degree(347, 26, 38, 4);
    invariants.seeds(new Degree(3, 35, 39, 3), others);
    assertThat(invariants.violations()).as("one of them happens to have most of all").isEmpty();
    invariants.seeds(new Degree(3, 36, 37, 1), others);
    broken("seeds");
  }

  @Test
  void aMissedBarIsNamedWithItsFigures() {
    Invariants strict = new Invariants(cluster, new Bars(1, 2, 0.5, 1, 3, 4, NO_FAULTS));
    Degree peers = Degree.peers(cluster.live());
    strict.degree(peers);
    strict.frames(3.5);
    strict.within("join", "seconds", 4.25, 4);
    strict.within("join", "seconds", Double.NaN, 4);
    Lookups lookups = new Lookups(cluster);
    lookups.ask(cluster.nodes().get(5), cluster.nodes().get(30));
    world.run(world.now() + SECOND);
    strict.lookups(lookups);
    strict.hops(lookups);
    assertThat(strict.violations())
        .extracting(Violation::rule)
        .containsExactly("degree", "frames", "join", "join", "hops");
    assertThat(strict.violations().getFirst().detail())
        .isEqualTo("peers mean / max " + peers + ", to be within 1 / 2");
  }

  @Test
  void aLookupThatFindsNobodyHasFailed() {
    SimNode dead = cluster.nodes().get(3);
    dead.crash();
    Lookups lookups = new Lookups(cluster);
    lookups.ask(cluster.nodes().get(5), dead);
    lookups.ask(cluster.nodes().get(6), cluster.nodes().get(7));
    invariants.lookups(lookups);
    assertThat(invariants.violations().getFirst().detail()).contains("2 got no answer");
    world.run(world.now() + 6 * SECOND);
    invariants.lookups(lookups);
    broken("lookup");
    assertThat(invariants.violations().getLast().detail())
        .contains("1 of 2 found nothing", "n00003");
  }

  @Test
  void aLookupThatEndsTooLateHasFailed() {
    Lookups lookups = new Lookups(cluster);
    lookups.closeAt(world.now() + 1);
    lookups.ask(cluster.nodes().get(6), cluster.nodes().get(7));
    world.run(world.now() + SECOND);
    assertThat(lookups.success()).isZero();
    assertThat(lookups.unanswered()).isZero();
  }

  @Test
  void aSignalIsLostThatNeverArrivesAndOfWhichNobodyIsTold() {
    SimNode to = cluster.nodes().get(9);
    to.machine().pause(60 * SECOND);
    cluster.nodes().get(8).program().say(to);
    invariants.talk(Talk.of(cluster, false));
    broken("loss");
  }

  @Test
  void aMonitorThatIsStillHeldWhenAllWorkersHaveEndedIsMissing() {
    SimNode to = cluster.nodes().get(9);
    cluster.nodes().get(8).program().attach(to);
    world.run(world.now() + SECOND);
    invariants.talk(Talk.of(cluster, false));
    assertThat(invariants.violations()).isEmpty();
    invariants.talk(Talk.of(cluster, true));
    broken("down");
    to.program().endWorker();
    world.run(world.now() + SECOND);
    assertThat(Talk.of(cluster, true).downMissing()).isZero();
  }

  @Test
  void whoeverWasNotToldOfADeathOrWasToldOfNoneIsNamed() {
    Deaths deaths = new Deaths(cluster, (by, _) -> by == cluster.nodes().get(2));
    cluster.nodes().subList(0, 9).forEach(deaths::joined); // the last one has not yet
    SimNode dead = cluster.nodes().get(1);
    dead.crash();
    deaths.died(dead, Deaths.Way.CRASH);
    world.run(world.now() + SECOND);
    cluster.nodes().subList(2, 9).forEach(node -> deaths.told(node, dead.record()));
    assertThat(deaths.untold()).hasSize(1).first().asString().contains("n00000", "n00001");
    deaths.told(cluster.nodes().getFirst(), dead.record());
    deaths.told(cluster.nodes().get(2), cluster.nodes().get(5).record());
    assertThat(deaths.untold()).isEmpty();
    assertThat(deaths.falseDeaths()).isZero();
    deaths.told(cluster.nodes().get(4), cluster.nodes().get(5).record());
    invariants.deaths(deaths);
    broken("false death");
    assertThat(deaths.ofCrashes().quantile(0.99)).isEqualTo(1_000);
    assertThat(deaths.ofSilence().size()).isZero();
  }

  @Test
  void whoeverWasNotToldOfAReturnNeedNotBeToldOfTheDeathThatFollows() {
    Deaths deaths = new Deaths(cluster, (_, _) -> false);
    SimNode away = cluster.nodes().get(2);
    SimNode there = cluster.nodes().get(3);
    deaths.joined(away);
    deaths.joined(there);
    SimNode first = cluster.nodes().get(1);
    first.crash();
    deaths.died(first, Deaths.Way.CRASH);
    deaths.told(away, first.record());
    deaths.told(there, first.record());
    world.run(world.now() + SECOND);
    SimNode second = cluster.start(1);
    deaths.toldUp(there, second.record());
    second.crash();
    deaths.died(second, Deaths.Way.CRASH);
    assertThat(deaths.untold()).hasSize(1).first().asString().contains(there.toString());
    deaths.told(there, second.record());
    assertThat(deaths.untold()).isEmpty();
  }

  @Test
  void aConnectionUsedAMomentAgoHasNotFallenBack() {
    world.run(world.now() + 150 * SECOND);
    invariants.fallenBack(cluster.live());
    assertThat(invariants.violations()).isEmpty();
    SimNode one = cluster.nodes().get(8);
    SimNode stranger =
        cluster.nodes().stream()
            .filter(node -> node != one)
            .filter(node -> one.find(node.name()) == null)
            .findFirst()
            .orElseThrow();
    one.program().say(stranger);
    world.run(world.now() + SECOND);
    invariants.fallenBack(cluster.live());
    broken("collection");
  }
}
