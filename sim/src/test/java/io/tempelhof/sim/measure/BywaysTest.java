package io.tempelhof.sim.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.sim.cluster.Cluster;
import io.tempelhof.sim.cluster.SimAssociation;
import io.tempelhof.sim.cluster.SimNode;
import io.tempelhof.sim.engine.World;
import io.tempelhof.sim.network.Cut;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two nodes between which nothing gets through, while others see both.
class BywaysTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int NODES = 60;

  private final World world = new World(17);
  private final Cluster cluster = Clusters.in(world);
  private SimNode one;
  private SimNode other;

  BywaysTest() {
    Clusters.join(cluster, NODES);
    world.run(30 * SECOND);
    pick();
  }

  /// Two that are no peers: nobody has to notice.
  private void pick() {
    List<SimNode> nodes = cluster.nodes();
    one = nodes.get(10);
    other =
        nodes.stream()
            .filter(n -> n != one && one.find(n.name()) == null)
            .findFirst()
            .orElseThrow();
  }

  private Cut cut() {
    Cut cut = Cut.between(List.of(one.machine()), List.of(other.machine()));
    cluster.network().cut(cut);
    return cut;
  }

  private void pass(double seconds) {
    world.run(world.now() + (long) (seconds * SECOND));
  }

  private Talk talk() {
    return Talk.of(cluster, false);
  }

  private void allArrived(long seed) {
    Talk talk = talk();
    assertThat(talk.sent()).as("seed %d", seed).isPositive();
    assertThat(talk.received()).as("seed %d: %s", seed, talk).isEqualTo(talk.sent());
    assertThat(talk.disordered()).as("seed %d", seed).isZero();
    assertThat(talk.downDuplicate()).as("seed %d", seed).isZero();
  }

  private void sayALot(SplittableRandom random, int seconds) {
    for (int i = 0; i < 20 * seconds; i++) {
      boolean there = random.nextInt(3) > 0;
      world.at(
          world.now() + random.nextLong(seconds * SECOND),
          () -> (there ? one : other).program().say(there ? other : one));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatTheySayArrivesInOrderByWayOfOthers(long seed) {
    cut();
    sayALot(new SplittableRandom(seed), 30);
    one.program().attach(other);
    other.program().attach(one);
    pass(60);
    allArrived(seed);
    assertThat(one.byways().made() + other.byways().made()).isPositive();
    assertThat(one.program().isAttached(other)).isTrue();
    other.program().endWorker();
    pass(20);
    assertThat(one.program().held()).as("monitor and link have fired").isZero();
    assertThat(other.program().isAttached(one)).isTrue();
  }

  @Test
  void whatSleepsBetweenThemIsAskedByWayOfOthersAndStaysWhole() {
    one.program().attach(other);
    pass(200);
    assertThat(one.find(other.name()).relationsAsleep()).isEqualTo(2);
    cut();
    pass(300);
    assertThat(one.program().isAttached(other)).isTrue();
    assertThat(one.byways().made()).as("questions need none").isZero();
    other.program().endWorker();
    pass(20);
    assertThat(one.program().held()).isZero();
    assertThat(talk().downDuplicate()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void anOrdinaryConnectionTakesOverWhenTheNetworkIsWellAgain(long seed) {
    Cut cut = cut();
    SplittableRandom random = new SplittableRandom(seed);
    sayALot(random, 90);
    pass(30);
    cluster.network().heal(cut);
    pass(10);
    SimNode dials = random.nextBoolean() ? one : other;
    dials.connect(dials == one ? other.name() : one.name());
    pass(5);
    SimAssociation association = one.find(other.name());
    assertThat(association.isUp()).as("seed %d", seed).isTrue();
    pass(120);
    allArrived(seed);
    assertThat(cluster.resets()).as("seed %d", seed).isZero();
  }

  @Test
  void ifOneOfThemDiesTheOtherIsTold() {
    cut();
    one.program().attach(other);
    one.program().say(other);
    pass(20);
    assertThat(one.byways().made()).isPositive();
    assertThat(one.program().isAttached(other)).isTrue();
    other.crash();
    pass(5);
    assertThat(one.program().held()).isZero();
    assertThat(talk().downDuplicate()).isZero();
  }

  @Test
  void ifTheWaysByOthersAreCutAsWellBothEndsLearnTheBreak() {
    cut();
    one.program().attach(other);
    other.program().attach(one);
    pass(20);
    Cut rest = Cut.off(List.of(one.machine()));
    cluster.network().cut(rest);
    one.program().say(other);
    pass(60);
    cluster.network().heal(rest);
    pass(200);
    assertThat(one.program().held() + other.program().held()).isZero();
    assertThat(talk().downDuplicate()).isZero();
  }
}
