package io.tempelhof.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.Etf;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Nil;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Whatever comes in on one socket costs that socket at most: in each test another node goes on
/// talking with ours.
class BadInputTest {
  private final TestCluster cluster = new TestCluster();
  private Node node;
  private Node friend;

  @BeforeEach
  void start() throws Exception {
    node = cluster.start("node");
    friend = cluster.start("friend");
    node.spawn(
        "echo",
        self -> {
          while (true) {
            Tuple message = (Tuple) self.receive();
            self.send((Pid) message.at(0), message.at(1));
          }
        });
    assertThat(friend.ping(node.name()).get(20, TimeUnit.SECONDS).pong()).isTrue();
  }

  @AfterEach
  void theFriendHasNoticedNothing() throws Exception {
    assertThat(friend.ping(node.name()).get(20, TimeUnit.SECONDS).pong()).isTrue();
    assertThat(friend.status().count(Counter.CLOSED_BROKEN)).isZero();
    cluster.close();
  }

  private void awaitCount(Counter counter, long count) {
    TestCluster.await(counter + " " + count, () -> node.status().count(counter) == count);
  }

  private RawPeer stranger() throws IOException {
    return RawPeer.connected("stranger@127.0.0.1", TestCluster.COOKIE, node);
  }

  // Before the handshake is over.

