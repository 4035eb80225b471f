package io.tempelhof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.cli.console.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole runs of the program as processes.
class ProgramTest {
  private static final String EPMD_PORT = Integer.toString(Program.freePort());

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aNodeIsReadyAnswersAndLeavesWhenToldTo(String signal) throws Exception {
    try (Program node =
        Program.start(
            "node", "--name", "lone@127.0.0.1", "--cookie", "c", "--epmd-port", EPMD_PORT)) {
      assertThat(node.line("ready")).matches("ready lone@127\\.0\\.0\\.1 port [0-9]+");
      Ran ping = Ran.tempelhof("ping", "lone@127.0.0.1", "--cookie", "c", "--epmd-port", EPMD_PORT);
      assertThat(ping.out()).isEqualTo("pong\n");
      node.signal(signal);
      assertThat(node.exitCode()).isEqualTo(signal.equals("INT") ? 130 : 143);
    }
  }

  @Test
  void aNodeServesItsDashboardTellsSoAndSaysWhenItEnds() throws Exception {
    int port = Program.freePort();
    String place = "127.0.0.1:" + port;
    try (Program node =
            Program.start(
                "node",
                "--name",
                "seen@127.0.0.1",
                "--cookie",
                "c",
                "--epmd-port",
                EPMD_PORT,
                "--dashboard",
                place);
        HttpClient http = HttpClient.newHttpClient()) {
      assertThat(node.line("dashboard")).isEqualTo("dashboard http://" + place + "/");
      node.line("ready");
      var ready = HttpRequest.newBuilder(URI.create("http://" + place + "/readyz")).build();
      assertThat(http.send(ready, BodyHandlers.ofString()).body()).isEqualTo("ready\n");
      try (Program second =
          Program.start(
              "node",
              "--name",
              "late@127.0.0.1",
              "--cookie",
              "c",
              "--epmd-port",
              EPMD_PORT,
              "--dashboard",
              place)) {
        assertThat(second.line("tempelhof node:"))
            .contains("cannot be served at " + place, "choose another --dashboard");
        assertThat(second.exitCode()).isEqualTo(69);
      }
      var stream = HttpRequest.newBuilder(URI.create("http://" + place + "/api/stream")).build();
      try (Stream<String> lines = http.send(stream, BodyHandlers.ofLines()).body()) {
        var each = lines.iterator();
        assertThat(each.next()).isEqualTo(": welcome");
        node.signal("TERM");
        String last = "";
        while (!last.equals("event: end")) {
          last = each.next();
        }
      }
      assertThat(node.exitCode()).isEqualTo(143);
    }
  }

  @Test
  void aSeedThatIsNotThereIsNamedOnceAndTriedAgain() throws Exception {
    try (Program node =
        Program.start(
            "node",
            "--name",
            "early@127.0.0.1",
            "--cookie",
            "c",
            "--epmd-port",
            EPMD_PORT,
            "--join",
            "late@127.0.0.1")) {
      assertThat(node.line("seed")).contains("late@127.0.0.1", "trying again");
      node.line("ready");
      try (Program late =
          Program.start(
              "node", "--name", "late@127.0.0.1", "--cookie", "c", "--epmd-port", EPMD_PORT)) {
        late.line("ready");
        assertThat(node.line("joined")).contains("1 peer");
      }
    }
  }

  @Test
  void aDemoKeepsItsPromisesAndTellsThem() throws Exception {
    try (Program demo =
        Program.start(
            "demo", "--nodes", "20", "--jvms", "2", "--for", "6", "--idle", "2", "--seed", "42",
            "--json")) {
      Map<?, ?> read = Json.read(demo.line("{"), Map.class);
      Map<String, Object> figures = new TreeMap<>();
      read.forEach((key, value) -> figures.put(key.toString(), value));
      assertThat(figures).describedAs("seed 42").containsEntry("replies_wrong", 0);
      assertThat(figures).containsEntry("order_violations", 0).containsEntry("missing", 0);
      assertThat(figures.get("messages_sent")).isEqualTo(figures.get("messages_received"));
      assertThat((int) figures.get("messages_sent")).isGreaterThan(100);
      assertThat(figures.get("lookup_success")).isEqualTo(1.0);
      assertThat(figures).containsEntry("nodes_killed", 11).containsEntry("survivors_talking", 9);
      assertThat(figures.get("join_seconds")).as("whole").isNotNull();
      assertThat(figures.get("repair_seconds")).as("whole again").isNotNull();
      assertThat(figures)
          .containsEntry("false_deaths", 0)
          .containsEntry("node_death_missing", 0)
          .containsEntry("jvm_death_missing", 0)
          .containsEntry("jvm_silence_missing", null);
      assertThat((int) figures.get("peers_max")).isBetween(1, 19);
      assertThat(demo.exitCode()).isIn(0, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "INT", "TERM"})
  void noJvmOfADemoOutlivesIt(String signal) throws Exception {
    try (Program demo = Program.start("demo", "--nodes", "4", "--jvms", "2", "--idle", "2")) {
      demo.line("join");
      List<ProcessHandle> children = children(demo);
      assertThat(children).hasSize(2);
      demo.signal(signal);
      demo.exitCode();
      assertAllEnd(children);
    }
  }

  @Test
  void aDemoStoppedWhileItStartsItsJvmsLeavesNone() throws Exception {
    try (Program demo = Program.start("demo", "--nodes", "8", "--jvms", "8", "--idle", "2")) {
      List<ProcessHandle> children = children(demo);
      while (children.isEmpty()) {
        assertThat(demo.handle().isAlive()).isTrue();
        children = children(demo);
      }
      demo.signal("INT");
      assertThat(demo.exitCode()).isEqualTo(130);
      assertAllEnd(children);
    }
  }

  private static List<ProcessHandle> children(Program program) {
    try (Stream<ProcessHandle> children = program.handle().children()) {
      return children.toList();
    }
  }

  private static void assertAllEnd(List<ProcessHandle> children) throws Exception {
    for (ProcessHandle child : children) {
      child.onExit().get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void aDemoWhoseJvmsCannotRunSaysSo() throws IOException, InterruptedException {
    try (Program demo = Program.start("demo", "--nodes", "5000", "--jvms", "1")) {
      assertThat(demo.line("tempelhof demo: ")).contains("descriptors", "--jvms");
      assertThat(demo.exitCode()).isEqualTo(69);
    }
  }
}
