package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import io.tempelhof.core.node.DialFailure;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.net.epmd.EpmdEntry;
import io.tempelhof.net.epmd.EpmdPresence;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// A running node and a handshake written by hand, both ways round, in order and out of it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WhiteBoxTest {
  private static final String COOKIE = TestCluster.COOKIE;
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final TestCluster cluster = new TestCluster();
  private final EventLoops loops = EventLoops.of(1);
  private EventLoopGroup group;
  private Node node;
  private int peers;

  @BeforeAll
  void start() {
    node = cluster.start("middle");
    group = loops.acquire();
  }

  @AfterAll
  void stop() {
    cluster.close();
    loops.release();
  }

  /// A name nobody had before.
  private String fresh() {
    return "peer" + ++peers + "@127.0.0.1";
  }

  private BareHands up(String name) throws IOException {
    BareHands hands = BareHands.connectedTo(node);
    hands.sayName(name);
    assertThat(hands.hearStatus()).isEqualTo("ok");
    hands.finish(COOKIE);
    assertThat(hands.isAnswered(name)).isTrue();
    return hands;
  }

  @Test
  void saysWhoItIs() throws IOException {
    try (BareHands hands = BareHands.connectedTo(node)) {
      hands.sayName(fresh());
      assertThat(hands.hearStatus()).isEqualTo("ok");
      BareHands.Introduction said = hands.hearChallenge();
      assertThat(said.name()).isEqualTo("middle@127.0.0.1");
      assertThat(said.creation()).isEqualTo(node.creation());
      assertThat(said.flags() & 1).as("hidden").isZero();
    }
  }

  @Test
  void givesUpItsConnectionForOneOfWhichThePeerSaysThatItReplacesIt() throws IOException {
    String name = fresh();
    try (BareHands older = up(name);
        BareHands newer = BareHands.connectedTo(node)) {
      newer.sayName(name);
      assertThat(newer.hearStatus()).isEqualTo("alive");
      newer.sayStatus("true");
      newer.finish(COOKIE);
      assertThat(older.isAnswered(name)).as("the older one is closed").isFalse();
      assertThat(newer.isAnswered(name)).isTrue();
    }
  }

  @Test
  void keepsItsConnectionWhenThePeerSaysThatItIsGood() throws IOException {
    String name = fresh();
    try (BareHands older = up(name);
        BareHands newer = BareHands.connectedTo(node)) {
      newer.sayName(name);
      assertThat(newer.hearStatus()).isEqualTo("alive");
      newer.sayStatus("false");
      assertThat(newer.hear()).isEmpty();
      assertThat(older.isAnswered(name)).isTrue();
    }
  }

  @Test
  void keepsItsConnectionWhenTheOneToReplaceItDoesNotKnowTheCookie() throws IOException {
    String name = fresh();
    try (BareHands older = up(name);
        BareHands newer = BareHands.connectedTo(node)) {
      newer.sayName(name);
      assertThat(newer.hearStatus()).isEqualTo("alive");
      newer.sayStatus("true");
      newer.sayReply(BareHands.proof("guess", newer.hearChallenge().challenge()));
      assertThat(newer.hear()).as("no ack").isEmpty();
      assertThat(older.isAnswered(name)).isTrue();
    }
  }

  @Test
  void speaksTheOldFormOfTheName() throws IOException {
    String name = fresh();
    try (BareHands hands = BareHands.connectedTo(node)) {
      hands.sayOldName(name);
      assertThat(hands.hearStatus()).isEqualTo("ok");
      int challenge = hands.hearChallenge().challenge();
      hands.sayComplement();
      hands.sayReply(BareHands.proof(COOKIE, challenge));
      hands.hearAck(COOKIE);
      assertThat(hands.isAnswered(name)).isTrue();
    }
  }

  @Test
  void remembersNothingOfAPeerThatStoppedInTheMiddle() throws IOException {
    String name = fresh();
    for (int steps = 0; steps < 4; steps++) {
      try (BareHands hands = BareHands.connectedTo(node)) {
        if (steps > 0) {
          hands.sayName(name);
        }
        if (steps > 1) {
          hands.hearStatus();
        }
        if (steps > 2) {
          hands.hearChallenge();
        }
      }
      TestCluster.await("it is forgotten", () -> isGreetedLikeAStranger(name));
    }
  }

  private boolean isGreetedLikeAStranger(String name) {
    try (BareHands hands = BareHands.connectedTo(node)) {
      hands.sayName(name);
      String status = hands.hearStatus();
      hands.sayReply(BareHands.proof("guess", 0));
      // Only when it has closed is this attempt forgotten as well.
      while (hands.hear().isPresent()) {}
      return status.equals("ok");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void refusesWhatIsNoNameOrLacksWhatIsMandatory() throws IOException {
    Map<String, Long> names = new LinkedHashMap<>();
    names.put(fresh(), 0L);
    names.put(fresh(), BareHands.FLAGS & ~0x1_0000L);
    for (String name : List.of("", "@", "a@", "@h", "a", "a@b@c", "a".repeat(300) + "@h")) {
      names.put(name, BareHands.FLAGS);
    }
    for (var each : names.entrySet()) {
      try (BareHands hands = BareHands.connectedTo(node)) {
        hands.sayName(each.getKey(), each.getValue());
        assertThat(hands.hearStatus()).as(each.toString()).isEqualTo("not_allowed");
        assertThat(hands.hear()).as(each.toString()).isEmpty();
      }
    }
    try (BareHands hands = BareHands.connectedTo(node)) {
      hands.sayName("a".repeat(2_000) + "@h");
      assertThat(hands.hear()).as("a packet too long").isEmpty();
    }
  }

  @Test
  void closesOnAPacketOutOfTurn() throws IOException {
    try (BareHands hands = BareHands.connectedTo(node)) {
      hands.sayStatus("ok");
      assertThat(hands.hear()).isEmpty();
    }
    try (BareHands hands = BareHands.connectedTo(node)) {
      hands.sayName(fresh());
      hands.hearStatus();
      hands.hearChallenge();
      hands.sayAck(new byte[16]);
      assertThat(hands.hear()).isEmpty();
    }
    try (BareHands hands = BareHands.connectedTo(node)) {
      hands.sayName(fresh());
      hands.hearStatus();
      hands.hearChallenge();
      hands.sayReply(new byte[15]);
      assertThat(hands.hear()).as("a proof too short").isEmpty();
    }
  }

  /// A node written by hand that the real one dials.
  private final class Dialled implements AutoCloseable {
    final String name;
    private final ServerSocket listener = new ServerSocket(0, 5, LOOPBACK);
    private final EpmdPresence presence;

    Dialled(String name) throws Exception {
      this.name = name + "@127.0.0.1";
      presence =
          new EpmdPresence(
              group,
              cluster.epmdPort(),
              LOOPBACK,
              EpmdEntry.of(name, listener.getLocalPort()),
              RandomGenerator.getDefault());
      presence.start().get(20, TimeUnit.SECONDS);
    }

    CompletableFuture<Node.Ping> ping() {
      return node.ping(NodeName.of(name));
    }

    BareHands accept() throws IOException {
      return new BareHands(listener.accept());
    }

    /// The same with everyone who dials, until it is closed.
    void misbehave(Misbehaviour misbehaviour) {
      while (!listener.isClosed()) {
        try (BareHands hands = accept()) {
          hands.hearName();
          misbehaviour.of(hands, name);
          while (hands.hear().isPresent()) {}
        } catch (IOException closed) {
          // By the node, which has seen enough, or by the end of the scene.
        }
      }
    }

    boolean isConnected() {
      return node.status().connections().stream()
          .anyMatch(each -> each.node().equals(NodeName.of(name)));
    }

    @Override
    public void close() throws Exception {
      if (listener.isClosed()) {
        return;
      }
      presence.close().get(20, TimeUnit.SECONDS);
      listener.close();
    }
  }

  @Test
  void insistsOnItsOwnAttemptAgainstANodeOfLesserName() throws Exception {
    try (Dialled lesser = new Dialled("alpha")) {
      var _ = lesser.ping();
      try (BareHands ours = lesser.accept();
          BareHands crossing = BareHands.connectedTo(node)) {
        crossing.sayName(lesser.name);
        assertThat(crossing.hearStatus()).isEqualTo("nok");
        assertThat(crossing.hear()).isEmpty();
        assertThat(ours.hearName()).isEqualTo("middle@127.0.0.1");
        ours.sayStatus("ok_simultaneous");
        ours.sayChallenge(lesser.name);
        ours.sayAck(BareHands.proof(COOKIE, ours.hearReply(COOKIE)));
        TestCluster.await("its attempt stands", lesser::isConnected);
      }
    }
  }

  @Test
  void yieldsToTheAttemptOfANodeOfGreaterName() throws Exception {
    try (Dialled greater = new Dialled("zulu")) {
      var _ = greater.ping();
      try (BareHands ours = greater.accept();
          BareHands crossing = BareHands.connectedTo(node)) {
        assertThat(ours.hearName()).isEqualTo("middle@127.0.0.1");
        crossing.sayName(greater.name);
        assertThat(crossing.hearStatus()).isEqualTo("ok_simultaneous");
        crossing.finish(COOKIE);
        TestCluster.await("the crossing attempt stands", greater::isConnected);
        assertThat(ours.hear()).as("its own is given up").isEmpty();
        assertThat(node.status().count(Counter.CROSSED)).isPositive();
      }
    }
  }

  /// What a node that is dialled does after it has read the name.
  private interface Misbehaviour {
    void of(BareHands hands, String name) throws IOException;
  }

  private static Map<Misbehaviour, DialFailure> scenes() {
    Map<Misbehaviour, DialFailure> scenes = new LinkedHashMap<>();
    scenes.put((hands, name) -> hands.sayStatus("maybe"), DialFailure.HANDSHAKE);
    scenes.put((hands, name) -> hands.sayStatus("named:"), DialFailure.HANDSHAKE);
    scenes.put((hands, name) -> hands.sayStatus("not_allowed"), DialFailure.NAME_TAKEN);
    scenes.put((hands, name) -> hands.sayChallenge(name), DialFailure.HANDSHAKE);
    scenes.put((hands, name) -> hands.sayBytes((byte) 0, (byte) 0), DialFailure.HANDSHAKE);
    scenes.put((hands, name) -> hands.sayBytes((byte) -1, (byte) -1), DialFailure.HANDSHAKE);
    scenes.put(
        (hands, name) -> {
          hands.sayStatus("ok");
          hands.close();
        },
        DialFailure.CLOSED);
    scenes.put((hands, name) -> hands.close(), DialFailure.CLOSED);
    scenes.put(
        (hands, name) -> {
          hands.sayStatus("ok");
          hands.sayChallenge("other@127.0.0.1");
        },
        DialFailure.OTHER_NODE);
    scenes.put(
        (hands, name) -> {
          hands.sayStatus("ok");
          hands.sayChallenge(name, 0, BareHands.CREATION);
        },
        DialFailure.HANDSHAKE);
    scenes.put(
        (hands, name) -> {
          hands.sayStatus("ok");
          hands.sayChallenge(name, BareHands.FLAGS, 0);
        },
        DialFailure.HANDSHAKE);
    scenes.put(
        (hands, name) -> {
          hands.sayStatus("alive");
          assertThat(hands.hearStatus()).isEqualTo("true");
          hands.sayChallenge(name);
          hands.hearReply(COOKIE);
          hands.sayAck(BareHands.proof("guess", 1));
        },
        DialFailure.WRONG_COOKIE);
    scenes.put(
        (hands, name) -> {
          hands.sayStatus("ok");
          hands.sayChallenge(name);
          hands.hearReply(COOKIE);
          hands.close();
        },
        DialFailure.WRONG_COOKIE);
    return scenes;
  }

  @Test
  void saysWhyANodeThatMisbehavesCouldNotBeReached() throws Exception {
    List<String> wrong = new ArrayList<>();
    int number = 0;
    for (var scene : scenes().entrySet()) {
      number++;
      try (Dialled dialled = new Dialled("dialled" + number)) {
        Thread stage = Thread.ofVirtual().start(() -> dialled.misbehave(scene.getKey()));
        DialFailure failure = dialled.ping().get(30, TimeUnit.SECONDS).failure();
        if (failure != scene.getValue()) {
          wrong.add("scene " + number + ": " + failure + " is not " + scene.getValue());
        }
        dialled.close();
        stage.join();
      }
    }
    assertThat(wrong).isEmpty();
  }
}
