package io.tempelhof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.cli.console.Json;
import io.tempelhof.core.handshake.Cookie;
import io.tempelhof.core.node.NodeEvent;
import io.tempelhof.core.node.Seed;
import io.tempelhof.core.overlay.MemberEvent;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeOptions;
import io.tempelhof.net.epmd.PrivatePort;
import io.tempelhof.runtime.Self;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole runs of the program as processes.
class ProgramTest {
  private static final String EPMD_PORT = Integer.toString(PrivatePort.choose());

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
    int port = PrivatePort.choose();
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

  /// Without peers of its own it would have nobody to say goodbye to.
  private static NodeOptions witness(String name) {
    return NodeOptions.of(name + "@127.0.0.1")
        .withCookie(new Cookie("c"))
        .withEpmdPort(Integer.parseInt(EPMD_PORT));
  }

  @Test
  void sigtermAnswersSaysGoodbyeAndCloses() throws Exception {
    try (Program program = start("polite");
        Node witness = Node.start(witness("host"))) {
      BlockingQueue<MemberEvent> ends = ends(witness, "polite");
      program.signal("TERM");
      assertThat(program.exitCode()).isEqualTo(143);
      assertThat(ends.poll(20, TimeUnit.SECONDS))
          .as("what its neighbour is told")
          .isInstanceOfSatisfying(
              MemberEvent.Down.class,
              down -> assertThat(down.cause()).isEqualTo(MemberEvent.Down.Cause.LEFT));
    }
  }

  @Test
  void aSecondSigtermStopsANodeThatIsStillBusyAtOnce() throws Exception {
    try (Program program = start("busy");
        Node witness = Node.start(witness("guest"))) {
      BlockingQueue<MemberEvent> ends = ends(witness, "busy");
      NodeName busy = NodeName.of("busy@127.0.0.1");
      witness.spawn(self -> keepBusy(self, busy));
      // Two signals at the same moment would be one; so until it has ended.
      while (program.handle().isAlive()) {
        program.signal("TERM");
      }
      assertThat(program.exitCode()).isEqualTo(143);
      assertThat(ends.poll(20, TimeUnit.SECONDS))
          .as("its neighbour was not told, and misses it")
          .isInstanceOf(MemberEvent.Suspected.class);
    }
  }

  private static Program start(String name) throws IOException, InterruptedException {
    Program program =
        Program.start(
            "node", "--name", name + "@127.0.0.1", "--cookie", "c", "--epmd-port", EPMD_PORT);
    program.line("ready");
    return program;
  }

  private static BlockingQueue<MemberEvent> ends(Node witness, String of)
      throws InterruptedException {
    NodeName name = NodeName.of(of + "@127.0.0.1");
    BlockingQueue<MemberEvent> ends = new LinkedBlockingQueue<>();
    CountDownLatch joined = new CountDownLatch(1);
    witness.onEvent(event -> {
      if (event instanceof NodeEvent.Joined) {
        joined.countDown();
      } else if (event instanceof NodeEvent.OfMember(MemberEvent what)
          && !(what instanceof MemberEvent.Up)
          && what.node().name().equals(name)) {
        ends.add(what);
      }
    });
    witness.join(new Seed(name, null));
    assertThat(joined.await(20, TimeUnit.SECONDS)).as("joined").isTrue();
    return ends;
  }

  /// Always has thousands of questions open.
  private static void keepBusy(Self self, NodeName node) throws InterruptedException {
    for (int i = 0; i < 20_000; i++) {
      self.trySend(Echo.NAME, node, Tuple.of(self.pid(), Int.of(i)));
    }
    while (true) {
      var _ = self.receive();
      self.trySend(Echo.NAME, node, Tuple.of(self.pid(), Int.of(0)));
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

  @Test
  void aRollingRestartOfADemoLosesNoCallThatIsRepeated() throws Exception {
    try (Program demo =
        Program.start(
            "demo",
            "--nodes",
            "12",
            "--jvms",
            "3",
            "--idle",
            "2",
            "--seed",
            "42",
            "--phases",
            "restart",
            "--json")) {
      Map<?, ?> read = Json.read(demo.line("{"), Map.class);
      Map<String, Object> figures = new TreeMap<>();
      read.forEach((key, value) -> figures.put(key.toString(), value));
      assertThat(figures)
          .as("seed 42")
          .containsEntry("restart_jvms", 3)
          .containsEntry("restart_given_up", 0)
          .containsEntry("false_deaths", 0);
      assertThat((int) figures.get("restart_calls")).isGreaterThan(20);
      assertThat(demo.exitCode()).isZero();
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
