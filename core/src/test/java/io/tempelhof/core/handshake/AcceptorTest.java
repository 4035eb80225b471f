package io.tempelhof.core.handshake;

import static io.tempelhof.core.handshake.End.A;
import static io.tempelhof.core.handshake.End.A_CREATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tempelhof.core.handshake.HandshakeFailure.Reason;
import io.tempelhof.core.handshake.HandshakeOutput.Established;
import io.tempelhof.core.handshake.HandshakePacket.Ack;
import io.tempelhof.core.handshake.HandshakePacket.Challenge;
import io.tempelhof.core.handshake.HandshakePacket.Complement;
import io.tempelhof.core.handshake.HandshakePacket.Named;
import io.tempelhof.core.handshake.HandshakePacket.OldSendName;
import io.tempelhof.core.handshake.HandshakePacket.Reply;
import io.tempelhof.core.handshake.HandshakePacket.SendName;
import io.tempelhof.core.handshake.HandshakePacket.Status;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.wire.Flag;
import io.tempelhof.core.wire.Flags;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class AcceptorTest {
  private static final Cookie COOKIE = new Cookie("cookie");
  private static final Flags GENUINE = new Flags(0xD_07DF_7FBDL);
  private static final SendName NAME = new SendName(GENUINE, A_CREATION, "a@host", null);

  private final End end = End.acceptor("cookie");

  @Test
  void asksTheNodeBeforeItSaysAnything() {
    end.open();
    end.receive(NAME);
    assertThat(end.outputs).containsExactly(new HandshakeOutput.Ask(A, A_CREATION, null));
  }

  @Test
  void establishesWithAGenuineNode() {
    upToChallenge();
    Challenge challenge = Challenge.decode(end.lastSent());
    assertThat(challenge)
        .isEqualTo(new Challenge(Flags.OFFERED, 0xFEDC_BA98, End.B_CREATION, "b@host", null));
    end.receive(new Reply(77, COOKIE.digest(challenge.challenge())));
    assertThat(COOKIE.proves(Ack.decode(end.lastSent()).digest(), 77)).isTrue();
    assertThat(end.established())
        .isEqualTo(new Established(A, A_CREATION, Flags.OFFERED, null, false));
  }

  @Test
  void sendsItsExtensionOnlyToThoseWhoSentTheirs() {
    end.answering(Verdict.OK).open();
    Extension theirs = new Extension(3, "elsewhere", 1);
    end.receive(new SendName(GENUINE, A_CREATION, "a@host", theirs));
    assertThat(end.outputs).contains(new HandshakeOutput.Ask(A, A_CREATION, theirs));
    assertThat(Challenge.decode(end.lastSent()).extension()).isEqualTo(new Extension(1, "test", 2));
  }

  @Test
  void acceptsTheOldNameFormWithItsComplement() {
    end.answering(Verdict.OK).open();
    end.receive(new OldSendName(new Flags(GENUINE.bits() & 0xFFFF_FFFFL), "a@host"));
    assertThat(end.outputs).contains(new HandshakeOutput.Ask(A, 0, null));
    int challenge = Challenge.decode(end.lastSent()).challenge();
    end.receive(new Complement(new Flags(GENUINE.bits() & ~0xFFFF_FFFFL), A_CREATION));
    end.receive(new Reply(77, COOKIE.digest(challenge)));
    assertThat(end.established())
        .isEqualTo(new Established(A, A_CREATION, Flags.OFFERED, null, false));
  }

  @Test
  void refusesAnOldNameFormWhoseComplementLacksFlagsOrCreation() {
    End poor = oldName();
    poor.receive(new Complement(new Flags(0), A_CREATION));
    assertThat(poor.failure().reason()).isEqualTo(Reason.MISSING_FLAGS);
    End nameless = oldName();
    nameless.receive(new Complement(Flags.of(Flag.V4_NC), 0));
    assertThat(nameless.failure().reason()).isEqualTo(Reason.MALFORMED);
    End hasty = oldName();
    hasty.receive(new Reply(1, COOKIE.digest(0xFEDC_BA98)));
    assertThat(hasty.failure().reason()).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void refusesAnOldNodeWithoutThisHandshake() {
    end.open();
    Flags ancient = new Flags(GENUINE.bits() & 0xFFFF_FFFFL & ~(1L << 24 | 1L << 26));
    end.receive(new OldSendName(ancient, "a@host"));
    assertThat(Status.decode(end.lastSent())).isEqualTo(new Status("not_allowed"));
    assertThat(end.failure().reason()).isEqualTo(Reason.MISSING_FLAGS);
  }

  @Test
  void tellsANodeWithoutAMandatoryCapabilityThatItIsNotAllowed() {
    end.open();
    end.receive(new SendName(new Flags(0), 1, "a@host", null));
    assertThat(Status.decode(end.lastSent())).isEqualTo(new Status("not_allowed"));
    assertThat(end.failure().reason()).isEqualTo(Reason.MISSING_FLAGS);
    assertThat(end.outputs).noneMatch(HandshakeOutput.Ask.class::isInstance);
  }

  @Test
  void givesANameToANodeThatAsksForOne() {
    end.answering(Verdict.OK).open();
    end.receive(new SendName(GENUINE.with(Flag.NAME_ME), 0, "host", null));
    HandshakeOutput.Ask ask = (HandshakeOutput.Ask) end.outputs.getFirst();
    assertThat(ask.peer().host()).isEqualTo("host");
    assertThat(ask.creation()).isPositive();
    Named named = Named.decode(((HandshakeOutput.Send) end.outputs.get(1)).packet());
    assertThat(named).isEqualTo(new Named(ask.peer().toString(), ask.creation()));
    end.receive(new Reply(77, COOKIE.digest(Challenge.decode(end.lastSent()).challenge())));
    assertThat(end.established())
        .isEqualTo(new Established(ask.peer(), ask.creation(), Flags.OFFERED, null, false));
  }

  @Test
  void givesEachNodeAnotherName() {
    RandomGenerator random = new SplittableRandom(17);
    Set<NodeName> names = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      End fresh = new End(new Acceptor(End.identity(End.B, "cookie"), random));
      fresh.answering(Verdict.OK).open();
      fresh.receive(new SendName(GENUINE.with(Flag.NAME_ME), 0, "host", null));
      names.add(((HandshakeOutput.Ask) fresh.outputs.getFirst()).peer());
    }
    assertThat(names).as("seed 17").hasSize(1_000);
  }

  @Test
  void givesNoNameToANodeWithoutAHost() {
    for (String host : List.of("", "a@host", "a b", "ä", "h".repeat(250))) {
      End fresh = End.acceptor("cookie").open();
      fresh.receive(new SendName(GENUINE.with(Flag.NAME_ME), 0, host, null));
      assertThat(Status.decode(fresh.lastSent())).isEqualTo(new Status("not_allowed"));
      assertThat(fresh.failure().reason()).as(host).isEqualTo(Reason.MALFORMED);
    }
  }

  @Test
  void refusesANodeThatAsksForANameWhenItsNodeDoesNotWantIt() {
    end.answering(Verdict.NOT_ALLOWED).open();
    end.receive(new SendName(GENUINE.with(Flag.NAME_ME), 0, "host", null));
    assertThat(Status.decode(end.lastSent())).isEqualTo(new Status("not_allowed"));
    assertThat(end.failure().reason()).isEqualTo(Reason.NOT_ALLOWED);
  }

  @Test
  void refusesWhatIsNoNodeName() {
    for (String name :
        List.of("", "a", "@", "a@", "@h", "a@b@c", "a b@h", "ä@h", "a".repeat(300) + "@h")) {
      End fresh = End.acceptor("cookie").open();
      fresh.receive(new SendName(GENUINE, 1, name, null));
      assertThat(fresh.failure().reason()).as(name).isEqualTo(Reason.MALFORMED);
      assertThat(fresh.failure().detail()).as("fit for a log").isPrintable();
    }
  }

  @Test
  void refusesCreationZero() {
    end.open();
    end.receive(new SendName(GENUINE, 0, "a@host", null));
    assertThat(end.failure().reason()).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void goesNoFurtherThanTheVerdict() {
    for (Verdict verdict : List.of(Verdict.NOK, Verdict.NOT_ALLOWED)) {
      End fresh = End.acceptor("cookie").answering(verdict).open();
      fresh.receive(NAME);
      assertThat(Status.decode(fresh.lastSent()))
          .isEqualTo(new Status(verdict == Verdict.NOK ? "nok" : "not_allowed"));
      assertThat(fresh.failure().reason())
          .isEqualTo(verdict == Verdict.NOK ? Reason.CROSSED : Reason.NOT_ALLOWED);
    }
  }

  @Test
  void drainsTheOlderConnectionBetweenProofAndAck() {
    end.answering(Verdict.ALIVE).holdingOlder().open();
    end.receive(NAME);
    assertThat(Status.decode(end.lastSent())).isEqualTo(new Status("alive"));
    end.receive(Status.TRUE);
    int challenge = Challenge.decode(end.lastSent()).challenge();
    end.receive(new Reply(77, COOKIE.digest(challenge)));
    assertThat(end.outputs).endsWith(new HandshakeOutput.Supersede(A));
    end.step(new HandshakeInput.OlderGone());
    assertThat(COOKIE.proves(Ack.decode(end.lastSent()).digest(), 77)).isTrue();
    assertThat(end.established()).isNotNull();
  }

  @Test
  void leavesTheOlderConnectionAloneWhenTheProofIsWrong() {
    end.answering(Verdict.ALIVE).open();
    end.receive(NAME);
    end.receive(Status.TRUE);
    end.receive(new Reply(77, new Cookie("guess").digest(0xFEDC_BA98)));
    assertThat(end.failure().reason()).isEqualTo(Reason.WRONG_COOKIE);
    assertThat(end.outputs).noneMatch(HandshakeOutput.Supersede.class::isInstance);
  }

  @Test
  void endsWhenThePeerStandsBack() {
    end.answering(Verdict.ALIVE).open();
    end.receive(NAME);
    end.receive(Status.FALSE);
    assertThat(end.failure().reason()).isEqualTo(Reason.STOOD_BACK);
  }

  @Test
  void refusesAnAnswerToAliveThatIsNone() {
    end.answering(Verdict.ALIVE).open();
    end.receive(NAME);
    end.receive(new Status("maybe"));
    assertThat(end.failure().reason()).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void refusesAPeerThatDoesNotKnowTheCookie() {
    upToChallenge();
    end.receive(new Reply(77, new Cookie("guess").digest(0xFEDC_BA98)));
    assertThat(end.failure().reason()).isEqualTo(Reason.WRONG_COOKIE);
    assertThat(Challenge.decode(end.lastSent())).as("no ack was sent").isNotNull();
  }

  @Test
  void refusesWhoSpeaksWhileTheNodeIsThinking() {
    end.open();
    end.receive(NAME);
    end.receive(NAME);
    assertThat(end.failure().reason()).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void endsWhenThePeerClosesAtAnyStep() {
    end.open();
    end.step(new HandshakeInput.Closed());
    assertThat(end.failure().reason()).isEqualTo(Reason.CLOSED);
    End later = End.acceptor("cookie").answering(Verdict.OK).open();
    later.receive(NAME);
    later.step(new HandshakeInput.Closed());
    assertThat(later.failure().reason()).isEqualTo(Reason.CLOSED);
  }

  @Test
  void givesThePeerSevenSecondsForAllItsSteps() {
    end.now = 9;
    end.open();
    assertThat(end.machine.nextDeadline()).isEqualTo(9 + Handshake.PATIENCE_NANOS);
    end.answering(Verdict.OK);
    end.now = 3_500_000_009L;
    end.receive(NAME);
    assertThat(end.machine.nextDeadline()).isEqualTo(9 + Handshake.PATIENCE_NANOS);
    end.now = 9 + Handshake.PATIENCE_NANOS;
    end.step(new HandshakeInput.Woken());
    assertThat(end.failure().reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(end.failure().detail())
        .isEqualTo("waited 3.5 s for its challenge_reply, 7.0 s after it was connected");
  }

  @Test
  void saysWhenItWasItselfLateToLook() {
    end.open();
    end.now = Handshake.PATIENCE_NANOS + 2_300_000_000L;
    end.step(new HandshakeInput.Woken());
    assertThat(end.failure().detail())
        .isEqualTo(
            "waited 9.3 s for its send_name, 9.3 s after it was connected"
                + " (and this node was 2.3 s late itself)");
  }

  @Test
  void crashesOnAVerdictItNeverAskedFor() {
    end.open();
    assertThatThrownBy(() -> end.step(new HandshakeInput.Answered(Verdict.OK)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> end.step(new HandshakeInput.OlderGone()))
        .isInstanceOf(IllegalStateException.class);
  }

  private void upToChallenge() {
    end.answering(Verdict.OK).open();
    end.receive(NAME);
  }

  private static End oldName() {
    End end = End.acceptor("cookie").answering(Verdict.OK).open();
    end.receive(new OldSendName(new Flags(GENUINE.bits() & 0xFFFF_FFFFL), "a@host"));
    return end;
  }
}
