package io.tempelhof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.cli.dashboard.Observed;
import io.tempelhof.core.handshake.Cookie;
import io.tempelhof.core.node.Seed;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeOptions;
import io.tempelhof.net.NodeStartException;
import io.tempelhof.net.epmd.PrivatePort;
import io.tempelhof.ops.Json;
import io.tempelhof.ops.agent.Agent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The commands that ask a whole cluster, against one of four nodes.
class ClusterCommandsTest {
  private static final String COOKIE = "cluster-commands";
  private static final String EPMD_PORT = Integer.toString(PrivatePort.choose());
  private static final List<Node> NODES = new ArrayList<>();
  private static final CountDownLatch LEFT = new CountDownLatch(1);

  @BeforeAll
  static void start() throws NodeStartException, InterruptedException {
    for (String name : List.of("one", "two", "three", "four")) {
      Node node =
          Node.start(
              NodeOptions.of(name + "@127.0.0.1")
                  .withCookie(new Cookie(COOKIE))
                  .withEpmdPort(Integer.parseInt(EPMD_PORT)));
      NODES.add(node);
      Agent.start(
          new Observed(
              node,
              NODES.size() == 1,
              () -> {
                node.leave().join();
                node.close();
                LEFT.countDown();
              }));
      if (NODES.size() > 1) {
        CountDownLatch joined = new CountDownLatch(1);
        node.onEvent(_ -> joined.countDown());
        node.join(new Seed(NODES.getFirst().name(), NODES.getFirst().address()));
        assertThat(joined.await(20, TimeUnit.SECONDS)).as("joined").isTrue();
      }
    }
  }

  @AfterAll
  static void stop() {
    NODES.forEach(Node::close);
  }

  private static Ran tempelhof(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--cookie", COOKIE, "--epmd-port", EPMD_PORT));
    return Ran.tempelhof(all.toArray(String[]::new));
  }

  @Test
  void nodesListsEveryNodeWithoutBeingToldWhomToAsk() {
    Ran ran = tempelhof("nodes");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    assertThat(ran.out().lines().toList()).hasSizeGreaterThanOrEqualTo(4);
    assertThat(ran.out()).startsWith("NODE").contains("one@127.0.0.1    alive  ");
    JsonNode json = Json.tree(tempelhof("nodes", "--json", "--via", "two@127.0.0.1").out());
    assertThat(json.path("nodes").size()).isGreaterThanOrEqualTo(3);
    assertThat(json.path("nodes").path(0).path("state").asString()).isEqualTo("alive");
  }

  @Test
  void statusIsFiveLinesAndTheExitCodeSaysIt() {
    Ran ran = tempelhof("status", "--via", "one@127.0.0.1");
    assertThat(ran.out().lines()).as(ran.err()).hasSize(5);
    assertThat(ran.out()).startsWith("healthy: ").contains("a full mesh would hold");
    assertThat(ran.code()).isZero();
    JsonNode json = Json.tree(tempelhof("status", "--json").out());
    assertThat(json.path("healthy").asBoolean()).isTrue();
  }

  @Test
  void connectionsSayWhyEachIsOpen() {
    Ran ran = tempelhof("connections", "three@127.0.0.1", "--via", "one@127.0.0.1");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).contains("WHY IT IS OPEN", "peer: neighbour", "connections of three@");
    Ran json = tempelhof("connections", "--json", "--via", "one@127.0.0.1");
    assertThat(Json.tree(json.out()).isArray()).isTrue();
  }

  @Test
  void topShowsNodesOrProcessesOnceWithoutATerminal() {
    assertThat(tempelhof("top", "--rounds", "1").out()).contains("MESSAGES/S", "one@127.0.0.1");
    Ran processes = tempelhof("top", "two@127.0.0.1", "--sort", "name", "--rounds", "1");
    assertThat(processes.out()).contains("processes on two@127.0.0.1", "net_kernel", Agent.NAME);
  }

  @Test
  void eventsTellOfANodeThatIsToldToLeave() throws Exception {
    try (Program events =
        Program.start(
            "events",
            "--follow",
            "--json",
            "--via",
            "one@127.0.0.1",
            "--cookie",
            COOKIE,
            "--epmd-port",
            EPMD_PORT)) {
      events.line("watching ");
      Ran leave = tempelhof("leave", "four@127.0.0.1", "--via", "one@127.0.0.1");
      assertThat(leave).isEqualTo(new Ran(0, "four@127.0.0.1 is leaving\n", ""));
      assertThat(events.line("{\"sequence\":")).contains("four@127.0.0.1");
    }
    assertThat(LEFT.await(10, TimeUnit.SECONDS)).as("it ends").isTrue();
  }

  @Test
  void aNodeThatIsNotThereIsOneLine() {
    Ran ran = tempelhof("connections", "nobody@127.0.0.1");
    assertThat(ran.ended(ExitCode.UNAVAILABLE)).isTrue();
    assertThat(ran.err().lines()).hasSize(1);
    assertThat(ran.err()).contains("nobody@127.0.0.1", "is it up?");
    Ran nowhere =
        Ran.tempelhof("nodes", "--cookie", COOKIE, "--epmd-port", "" + PrivatePort.choose());
    assertThat(nowhere.ended(ExitCode.UNAVAILABLE)).isTrue();
    assertThat(nowhere.err()).contains("no EPMD answers on this machine; name a running node");
  }
}
