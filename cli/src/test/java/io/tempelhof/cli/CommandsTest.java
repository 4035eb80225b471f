package io.tempelhof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.handshake.Cookie;
import io.tempelhof.core.node.Seed;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeOptions;
import io.tempelhof.net.NodeStartException;
import io.tempelhof.net.epmd.PrivatePort;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// ping, lookup, and what keeps a node from starting, against two living nodes.
class CommandsTest {
  private static final String COOKIE = "commands";
  private static final String EPMD_PORT = Integer.toString(PrivatePort.choose());
  private static Node first;
  private static Node second;

  @BeforeAll
  static void start() throws NodeStartException, InterruptedException {
    first = Node.start(options("first@127.0.0.1"));
    second = Node.start(options("second@127.0.0.1"));
    CountDownLatch joined = new CountDownLatch(1);
    second.onEvent(_ -> joined.countDown());
    second.join(List.of(new Seed(first.name(), first.address())));
    assertThat(joined.await(20, TimeUnit.SECONDS)).as("joined").isTrue();
  }

  @AfterAll
  static void stop() {
    second.close();
    first.close();
  }

  private static NodeOptions options(String name) {
    return NodeOptions.of(name)
        .withCookie(new Cookie(COOKIE))
        .withEpmdPort(Integer.parseInt(EPMD_PORT));
  }

  private static Ran ours(String... arguments) {
    return with(COOKIE, arguments);
  }

  private static Ran with(String cookie, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--cookie", cookie, "--epmd-port", EPMD_PORT));
    return Ran.tempelhof(all.toArray(String[]::new));
  }

  @Test
  void pingSaysPongForALivingNodeAndPangForNone() {
    Ran pong = ours("ping", "first@127.0.0.1");
    assertThat(pong).isEqualTo(new Ran(0, "pong\n", ""));
    Ran pang = ours("ping", "nobody@127.0.0.1");
    assertThat(pang.code()).isEqualTo(1);
    assertThat(pang.out()).isEqualTo("pang: no such node there: its EPMD knows no node nobody\n");
    assertThat(ours("ping", "first@127.0.0.1", "--json").out())
        .startsWith("{\"node\":\"first@127.0.0.1\",\"pong\":true");
  }

  @Test
  void pingWithAnotherCookieIsRefused() {
    refused(with("other", "ping", "first@127.0.0.1"), "first@127.0.0.1 has another cookie");
  }

  @Test
  void lookupPrintsTheRecordTheHopsAndTheWay() {
    Ran found = ours("lookup", "second@127.0.0.1", "--via", "first@127.0.0.1");
    assertThat(found.err()).isEmpty();
    assertThat(found.code()).isZero();
    assertThat(found.out())
        .startsWith("second@127.0.0.1 at " + second.address())
        .containsPattern("hops +[1-9]")
        .containsPattern("path .*second@127\\.0\\.0\\.1");
  }

  @Test
  void lookupWithAPortNeedsNoEpmd() {
    String via = "first@127.0.0.1:" + first.address().port();
    Ran found =
        Ran.tempelhof(
            "lookup",
            "second@127.0.0.1",
            "--via",
            via,
            "--cookie",
            COOKIE,
            "--json",
            "--epmd-port",
            Integer.toString(PrivatePort.choose()));
    assertThat(found.err()).isEmpty();
    assertThat(found.out()).contains("\"found\":true", "\"hops\":").endsWith("}\n");
  }

  @Test
  void lookupOfNobodyIsAnsweredNo() {
    Ran none = ours("lookup", "nobody@127.0.0.1", "--via", "first@127.0.0.1");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.out()).contains("no such node");
  }

  @Test
  void lookupNeedsALivingNodeToAsk() {
    Ran none = ours("lookup", "second@127.0.0.1", "--via", "nobody@127.0.0.1");
    assertThat(none.code()).isEqualTo(69);
    assertThat(none.err().lines()).hasSize(1);
    assertThat(none.err()).contains("nobody@127.0.0.1 cannot be asked", "--via");
  }

  @Test
  void lookupWithAnotherCookieIsRefused() {
    refused(
        with("other", "lookup", "second@127.0.0.1", "--via", "first@127.0.0.1"),
        "first@127.0.0.1 has another cookie");
  }

  @Test
  void aNodeIsRefusedANameInUseOnTheHost() {
    refused(ours("node", "--name", "first@127.0.0.1"), "first");
  }

  @Test
  void aNodeIsRefusedANameInUseInTheCluster() {
    awaitAge(Duration.ofSeconds(3)); // until then the two would count as started together
    Ran twin =
        Ran.tempelhof(
            "node",
            "--name",
            "second@127.0.0.1",
            "--cookie",
            COOKIE,
            "--epmd-port",
            Integer.toString(PrivatePort.choose()),
            "--join",
            "first@127.0.0.1:" + first.address().port());
    refused(twin, "second@127.0.0.1 is in use");
  }

  /// Waits until the connection between the two nodes is that old.
  private static void awaitAge(Duration age) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (first.status().connections().stream()
        .noneMatch(open ->
            open.node().equals(NodeName.of("second@127.0.0.1")) && open.age().compareTo(age) > 0)) {
      assertThat(System.nanoTime()).as("no such connection").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  @Test
  void aNodeWithAnotherCookieThanItsSeedIsRefused() {
    refused(
        with("other", "node", "--name", "third@127.0.0.1", "--join", "first@127.0.0.1"),
        "first@127.0.0.1 has another cookie");
  }

  @Test
  void aTakenPortIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      String port = Integer.toString(taken.getLocalPort());
      Ran ran = ours("node", "--name", "fourth@127.0.0.1", "--port", port);
      assertThat(ran.code()).isEqualTo(69);
      assertThat(ran.err().lines()).hasSize(1);
      assertThat(ran.err()).contains(port, "; choose another --port");
    }
  }

  @Test
  void aHostThatIsNotThisMachineIsABadName() {
    Ran ran = ours("node", "--name", "fifth@host.invalid");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err().lines()).hasSize(1);
    assertThat(ran.err()).contains("host.invalid");
  }

  private static void refused(Ran ran, String reason) {
    assertThat(ran.code()).as(ran.toString()).isEqualTo(77);
    assertThat(ran.err().lines()).as("one line").hasSize(1);
    assertThat(ran.err()).contains(reason);
    assertThat(ran.out()).isEmpty();
  }
}
