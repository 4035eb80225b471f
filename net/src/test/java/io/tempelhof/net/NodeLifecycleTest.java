package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tempelhof.core.handshake.Cookie;
import io.tempelhof.core.node.DialFailure;
import io.tempelhof.core.node.NodeEvent;
import io.tempelhof.core.node.Seed;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.net.NodeStartException.Kind;
import io.tempelhof.net.fault.Faults;
import io.tempelhof.net.fault.LinkFault;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeLifecycleTest {
  private final TestCluster cluster = new TestCluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  private NodeStartException refused(NodeOptions options) {
    return catchThrowableOfType(
        NodeStartException.class,
        () -> {
          Node node = Node.start(options);
          node.close();
        });
  }

  @Test
  void refusesAHostThatDoesNotResolve() {
    NodeStartException refused =
        refused(NodeOptions.of("a@no-such-host.invalid").withCookie(new Cookie("x")));
    assertThat(refused.kind()).isEqualTo(Kind.BAD_HOST);
    assertThat(refused).hasMessageContaining("no-such-host.invalid");
  }

  @Test
  void refusesAHostThatIsNotThisMachine() {
    NodeStartException refused = refused(NodeOptions.of("a@192.0.2.1").withCookie(new Cookie("x")));
    assertThat(refused.kind()).isEqualTo(Kind.BAD_HOST);
    assertThat(refused).hasMessageContaining("192.0.2.1");
  }

  @Test
  void refusesAPortThatIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      NodeStartException refused = refused(cluster.options("a").withPort(taken.getLocalPort()));
      assertThat(refused.kind()).isEqualTo(Kind.PORT_TAKEN);
      assertThat(refused).hasMessageContaining(String.valueOf(taken.getLocalPort()));
    }
  }

  @Test
  void refusesANameThatIsInUseOnThisHost() {
    cluster.start("a");
    NodeStartException refused = refused(cluster.options("a"));
    assertThat(refused.kind()).isEqualTo(Kind.NAME_TAKEN);
    assertThat(refused).hasMessageContaining("a");
  }

  @Test
  void saysWhenSomethingElseIsInEpmdsPlace() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              while (true) {
                mute.accept().close();
              }
            } catch (java.io.IOException closed) {
              // the test is over
            }
          });
      NodeStartException refused = refused(cluster.options("a").withEpmdPort(mute.getLocalPort()));
      assertThat(refused.kind()).isEqualTo(Kind.NO_EPMD);
    }
  }

  @Test
  void itsNameIsFreeAgainWhenItIsClosed() {
    cluster.start("a").close();
    assertThat(refused(cluster.options("a"))).isNull();
  }

  @Test
  void leavesNoThreadBehind() throws Exception {
    EventLoops own = EventLoops.of(1);
    Node node = Node.start(cluster.options("a").withLoops(own));
    Node other = Node.start(cluster.options("b").withLoops(own));
    assertThat(node.ping(other.name()).get(20, TimeUnit.SECONDS).pong()).isTrue();
    List<Thread> loops = own.threads();
    node.close();
    assertThat(loops).allMatch(Thread::isAlive);
    other.close();
    TestCluster.await("loops end", () -> loops.stream().noneMatch(Thread::isAlive));
  }

  @Test
  void readsEpmdsPortAsErlangDoes() {
    assertThat(NodeOptions.epmdPort(null)).isEqualTo(4369);
    assertThat(NodeOptions.epmdPort("4370")).isEqualTo(4370);
    for (String none : List.of("x", "-1", "65536", "999999")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> NodeOptions.epmdPort(none))
          .withMessage("ERL_EPMD_PORT is no port: " + none);
    }
  }

  @Test
  void whoPingsIsToldWhenTheNodeIsClosed() throws Exception {
    Node other = cluster.start("b");
    Faults silence = Faults.seeded(1);
    silence.toward(other.name(), LinkFault.NONE.withCut(LinkFault.Cut.SILENT));
    Node node = cluster.start("a", options -> options.withFaults(silence));
    CompletableFuture<Node.Ping> ping = node.ping(other.name());
    node.close();
    assertThat(ping.get(20, TimeUnit.SECONDS).pong()).isFalse();
  }

  @Test
  void canBeClosedTwice() {
    Node node = cluster.start("a");
    node.close();
    node.close();
  }

  @Test
  void hearsThatASeedKnowsAnotherCookie() throws Exception {
    Node seed = cluster.start("seed");
    assertThat(seedFailure(seed, o -> o.withCookie(new Cookie("other"))))
        .isEqualTo(DialFailure.WRONG_COOKIE);
  }

  @Test
  void hearsThatASeedIsNotThere() throws Exception {
    Node gone = cluster.start("seed");
    cluster.start("epmd-keeper");
    gone.close();
    assertThat(seedFailure(gone, UnaryOperator.identity())).isEqualTo(DialFailure.REFUSED);
  }

  @Test
  void aClientHearsThatASeedKnowsAnotherCookie() throws Exception {
    Node seed = cluster.start("seed");
    assertThat(seedFailure(seed, o -> o.withClient(true).withCookie(new Cookie("other"))))
        .isEqualTo(DialFailure.WRONG_COOKIE);
  }

  @Test
  void hearsThatAnotherNodeAnswersAtTheSeedsAddress() throws Exception {
    Node seed = cluster.start("seed");
    Node node = cluster.start("node");
    CompletableFuture<DialFailure> failure = failure(node);
    node.join(List.of(new Seed(NodeName.of("elsewhere@127.0.0.1"), seed.address())));
    assertThat(failure.get(20, TimeUnit.SECONDS)).isEqualTo(DialFailure.OTHER_NODE);
  }

  private DialFailure seedFailure(Node seed, UnaryOperator<NodeOptions> options) throws Exception {
    Node node = cluster.start("node", options);
    CompletableFuture<DialFailure> failure = failure(node);
    node.join(List.of(new Seed(seed.name(), null)));
    DialFailure heard = failure.get(20, TimeUnit.SECONDS);
    node.leave().get(10, TimeUnit.SECONDS);
    node.close();
    return heard;
  }

  private static CompletableFuture<DialFailure> failure(Node node) {
    CompletableFuture<DialFailure> failure = new CompletableFuture<>();
    node.onEvent(event -> {
      if (event instanceof NodeEvent.SeedUnreachable unreachable) {
        failure.complete(unreachable.failure());
      }
    });
    return failure;
  }
}
