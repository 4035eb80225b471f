package io.tempelhof.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final Figures.Told TOLD =
      new Figures.Told(
          new Figures.Spread(300.0, 900.0, 1_100.0, 0L),
          new Figures.Spread(500.0, 1_200.0, 1_900.0, 0L),
          new Figures.Spread(6_000.0, 9_000.0, 9_100.0, 0L),
          new Figures.Spread(2_000.0, 4_000.0, 5_000.0, 0L),
          6.0,
          0);

  private static Figures figures(
      Topology topology, @Nullable Double joined, long wrong, double peers) {
    boolean sparse = topology == Topology.SPARSE;
    return new Figures(
        new Figures.Run(350, 4, topology, Phase.USUAL, 1, 24),
        new Figures.Join(1.5, joined, 40),
        new Figures.Quiet(peers, 34, peers + 1, 0.4, 9.5, 5.0, 0.2),
        sparse ? new Figures.Lookups(900, 1.0, 2.6, 5) : new Figures.Lookups(0, null, null, null),
        new Figures.Talk(100_000, 100_000, wrong, 0, 0, 0, 0),
        new Figures.Crash(88, 2.5, 262),
        sparse ? TOLD : Figures.Told.NOTHING,
        null,
        80,
        3_000,
        7,
        9_000,
        110);
  }

  @Test
  void aGoodRunKeepsEveryBar() {
    Verdict verdict = new Verdict(figures(Topology.SPARSE, 4.2, 0, 25.3));
    assertThat(verdict.kept()).isTrue();
    assertThat(words(verdict))
        .contains("whole 4.2 s after", "none lost", "25.3 peers per node", "88 nodes killed")
        .contains("whole again after 2.5 s", "262 of them went on")
        .contains("a stopped JVM's within 9.0 s by 99 %, 9.1 s by all", "no death was told")
        .contains("349 connections per node, 61,075 in all", "arithmetic")
        .endsWith("bars     all 25 kept");
  }

  @Test
  void aMissedBarIsNamedWithItsValueAndItsLimit() {
    Verdict verdict = new Verdict(figures(Topology.SPARSE, null, 3, 31.25));
    assertThat(verdict.kept()).isFalse();
    assertThat(words(verdict))
        .contains("never became whole", "3 replies wrong", "3 of 25 missed")
        .contains("replies_wrong 3 (must be = 0)")
        .contains("peers_mean 31.250 (must be ≤ 30)")
        .contains("join_seconds never (must be ≤ 60)");
  }

  @Test
  void aMeshIsTheMeasuredSideAndIsNotHeldToTheOverlaysBars() {
    Verdict verdict = new Verdict(figures(Topology.MESH, 4.2, 0, 0));
    assertThat(verdict.kept()).isTrue();
    assertThat(words(verdict))
        .contains("every pair is connected", "this mesh was measured", "about 25 peers per node")
        .doesNotContain("looked up", "hops");
  }

  @Test
  void whatWasNotPlayedIsNeitherToldNorJudged() {
    Figures.Restart restart = new Figures.Restart(4, 31.0, 900, 12, 1, 4_200);
    Figures figures =
        new Figures(
            new Figures.Run(350, 4, Topology.SPARSE, EnumSet.of(Phase.RESTART), 1, 24),
            new Figures.Join(1.5, 4.2, 40),
            null,
            new Figures.Lookups(0, null, null, null),
            new Figures.Talk(0, 0, 0, 0, 0, 0, 0),
            new Figures.Crash(0, null, 0),
            Figures.Told.NOTHING,
            restart,
            80,
            0,
            7,
            9_000,
            50);
    Verdict verdict = new Verdict(figures);
    assertThat(words(verdict))
        .contains("4 JVMs ended in good order and started anew, one after the other, in 31 s")
        .contains("900 calls answered, 12 attempts repeated, 1 calls given up")
        .contains("restart_given_up 1 (must be = 0)")
        .contains("1 of ")
        .doesNotContain("messages before", "peers per node", "killed", "looked up");
    assertThat(verdict.json())
        .contains("\"restart_longest_ms\":4200", "\"phases\":[\"RESTART\"]")
        .doesNotContain("peers_mean");
  }

  @Test
  void theJsonHasEveryKeyThatIsPromised() {
    String json = new Verdict(figures(Topology.SPARSE, 4.2, 0, 25.3)).json();
    List<String> keys =
        List.of(
            "nodes",
            "jvms",
            "join_seconds",
            "peers_mean",
            "peers_max",
            "connections_peak_mean",
            "connections_quiet_mean",
            "still_talking_mean",
            "lookups",
            "lookup_success",
            "lookup_hops_mean",
            "lookup_hops_max",
            "overlay_messages_per_node_second",
            "messages_sent",
            "messages_received",
            "replies_wrong",
            "order_violations",
            "idle_closed",
            "idle_cpu_cores",
            "descriptors_max",
            "nodes_killed",
            "repair_seconds",
            "survivors_talking",
            "node_death_p99_ms",
            "jvm_death_p99_ms",
            "jvm_silence_p99_ms",
            "jvm_return_p99_ms",
            "return_seconds",
            "false_deaths");
    assertThat(json).startsWith("{").endsWith("}").doesNotContain("\n");
    assertThat(keys).allSatisfy(key -> assertThat(json).contains("\"" + key + "\":"));
    assertThat(json).contains("\"bars_missed\":[]");
  }

  private static String words(Verdict verdict) {
    return String.join("\n", verdict.lines());
  }
}
