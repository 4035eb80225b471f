package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.Etf;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Nil;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.Dropped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Frames that are well-formed terms and say what no node says, and messages that are no terms: the
/// cases of OTP's {@code distribution_SUITE}, groups {@code bad_dist} and {@code bad_dist_ext}.
/// Each costs its connection, with one line that names peer and reason; the victim, whom they
/// concern, and a friend on another connection notice nothing.
class BadStructureTest {
  private static final Atom EMPTY = Atom.of("");
  private static final Atom NORMAL = Atom.of("normal");
  private static final Atom TOKEN = Atom.of("token");
  private static final Atom NAME = Atom.of("name");
  private static final Tuple MESSAGE = Tuple.of(Atom.of("message"));

  private final TestCluster cluster = new TestCluster();
  private final BlockingQueue<Term> seen = new LinkedBlockingQueue<>();
  private Node node;
  private Node friend;
  private Pid victim;

  @BeforeEach
  void start() throws Exception {
    node = cluster.start("node");
    friend = cluster.start("friend");
    assertThat(friend.ping(node.name()).get(20, TimeUnit.SECONDS).pong()).isTrue();
    victim =
        node.spawn(
            "victim",
            self -> {
              self.trapExits(true);
              while (true) {
                seen.add(self.receive());
              }
            });
  }

  @AfterEach
  void theFriendHasNoticedNothing() throws Exception {
    assertThat(friend.ping(node.name()).get(20, TimeUnit.SECONDS).pong()).isTrue();
    assertThat(friend.status().count(Counter.CLOSED_BROKEN)).isZero();
    cluster.close();
  }

  private RawPeer offender(FrameForm form) throws IOException {
    return RawPeer.connected("offender@127.0.0.1", TestCluster.COOKIE, node, form.flags());
  }

  /// A control message, and a message after it unless that is null.
  private record Bad(Tuple control, @Nullable Term message) {
    byte[] frame(FrameForm form) {
      return form.frame(control, message == null ? new byte[0] : FrameForm.bare(message));
    }
  }

  private static Bad bad(int operation, Object... elements) {
    return bad(null, operation, elements);
  }

  private static Bad bad(@Nullable Term message, int operation, Object... elements) {
    List<Term> all = new ArrayList<>(List.of(Int.of(operation)));
    for (Object element : elements) {
      all.add((Term) element);
    }
    return new Bad(Tuple.of(all.toArray(Term[]::new)), message);
  }

  /// Control messages with too few or too many elements, or with elements of a wrong type.
  private List<Bad> structures(Pid me) {
    Pid p = victim;
    Ref ref = new Ref(me.node(), me.creation(), 1, 2, 3);
    return List.of(
        bad(21, me, p, NORMAL),
        bad(21, me, p, NORMAL, NORMAL),
        bad(1),
        bad(4, me),
        bad(4, me, ref),
        bad(4, ref, p),
        bad(4, NORMAL, NORMAL),
        bad(4, me, p),
        bad(19, me, p),
        bad(19, me, p, NORMAL),
        bad(20, me, p),
        bad(20, me, p, NORMAL),
        bad(3, me, p),
        bad(3, ref, NORMAL, NORMAL),
        bad(13, me, TOKEN, p),
        bad(13, ref, TOKEN, NORMAL, NORMAL),
        bad(8, me, p),
        bad(8, ref, NORMAL, NORMAL),
        bad(18, me, TOKEN, p),
        bad(18, ref, TOKEN, NORMAL, NORMAL),
        bad(7, me),
        bad(7, me, Atom.of("atomic")),
        bad(7, NORMAL, p),
        bad(MESSAGE, 16, me, EMPTY, NAME),
        bad(MESSAGE, 16, NORMAL, EMPTY, NAME, TOKEN),
        bad(MESSAGE, 6, me, EMPTY),
        bad(MESSAGE, 6, NORMAL, EMPTY, p),
        bad(MESSAGE, 6, NORMAL, EMPTY, NAME),
        bad(MESSAGE, 6, me, EMPTY, NAME, Tuple.of(TOKEN)),
        bad(MESSAGE, 12, EMPTY, p),
        bad(MESSAGE, 12, EMPTY, NAME, TOKEN),
        bad(MESSAGE, 2, EMPTY),
        bad(MESSAGE, 2, EMPTY, NAME),
        bad(MESSAGE, 2, EMPTY, p, Tuple.of(TOKEN)),
        bad(24, me, p),
        bad(26, me, p),
        bad(28, me, p, ref),
        bad(Nil.NIL, 29, ref, me, me, Tuple.of(NAME, NAME), Nil.NIL),
        bad(35, Int.of(0), me, p),
        bad(36, NORMAL, me, p));
  }

