package io.tempelhof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.cli.console.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimCommandTest {
  @Test
  void theLastLineIsOneObject() {
    Ran ran = Ran.tempelhof("sim", "--nodes", "20", "--seed", "3", "--scenario", "join", "--json");
    assertThat(ran.ended(ExitCode.OK)).as("%s", ran).isTrue();
    Map<?, ?> fields = Json.read(ran.out().lines().toList().getLast(), Map.class);
    assertThat(fields.get("nodes")).isEqualTo(20);
    assertThat(fields.get("seed")).isEqualTo(3);
    assertThat(fields.get("scenario")).isEqualTo("join");
    assertThat(fields.get("lookup_success")).isEqualTo(1.0);
    assertThat(fields.keySet().stream().map(String::valueOf))
        .contains(
            "events",
            "peers_mean",
            "peers_max",
            "connections_mean",
            "lookup_hops_mean",
            "lookup_hops_max",
            "overlay_messages_per_node_second",
            "idle_closed",
            "joined_seconds",
            "lookup_success_silent",
            "lookup_hops_after_kill_mean",
            "detect_p50_ms",
            "detect_p99_ms",
            "false_deaths",
            "heal_p99_ms",
            "repair_ms",
            "down_missing",
            "down_duplicate",
            "signals_sent",
            "signals_lost",
            "order_violations",
            "resets",
            "trace_hash",
            "wall_seconds");
  }

  @Test
  void closesAreCounted() {
    Ran ran =
        Ran.tempelhof("sim", "--nodes", "20", "--scenario", "closes", "--count", "300", "--json");
    assertThat(ran.ended(ExitCode.OK)).as("%s", ran).isTrue();
    Map<?, ?> fields = Json.read(ran.out().lines().toList().getLast(), Map.class);
    assertThat(((Number) fields.get("idle_closed")).intValue()).isBetween(300, 1_000);
    assertThat(fields.get("signals_lost")).isEqualTo(0);
    assertThat(fields.get("monitors_without_connection")).isNotNull();
    assertThat(ran.out()).contains("monitors asleep");
  }

  @Test
  void aPersonGetsTheBarsBesideTheFigures() {
    Ran ran = Ran.tempelhof("sim", "--nodes", "20", "--scenario", "steady");
    assertThat(ran.ended(ExitCode.OK)).as("%s", ran).isTrue();
    assertThat(ran.out())
        .startsWith("steady of 20 nodes from seed 1")
        .contains("peers per node", "bars 30, 40")
        .endsWith("every invariant held, every bar was kept\n");
  }

  @Test
  void aPartitionLastsAsLongAsOneSays() {
    Ran ran = Ran.tempelhof("sim", "--nodes", "8", "--scenario", "overlap", "--fault-seconds", "9");
    assertThat(ran.ended(ExitCode.OK)).as("%s", ran).isTrue();
    assertThat(ran.out()).startsWith("overlap of 8 nodes").contains("signals  ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--nodes 1",
        "--nodes many",
        "--nodes 100001",
        "--seed x",
        "--for 0",
        "--fault-seconds 1000000",
        "--loss 0.6",
        "--loss much",
        "--scenario storm",
        "--scenarios join"
      })
  void whatCannotBeUnderstoodIsOneLine(String options) {
    Ran ran = Ran.tempelhof(("sim " + options).split(" "));
    assertThat(ran.ended(ExitCode.USAGE)).as("%s", ran).isTrue();
    assertThat(ran.err().lines()).as("%s", ran).hasSize(1);
    assertThat(ran.out()).isEmpty();
  }
}
