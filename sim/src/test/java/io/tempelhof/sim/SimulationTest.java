package io.tempelhof.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tempelhof.sim.measure.Violation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {
  private static Report run(int nodes, long seed, Scenario scenario) {
    return Simulation.run(SimOptions.of(nodes, seed, scenario), _ -> {});
  }

  private static Report sound(Report report) {
    assertThat(report.violations()).as("%s", report.options()).isEmpty();
    return report;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void threeHundredAndFiftyNodesJoinWithinASecondAndKeepTheBars(long seed) {
    Report report = sound(run(350, seed, Scenario.JOIN));
    // Table B of the overlay study: degree and hops of tables built from global knowledge.
    assertThat(report.stable().peersMean())
        .as("%s", report)
        .isCloseTo(25.3, Percentage.withPercentage(10));
    assertThat(report.stable().lookupHopsMean())
        .as("%s", report)
        .isCloseTo(2.6, Percentage.withPercentage(10));
    assertThat(report.stable().lookupSuccess()).as("%s", report).isEqualTo(1.0, within(0.0));
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 4})
  void nodesThatJoinOneAfterAnotherKeepTheBars(long seed) {
    sound(run(350, seed, Scenario.STEADY));
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 6})
  void afterABurstOnlyPeersStayConnectedAndNothingWasLost(long seed) {
    Report report = sound(run(350, seed, Scenario.BURST));
    assertThat(report.stable().idleClosed()).as("%s", report).isGreaterThan(350 * 20 / 2);
    assertThat(report.stable().connectionsMean())
        .as("%s", report)
        .isCloseTo(report.stable().peersMean(), within(2.0));
  }

  @Test
  void manyClosesLoseNothingAndReorderNothing() {
    Report report =
        sound(Simulation.run(SimOptions.of(50, 1, Scenario.CLOSES).closing(100_000), _ -> {}));
    assertThat(report.stable().idleClosed()).as("%s", report).isGreaterThanOrEqualTo(100_000);
    assertThat(report.faults().resets()).as("%s", report).isZero();
    assertThat(report.talk().sent()).as("%s", report).isGreaterThan(300_000);
    assertThat(report.sleep().monitorsWithoutConnection()).as("%s", report).isGreaterThan(50);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void whatSleepsFiresOnceWhenAProcessOrItsNodeEnds(long seed) {
    Report report = sound(run(50, seed, Scenario.MONITORS));
    // All but those between peers.
    assertThat(report.sleep().monitorsWithoutConnection()).as("%s", report).isGreaterThan(50 * 30);
    assertThat(report.sleep().down().p99()).as("%s", report).isLessThan(1_000);
    assertThat(report.sleep().downOfNode().p99()).as("%s", report).isLessThan(1_500);
  }

  @ParameterizedTest
  @EnumSource
  void oneSeedIsOneRun(Scenario scenario) {
    String hash = brief(20, 7, scenario).traceHash();
    assertThat(brief(20, 7, scenario).traceHash()).isEqualTo(hash);
  }

  @Test
  void anotherSeedIsAnotherRun() {
    assertThat(brief(20, 8, Scenario.CHURN).traceHash())
        .isNotEqualTo(brief(20, 7, Scenario.CHURN).traceHash());
  }

  private static Report brief(int nodes, long seed, Scenario scenario) {
    SimOptions options =
        SimOptions.of(nodes, seed, scenario)
            .lasting(Duration.ofSeconds(60))
            .faulty(Duration.ofSeconds(40))
            .closing(1_000);
    return Simulation.run(options, _ -> {});
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "DEATHS",
        "KILL30",
        "KILL50",
        "PARTITION",
        "OVERLAP",
        "CHURN",
        "RACK",
        "JVM",
        "RESTART",
        "TWOZONES",
        "SKEW",
        "DAY"
      })
  void whateverBefallsTheClusterItComesToRestAndEverybodyWasToldTheTruth(Scenario scenario) {
    SimOptions options = SimOptions.of(50, 1, scenario).lasting(Duration.ofMinutes(15));
    Report report = sound(Simulation.run(options, _ -> {}));
    assertThat(report.talk().sent()).as("%s", report).isGreaterThan(1_000);
    assertThat(report.faults().falseDeaths()).as("%s", report).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 3})
  void nobodyIsHeldForDeadWhomAThirdOfTheClusterReaches(long seed) {
    SimOptions options = SimOptions.of(200, seed, Scenario.OVERLAP).faulty(Duration.ofSeconds(40));
    Report report = sound(Simulation.run(options, _ -> {}));
    assertThat(report.faults().falseDeaths()).as("%s", report).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void noIslandIsLeftWhenFourInFiveAreGone(long seed) {
    Report report = Simulation.run(SimOptions.of(100, seed, Scenario.KILL80), _ -> {});
    assertThat(report.violations())
        .as("%s", report)
        .extracting(Violation::rule)
        .doesNotContain("coverage", "lookup", "symmetry", "loss", "order", "down");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 6, 17})
  void smallClustersAreFullMeshes(int nodes) {
    Report report = sound(run(nodes, 9, Scenario.BURST));
    if (nodes <= 6) {
      assertThat(report.stable().peersMean()).isEqualTo(nodes - 1);
    }
  }

  @Test
  void oneSeedIsOneRunInAnotherJvmToo() throws IOException, InterruptedException {
    String hash = run(40, 7, Scenario.BURST).traceHash();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                PrintHash.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(printed).isEqualTo(hash);
  }

  /// What the other JVM runs.
  static final class PrintHash {
    public static void main(String[] arguments) {
      System.out.println(run(40, 7, Scenario.BURST).traceHash());
    }
  }

  @Test
  void theWireFormChangesNothing() {
    for (Scenario scenario : List.of(Scenario.BURST, Scenario.MONITORS)) {
      theWireFormChangesNothingIn(SimOptions.of(60, 10, scenario));
    }
  }

  private static void theWireFormChangesNothingIn(SimOptions plain) {
    Report report = sound(Simulation.run(plain.encoded(), _ -> {}));
    assertThat(report.traceHash()).isEqualTo(Simulation.run(plain, _ -> {}).traceHash());
  }

  @Test
  void aClusterOfOneIsNoCluster() {
    assertThatThrownBy(() -> SimOptions.of(1, 1, Scenario.JOIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 nodes");
  }
}