  @ParameterizedTest
  @EnumSource
  void costsItsConnectionOneLineAndNothingElse(FrameForm form) throws Exception {
    int count = 0;
    for (int i = 0; i < structures(victim).size(); i++) {
      try (RawPeer peer = offender(form);
          var log = new WarnLines(Talking.class)) {
        Bad bad = structures(peer.pid(1)).get(i);
        // It stands in relations with the victim, too.
        peer.send(new Signal.Link(peer.pid(1), victim));
        peer.send(new Signal.Monitor(peer.pid(1), victim, peer.ref(1)));
        peer.askWhetherItLives();
        peer.frame(bad.frame(form));
        peer.awaitClose();
        count++;
        awaitMalformed(count);
        assertThat(log.lines())
            .as(bad.toString())
            .singleElement()
            .asString()
            .contains("offender@127.0.0.1", "control message " + bad.control().at(0));
        assertThat(seen.poll(20, TimeUnit.SECONDS))
            .isEqualTo(Tuple.of(Atom.of("EXIT"), peer.pid(1), Atom.of("noconnection")));
      }
    }
    assertThat(node.processes().whereis("victim")).contains(victim);
    assertThat(seen).isEmpty();
  }

  /// A message that is no term.
  private static void sendNoTerm(RawPeer peer, FrameForm form, Pid to, int... payload) {
    byte[] bytes = new byte[payload.length];
    for (int i = 0; i < payload.length; i++) {
      bytes[i] = (byte) payload[i];
    }
    peer.frame(form.frame(Tuple.of(Int.of(22), peer.pid(1), to), bytes));
  }

  private void sendTerm(RawPeer peer, String word) {
    peer.send(new Signal.Send(peer.pid(1), victim, Encoded.of(Etf.encode(Atom.of(word)))));
  }

  @ParameterizedTest
  @EnumSource
  void messagesThatAreNoTermsAreDroppedAndTheOthersReceived(FrameForm form) throws Exception {
    int[][] noTerms = {
      {82, 137}, // an atom of a cache that is not there
      {63, 66}, // no tag
      {80, 0, 0, 0, 9, 120, -100}, // compressed
      {104, 3, 97, 1}, // cut short
      {108, 127, -1, -1, -1, 97, 1}, // a list of more elements than there are bytes
      {109, 127, -1, -1, -1, 0}, // likewise a binary
      {97, 1, 97, 2}, // two terms
    };
    for (int i = 0; i < noTerms.length; i++) {
      try (RawPeer peer = offender(form);
          var log = new WarnLines(Talking.class)) {
        sendTerm(peer, "one");
        sendNoTerm(peer, form, victim, noTerms[i]);
        peer.awaitClose();
        awaitMalformed(i + 1);
        assertThat(log.lines())
            .singleElement()
            .asString()
            .contains("offender@127.0.0.1", "message: ");
      }
      assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo(Atom.of("one"));
    }
    assertThat(seen).isEmpty();
    // Counted by the receiver, after it has told the connection.
    TestCluster.await("each is counted", () -> malformedDropped() == noTerms.length);
  }

