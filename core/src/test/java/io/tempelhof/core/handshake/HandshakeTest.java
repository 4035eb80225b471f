package io.tempelhof.core.handshake;

import static io.tempelhof.core.handshake.End.A;
import static io.tempelhof.core.handshake.End.A_CREATION;
import static io.tempelhof.core.handshake.End.B;
import static io.tempelhof.core.handshake.End.B_CREATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.handshake.HandshakeFailure.Reason;
import io.tempelhof.core.handshake.HandshakeOutput.Established;
import io.tempelhof.core.wire.Flags;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Both sides against each other, through packet splitters.
class HandshakeTest {
  private static final Established AT_A =
      new Established(B, B_CREATION, Flags.OFFERED, new Extension(1, "test", 2), true);
  private static final Established AT_B =
      new Established(A, A_CREATION, Flags.OFFERED, new Extension(1, "test", 1), false);

  @Test
  void succeedsAndBothSidesAgree() {
    End a = End.initiator("cookie");
    End b = End.acceptor("cookie").answering(Verdict.OK);
    converse(a, b);
    assertThat(a.established()).isEqualTo(AT_A);
    assertThat(b.established()).isEqualTo(AT_B);
    assertThat(a.machine.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    assertThat(b.machine.nextDeadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void succeedsWhereverTheBytesAreCutAndFramesMayFollowInTheSameSegment() {
    for (Verdict verdict : List.of(Verdict.OK, Verdict.OK_SIMULTANEOUS, Verdict.ALIVE)) {
      End a = End.initiator("cookie").thenWriting("from a");
      End b = End.acceptor("cookie").answering(verdict).thenWriting("from b");
      int[] lengths = converse(a, b);
      for (int cutToB = 0; cutToB <= lengths[0]; cutToB++) {
        for (int cutToA = 0; cutToA <= lengths[1]; cutToA++) {
          End first = End.initiator("cookie").thenWriting("from a");
          End second = End.acceptor("cookie").answering(verdict).thenWriting("from b");
          converse(first, second, cutToB, cutToA);
          assertThat(first.established())
              .as("%s, cut at %d and %d", verdict, cutToB, cutToA)
              .isEqualTo(AT_A);
          assertThat(second.established()).isEqualTo(AT_B);
          assertThat(first.frames).containsExactly("from b");
          assertThat(second.frames).containsExactly("from a");
        }
      }
    }
  }

  @Test
  void succeedsByteByByte() {
    End a = End.initiator("cookie").open();
    End b = End.acceptor("cookie").answering(Verdict.ALIVE).open();
    while (a.sent.size() > 0 || b.sent.size() > 0) {
      dribble(a, b);
      dribble(b, a);
    }
    assertThat(a.established()).isEqualTo(AT_A);
    assertThat(b.established()).isEqualTo(AT_B);
  }

  @Test
  void isRefusedWhenTheCookiesDiffer() {
    End a = End.initiator("cookie");
    End b = End.acceptor("biscuit").answering(Verdict.OK);
    converse(a, b);
    assertThat(b.failure().reason()).isEqualTo(Reason.WRONG_COOKIE);
    assertThat(b.established()).isNull();
    a.step(new HandshakeInput.Closed());
    assertThat(a.failure().reason()).isEqualTo(Reason.WRONG_COOKIE);
    assertThat(a.failure().retryWithoutExtension()).isFalse();
  }

  @Test
  void tellsTheInitiatorThatItIsNotAllowed() {
    End a = End.initiator("cookie");
    End b = End.acceptor("cookie").answering(Verdict.NOT_ALLOWED);
    converse(a, b);
    assertThat(a.failure().reason()).isEqualTo(Reason.NOT_ALLOWED);
    assertThat(b.failure().reason()).isEqualTo(Reason.NOT_ALLOWED);
  }

  @Test
  void replacesAConnectionOnlyOnceItIsDrained() {
    End a = End.initiator("cookie");
    End b = End.acceptor("cookie").answering(Verdict.ALIVE).holdingOlder();
    converse(a, b);
    assertThat(b.outputs).contains(new HandshakeOutput.Supersede(A));
    assertThat(a.established()).isNull();
    assertThat(b.established()).isNull();
    b.step(new HandshakeInput.OlderGone());
    deliver(b, a);
    assertThat(a.established()).isEqualTo(AT_A);
    assertThat(b.established()).isEqualTo(AT_B);
  }

  @Test
  void agreesOnTheGreaterNamesAttemptWhicheverArrivesFirst() {
    for (boolean greaterArrivesFirst : new boolean[] {true, false}) {
      // A's own attempt to B, and B's own attempt to A, both under way.
      End fromA = End.initiator("cookie").open();
      End atB = End.acceptor("cookie").answering(Verdict.on(B, A, Standing.DIALLING)).open();
      End fromB = new End(new Initiator(End.identity(B, "cookie"), A, true, () -> 1L << 40)).open();
      End atA =
          new End(new Acceptor(End.identity(A, "cookie"), () -> 2L << 40))
              .answering(Verdict.on(A, B, Standing.DIALLING))
              .open();
      if (greaterArrivesFirst) {
        exchange(fromB, atA);
        exchange(fromA, atB);
      } else {
        exchange(fromA, atB);
        exchange(fromB, atA);
      }
      assertThat(fromB.established()).isNotNull();
      assertThat(atA.established()).isNotNull();
      assertThat(atB.failure().reason()).isEqualTo(Reason.CROSSED);
      assertThat(fromA.outputs).contains(new HandshakeOutput.Yielded());
      assertThat(fromA.failure()).as("kept until the other attempt is here").isNull();
    }
  }

  private static int[] converse(End a, End b) {
    a.open();
    b.open();
    return exchange(a, b);
  }

  /// Delivers until both are silent; answers how many bytes went to b and to a.
  private static int[] exchange(End a, End b) {
    int toB = 0;
    int toA = 0;
    while (a.sent.size() > 0 || b.sent.size() > 0) {
      toB += deliver(a, b);
      toA += deliver(b, a);
    }
    return new int[] {toB, toA};
  }

  private static int deliver(End from, End to) {
    byte[] bytes = from.takeSent();
    to.feed(bytes, 0, bytes.length);
    return bytes.length;
  }

  private static void dribble(End from, End to) {
    for (byte b : from.takeSent()) {
      to.feed(new byte[] {b}, 0, 1);
    }
  }

  /// Like {@link #converse}, each stream cut at the given offset: what is behind it arrives with
  /// the next delivery.
  private static void converse(End a, End b, int cutToB, int cutToA) {
    a.open();
    b.open();
    Cut toB = new Cut(cutToB, b);
    Cut toA = new Cut(cutToA, a);
    while (a.sent.size() > 0 || b.sent.size() > 0) {
      toB.deliver(a.takeSent());
      toA.deliver(b.takeSent());
    }
  }

  /// One direction, whose stream is cut in two pieces at an offset, besides where the sender
  /// paused.
  private static final class Cut {
    private final End to;
    private int left;

    Cut(int at, End to) {
      this.to = to;
      left = at;
    }

    void deliver(byte[] bytes) {
      int first = Math.min(left, bytes.length);
      left -= first;
      to.feed(bytes, 0, first);
      to.feed(bytes, first, bytes.length);
    }
  }
}