  @Test
  void garbageOnThePortIsRefused() throws Exception {
    try (RawPeer peer = new RawPeer(node.address().port())) {
      peer.write("GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
      peer.awaitClose();
    }
    awaitCount(Counter.REFUSED, 1);
  }

  @Test
  void aPacketThatIsNoNameIsRefused() throws Exception {
    try (RawPeer peer = new RawPeer(node.address().port())) {
      peer.write((byte) 0, (byte) 3, (byte) 'x', (byte) 'y', (byte) 'z');
      peer.awaitClose();
    }
    awaitCount(Counter.REFUSED, 1);
  }

  @Test
  void aSocketThatSaysNothingIsClosedAfterSevenSeconds() throws Exception {
    try (RawPeer mute = new RawPeer(node.address().port());
        RawPeer halting = new RawPeer(node.address().port())) {
      halting.write((byte) 0, (byte) 200, (byte) 'N');
      mute.awaitClose();
      halting.awaitClose();
    }
    awaitCount(Counter.REFUSED, 2);
  }

  @Test
  void whoSaysItsNameAndNothingMoreCostsOneLineThatNamesItAndTheStep() throws Exception {
    try (BareHands peer = BareHands.connectedTo(node);
        var log = new WarnLines(Listener.class)) {
      peer.sayName("stranger@127.0.0.1");
      assertThat(peer.hearStatus()).isEqualTo("ok");
      peer.hearChallenge();
      assertThat(peer.hear()).isEmpty();
      TestCluster.await("a line", () -> !log.lines().isEmpty());
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("stranger@127.0.0.1", "its challenge_reply");
    }
    awaitCount(Counter.REFUSED, 1);
  }

  @Test
  void aSocketThatGoesAwayInTheMiddleIsCounted() throws Exception {
    try (RawPeer peer = new RawPeer(node.address().port())) {
      peer.write((byte) 0, (byte) 200, (byte) 'N');
    }
    awaitCount(Counter.REFUSED, 1);
  }

  @Test
  void aWrongCookieIsRefused() throws Exception {
    assertThatThrownBy(() -> RawPeer.connected("stranger@127.0.0.1", "wrong", node))
        .isInstanceOf(IOException.class);
    awaitCount(Counter.REFUSED, 1);
  }

  @Test
  void ourOwnNameIsRefused() {
    assertThatThrownBy(() -> RawPeer.connected("node@127.0.0.1", TestCluster.COOKIE, node))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("NOT_ALLOWED");
    awaitCount(Counter.REFUSED, 1);
  }

  @Test
  void theSixtyFifthSocketWaitsItsTurn() throws Exception {
    List<RawPeer> silent = new ArrayList<>();
    for (int i = 0; i < Admission.SOCKETS_MAX; i++) {
      silent.add(new RawPeer(node.address().port()));
    }
    try (RawPeer late = new RawPeer(node.address().port())) {
      silent.getFirst().close();
      late.shakeHands("late@127.0.0.1", 7, TestCluster.COOKIE, node.name());
    } finally {
      for (RawPeer peer : silent) {
        peer.close();
      }
    }
  }

  // After it.

  @Test
  void aPlainErlangNeighbourGetsItsAnswers() throws Exception {
    try (RawPeer peer = stranger()) {
      peer.send(
          new Signal.SendName(
              peer.pid(1), Atom.of("echo"), encoded(Tuple.of(peer.pid(1), Int.of(5)))));
      assertThat(peer.receive())
          .isInstanceOfSatisfying(
              Signal.Send.class,
              answer -> assertThat(answer.message().bytes()).isEqualTo(Etf.encode(Int.of(5))));
    }
  }

  @Test
  void anOversizeFrameClosesTheConnection() throws Exception {
    try (RawPeer peer = stranger()) {
      peer.write((byte) 0x7F, (byte) -1, (byte) -1, (byte) -1);
      peer.awaitClose();
    }
    awaitCount(Counter.CLOSED_MALFORMED, 1);
  }

  @Test
  void anUnknownControlMessageClosesTheConnection() throws Exception {
    try (RawPeer peer = stranger()) {
      peer.frame(control(Tuple.of(Int.of(99), Atom.of("what"))));
      peer.awaitClose();
    }
    awaitCount(Counter.CLOSED_MALFORMED, 1);
  }

  @Test
  void aFrameOfAnotherKindClosesTheConnection() throws Exception {
    try (RawPeer peer = stranger()) {
      peer.frame(new byte[] {(byte) 131, 68, 0});
      peer.awaitClose();
    }
    awaitCount(Counter.CLOSED_MALFORMED, 1);
  }

  @Test
  void aMessageThatIsNoTermClosesTheConnectionWhenItIsReceived() throws Exception {
    try (RawPeer peer = stranger()) {
      Encoded broken = Encoded.of(new byte[] {(byte) 131, 104, 9});
      peer.send(new Signal.SendName(peer.pid(1), Atom.of("echo"), broken));
      peer.awaitClose();
    }
    awaitCount(Counter.CLOSED_MALFORMED, 1);
  }

  @Test
  void aPidOfAThirdNodeMayNotLinkItself() throws Exception {
    Pid echo = node.processes().whereis("echo").orElseThrow();
    try (RawPeer peer = stranger()) {
      peer.send(new Signal.Link(new Pid(Atom.of("third@127.0.0.1"), 1, 0, 1), echo));
      peer.awaitClose();
    }
    awaitCount(Counter.CLOSED_MALFORMED, 1);
  }

  @Test
  void theReservedNameIsNobodyToAPlainNeighbour() throws Exception {
    try (RawPeer peer = stranger()) {
      Encoded hello = encoded(Tuple.of(Atom.of("association"), Atom.of("ping")));
      peer.send(new Signal.SendName(peer.pid(1), Atom.of("$tempelhof"), hello));
      peer.send(
          new Signal.SendName(
              peer.pid(1), Atom.of("echo"), encoded(Tuple.of(peer.pid(1), Int.of(5)))));
      assertThat(peer.receive()).isInstanceOf(Signal.Send.class);
    }
    assertThat(node.status().count(Counter.ASSOCIATION_IN))
        .isEqualTo(friend.status().count(Counter.ASSOCIATION_OUT));
  }

  @Test
  void aSpawnRequestIsAnsweredWithANewProcess() throws Exception {
    try (RawPeer peer = stranger()) {
      Ref ref = new Ref(peer.pid(1).node(), peer.pid(1).creation(), 1, 2, 3);
      peer.send(
          new Signal.SpawnRequest(
              ref,
              peer.pid(1),
              peer.pid(1),
              Atom.of("erlang"),
              Atom.of("node"),
              0,
              ListTerm.of(Atom.of("monitor")),
              encoded(Nil.NIL)));
      Signal.SpawnReply reply = (Signal.SpawnReply) peer.receive();
      Pid pid = (Pid) reply.result();
      assertThat(reply).isEqualTo(new Signal.SpawnReply(ref, peer.pid(1), 2, pid));
      assertThat(peer.receive())
          .isEqualTo(new Signal.Down(pid, peer.pid(1), ref, Atom.of("normal")));
    }
  }

  @Test
  void aNewConnectionReplacesTheOneANeighbourHasLost() throws Exception {
    try (RawPeer lost = stranger()) {
      // Until the node has taken it over, another one would only cross it.
      lost.askWhetherItLives();
      try (RawPeer again = stranger()) {
        lost.awaitClose();
        again.send(
            new Signal.SendName(
                again.pid(1), Atom.of("echo"), encoded(Tuple.of(again.pid(1), Int.of(6)))));
        assertThat(again.receive()).isInstanceOf(Signal.Send.class);
        assertThat(node.status().connections())
            .extracting(NodeStatus.OpenConnection::node)
            .containsExactly(friend.name(), NodeName.of("stranger@127.0.0.1"));
      }
    }
  }

  private static Encoded encoded(Term term) {
    return Encoded.of(Etf.encode(term));
  }

  private static byte[] control(Tuple tuple) {
    byte[] term = Etf.encode(tuple);
    byte[] frame = new byte[1 + term.length];
    frame[0] = 112;
    System.arraycopy(term, 0, frame, 1, term.length);
    return frame;
  }
}