  @ParameterizedTest
  @EnumSource
  void manySuchMessagesInAMailboxCostOneLineWhenTheyAreReceived(FrameForm form) throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    BlockingQueue<Term> received = new LinkedBlockingQueue<>();
    Pid sleeper =
        node.spawn(self -> {
          go.await();
          while (true) {
            received.add(self.receive());
          }
        });
    try (RawPeer peer = offender(form);
        var log = new WarnLines(Talking.class)) {
      for (int i = 0; i < 5; i++) {
        sendNoTerm(peer, form, sleeper, 82, 137);
      }
      Encoded three = Encoded.of(Etf.encode(Atom.of("three")));
      peer.send(new Signal.Send(peer.pid(1), sleeper, three));
      peer.askWhetherItLives();
      assertThat(log.lines()).isEmpty();
      go.countDown();
      peer.awaitClose();
      assertThat(received.poll(20, TimeUnit.SECONDS)).isEqualTo(Atom.of("three"));
      awaitMalformed(1);
      assertThat(log.lines()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLookAtAProcessCountsSuchMessagesAndDecodesNone(FrameForm form) throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    Pid sleeper =
        node.spawn(self -> {
          go.await();
          self.receive();
        });
    try (RawPeer peer = offender(form)) {
      for (int i = 0; i < 5; i++) {
        sendNoTerm(peer, form, sleeper, 82, 137);
      }
      peer.askWhetherItLives();
      assertThat(node.processes().info(sleeper).orElseThrow().mailbox()).isEqualTo(5);
      peer.askWhetherItLives();
      assertThat(node.status().count(Counter.CLOSED_MALFORMED)).isZero();
      go.countDown();
      peer.awaitClose();
    }
    awaitMalformed(1);
  }

  @ParameterizedTest
  @EnumSource
  void suchAMessageDoesNotCostTheConnectionThatCameAfterItsOwn(FrameForm form) throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    BlockingQueue<Term> received = new LinkedBlockingQueue<>();
    Pid sleeper =
        node.spawn(self -> {
          go.await();
          while (true) {
            received.add(self.receive());
          }
        });
    try (RawPeer peer = offender(form)) {
      sendNoTerm(peer, form, sleeper, 82, 137);
      peer.askWhetherItLives();
    }
    TestCluster.await("it is gone", () -> node.status().connections().size() == 1);
    try (RawPeer again = offender(form)) {
      go.countDown();
      again.send(new Signal.Send(again.pid(1), sleeper, Encoded.of(Etf.encode(Atom.of("after")))));
      assertThat(received.poll(20, TimeUnit.SECONDS)).isEqualTo(Atom.of("after"));
      again.askWhetherItLives();
    }
  }

  @ParameterizedTest
  @EnumSource
  void spawnRequestsWithBadArgumentsCostTheConnection(FrameForm form) throws Exception {
    try (RawPeer peer = offender(form)) {
      Tuple request =
          Tuple.of(
              Int.of(29),
              peer.ref(1),
              peer.pid(1),
              peer.pid(1),
              Tuple.of(Atom.of("erlang"), Atom.of("send"), Int.of(2)),
              ListTerm.of(Atom.of("monitor")));
      peer.frame(form.frame(request, (byte) 82, (byte) 137));
      Signal.SpawnReply reply = (Signal.SpawnReply) peer.receive();
      assertThat(reply.result()).isInstanceOf(Pid.class);
      assertThat(reply.flags()).isEqualTo(Signal.SpawnReply.MONITORED);
      peer.awaitClose();
    }
    awaitMalformed(1);
  }

  private long malformedDropped() {
    return node.processes().snapshot().dropped().getOrDefault(Dropped.MALFORMED, 0L);
  }

  private void awaitMalformed(int count) {
    TestCluster.await(
        "malformed " + count, () -> node.status().count(Counter.CLOSED_MALFORMED) == count);
  }
}
