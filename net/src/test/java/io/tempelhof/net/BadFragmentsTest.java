package io.tempelhof.net;

import static io.tempelhof.net.FrameForm.firstFragment;
import static io.tempelhof.net.FrameForm.nextFragment;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.Etf;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Fragments and headers that make no sense: the cases of OTP's {@code distribution_SUITE}, {@code
/// bad_dist_fragments} and {@code bad_dist_ext_control}, and a few more. Each costs its connection,
/// with one line; nothing of what was incomplete stays behind.
class BadFragmentsTest {
  private static final byte[] MESSAGE = FrameForm.bare(Binary.of(new byte[255]));
  private static final byte[] HEAD = Arrays.copyOfRange(MESSAGE, 0, 10);
  private static final byte[] REST = Arrays.copyOfRange(MESSAGE, 10, MESSAGE.length);

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
        node.spawn(self -> {
          while (true) {
            seen.add(self.receive());
          }
        });
  }

  @AfterEach
  void theFriendHasNoticedNothingAndNothingIsHeld() throws Exception {
    assertThat(friend.ping(node.name()).get(20, TimeUnit.SECONDS).pong()).isTrue();
    assertThat(friend.status().count(Counter.CLOSED_BROKEN)).isZero();
    cluster.close();
    TestCluster.await("nothing is held", () -> SharedAllowance.OF_JVM.taken() == 0);
  }

  private RawPeer offender() throws IOException {
    return RawPeer.connected(
        "offender@127.0.0.1", TestCluster.COOKIE, node, FrameForm.HEADERS.flags());
  }

  private Tuple send(RawPeer peer) {
    return Tuple.of(Int.of(22), peer.pid(1), victim);
  }

  /// Frames of which the last one costs the connection.
  private List<byte[]> bad(RawPeer peer, int which) {
    Tuple send = send(peer);
    Pid me = peer.pid(1);
    Ref ref = peer.ref(1);
    return switch (which) {
      case 0 -> List.of(nextFragment(7, 1, REST));
      case 1 -> List.of(firstFragment(7, 3, send, HEAD), nextFragment(7, 1, REST));
      case 2 -> List.of(firstFragment(7, 3, send, HEAD), firstFragment(7, 3, send, HEAD));
      case 3 -> List.of(firstFragment(7, 1, Tuple.of(Int.of(22), me, victim, me), MESSAGE));
      case 4 -> List.of(firstFragment(7, 3, send, HEAD), nextFragment(8, 2, REST));
      case 5 -> List.of(firstFragment(7, 3, send, HEAD), nextFragment(7, 3, REST));
      case 6 -> List.of(firstFragment(7, 0, send, MESSAGE));
      case 7 -> List.of(firstFragment(7, -1, send, HEAD));
      case 8 -> List.of(firstFragment(7, 2, Tuple.of(Int.of(1), me, victim), HEAD));
      case 9 -> List.of(firstFragment(7, 1, Tuple.of(Int.of(24), me, victim), (byte) 131));
      case 10 -> List.of(firstFragment(7, 1, Tuple.of(Int.of(26), me, victim), (byte) 132));
      case 11 -> List.of(firstFragment(7, 1, Tuple.of(Int.of(28), me, victim, ref), (byte) 133));
      case 12 ->
          List.of(
              firstFragment(7, 2, Tuple.of(Int.of(26), me, victim), HEAD),
              nextFragment(7, 1, HEAD));
      case 13 -> List.of(new byte[] {(byte) 131, 68, (byte) 255});
      case 14 -> List.of(badReference(me));
      case 15 -> List.of(new byte[] {(byte) 131});
      case 16 -> List.of(new byte[] {(byte) 131, 67, 0});
      case 17 -> List.of(new byte[] {(byte) 131, 69, 0, 0, 0});
      case 18 -> List.of(new byte[] {(byte) 131, 70, 0, 0, 0});
      // An atom of the cache that was never put there.
      case 19 -> List.of(new byte[] {(byte) 131, 68, 1, 0, 5, 104, 0});
      default -> List.of();
    };
  }

  /// Three atoms in the header, and a name that is the 138th.
  private static byte[] badReference(Pid from) {
    var frame = new ByteArrayOutputStream();
    frame.writeBytes(new byte[] {(byte) 131, 68, 3, (byte) 0x88, 0x08});
    for (int i = 0; i < 3; i++) {
      byte[] text = ("atom " + i).getBytes(US_ASCII);
      frame.write(i);
      frame.write(text.length);
      frame.writeBytes(text);
    }
    frame.writeBytes(new byte[] {104, 4, 97, 6});
    frame.writeBytes(FrameForm.bare(from));
    frame.writeBytes(FrameForm.bare(Atom.of("")));
    frame.writeBytes(new byte[] {82, (byte) 137});
    frame.writeBytes(FrameForm.bare(Atom.of("message")));
    return frame.toByteArray();
  }

  @Test
  void costTheirConnectionAndOneLine() throws Exception {
    for (int which = 0; which < 20; which++) {
      try (RawPeer peer = offender();
          var log = new WarnLines(Talking.class)) {
        peer.askWhetherItLives();
        bad(peer, which).forEach(peer::frame);
        peer.awaitClose();
        int count = which + 1;
        TestCluster.await(
            "malformed " + count, () -> node.status().count(Counter.CLOSED_MALFORMED) == count);
        assertThat(log.lines())
            .as("case %d", which)
            .singleElement()
            .asString()
            .contains("offender@127.0.0.1");
      }
    }
    assertThat(seen).isEmpty();
    assertThat(node.processes().snapshot().processes()).isEqualTo(4); // the three of every node
  }

  @Test
  void whatItsPeerDidNotFinishIsGivenUpWithTheConnection() throws Exception {
    try (RawPeer peer = offender()) {
      for (int sequence = 0; sequence < 100; sequence++) {
        peer.frame(firstFragment(sequence, 3, send(peer), new byte[1000]));
      }
      peer.askWhetherItLives();
      assertThat(SharedAllowance.OF_JVM.taken()).isGreaterThan(100_000);
    }
    TestCluster.await("nothing is held", () -> SharedAllowance.OF_JVM.taken() == 0);
    try (RawPeer again = offender()) {
      again.send(
          new Signal.Send(again.pid(1), victim, Encoded.of(Etf.encode(Atom.of("complete")))));
      assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo(Atom.of("complete"));
    }
  }
}
