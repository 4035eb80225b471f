package io.tempelhof.core.handshake;

import static io.tempelhof.core.handshake.End.B_CREATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.handshake.HandshakeFailure.Reason;
import io.tempelhof.core.handshake.HandshakeOutput.Established;
import io.tempelhof.core.handshake.HandshakePacket.Ack;
import io.tempelhof.core.handshake.HandshakePacket.Challenge;
import io.tempelhof.core.handshake.HandshakePacket.Named;
import io.tempelhof.core.handshake.HandshakePacket.Reply;
import io.tempelhof.core.handshake.HandshakePacket.SendName;
import io.tempelhof.core.handshake.HandshakePacket.Status;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.wire.Flag;
import io.tempelhof.core.wire.Flags;
import java.util.List;
import org.junit.jupiter.api.Test;

class InitiatorTest {
  private static final Cookie COOKIE = new Cookie("cookie");
  private static final Flags GENUINE = new Flags(0xD_07DF_7FBDL);
  private static final Challenge CHALLENGE = new Challenge(GENUINE, -1, B_CREATION, "b@host", null);

  private final End end = End.initiator("cookie");

  @Test
  void introducesItselfWithItsExtension() {
    end.open();
    assertThat(SendName.decode(end.lastSent()))
        .isEqualTo(
            new SendName(Flags.OFFERED, End.A_CREATION, "a@host", new Extension(1, "test", 1)));
  }

  @Test
  void leavesTheExtensionOutWhenAskedTo() {
    End plain = new End(new Initiator(End.identity(End.A, "cookie"), End.B, false, () -> 0)).open();
    assertThat(SendName.decode(plain.lastSent()).extension()).isNull();
    plain.step(new HandshakeInput.Closed());
    assertThat(plain.failure().reason()).isEqualTo(Reason.CLOSED);
    assertThat(plain.failure().retryWithoutExtension()).isFalse();
  }

  @Test
  void establishesWithAGenuineNode() {
    upToReply();
    Reply reply = Reply.decode(end.lastSent());
    assertThat(COOKIE.proves(reply.digest(), -1)).isTrue();
    assertThat(reply.challenge()).isEqualTo(0x7EDC_BA98);
    end.receive(new Ack(COOKIE.digest(reply.challenge())));
    assertThat(end.established())
        .isEqualTo(new Established(End.B, B_CREATION, Flags.OFFERED, null, true));
  }

  @Test
  void insistsWhenThePeerStillHoldsAnOlderConnection() {
    end.open();
    end.receive(new Status("alive"));
    assertThat(Status.decode(end.lastSent())).isEqualTo(Status.TRUE);
    end.receive(CHALLENGE);
    assertThat(Reply.decode(end.lastSent())).isNotNull();
  }

  @Test
  void yieldsToThePeersOwnAttemptAndIsKeptUntilTheDeadline() {
    end.open();
    end.now = 5;
    end.receive(new Status("nok"));
    assertThat(end.outputs).endsWith(new HandshakeOutput.Yielded());
    end.step(new HandshakeInput.Closed());
    assertThat(end.failure()).isNull();
    assertThat(end.machine.nextDeadline()).isEqualTo(5 + Handshake.PATIENCE_NANOS);
    end.now = end.machine.nextDeadline();
    end.step(new HandshakeInput.Woken());
    assertThat(end.failure().reason()).isEqualTo(Reason.CROSSED);
  }

  @Test
  void failsWhenItIsNotAllowed() {
    end.open();
    end.receive(new Status("not_allowed"));
    assertThat(end.failure().reason()).isEqualTo(Reason.NOT_ALLOWED);
  }

  @Test
  void failsOnAStatusItNeverAskedForOrDoesNotKnow() {
    for (String status : List.of("", "okay", "named:", "true", "false", "OK")) {
      End fresh = End.initiator("cookie").open();
      fresh.receive(new Status(status));
      assertThat(fresh.failure().reason()).as(status).isEqualTo(Reason.MALFORMED);
    }
  }

  @Test
  void refusesAPeerOfAnotherName() {
    end.open();
    end.receive(new Status("ok"));
    end.receive(new Challenge(GENUINE, 1, 1, "c@host", null));
    assertThat(end.failure().reason()).isEqualTo(Reason.WRONG_NAME);
    assertThat(end.failure().detail()).contains("c@host");
  }

  @Test
  void refusesAPeerWithoutAMandatoryCapability() {
    end.open();
    end.receive(new Status("ok"));
    Flags poor = new Flags(Flags.MANDATORY.bits() & ~Flags.of(Flag.MAP_TAG).bits());
    end.receive(new Challenge(poor, 1, 1, "b@host", null));
    assertThat(end.failure().reason()).isEqualTo(Reason.MISSING_FLAGS);
    assertThat(end.failure().detail()).contains("MAP_TAG");
  }

  @Test
  void refusesAPeerThatDoesNotKnowTheCookie() {
    upToReply();
    end.receive(new Ack(new Cookie("other").digest(0x7EDC_BA98)));
    assertThat(end.failure().reason()).isEqualTo(Reason.WRONG_COOKIE);
    assertThat(end.established()).isNull();
  }

  @Test
  void refusesAPeerThatSendsOurOwnProofBack() {
    upToReply();
    end.receive(new Ack(COOKIE.digest(-1)));
    assertThat(end.failure().reason()).isEqualTo(Reason.WRONG_COOKIE);
  }

  @Test
  void failsOnAnyPacketOutOfTurn() {
    end.open();
    end.receive(CHALLENGE);
    assertThat(end.failure().reason()).isEqualTo(Reason.MALFORMED);
    End second = End.initiator("cookie").open();
    second.receive(new Status("ok"));
    second.receive(new Status("ok"));
    assertThat(second.failure().reason()).isEqualTo(Reason.MALFORMED);
    End third = End.initiator("cookie").open();
    third.receive(new Status("ok"));
    third.receive(CHALLENGE);
    third.receive(CHALLENGE);
    assertThat(third.failure().reason()).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void mayTryAgainWithoutTheExtensionOnlyWhenThePeerClosedAfterTheName() {
    end.open();
    end.step(new HandshakeInput.Closed());
    assertThat(end.failure().reason()).isEqualTo(Reason.CLOSED);
    assertThat(end.failure().retryWithoutExtension()).isTrue();
    End later = End.initiator("cookie").open();
    later.receive(new Status("ok"));
    later.step(new HandshakeInput.Closed());
    assertThat(later.failure().reason()).isEqualTo(Reason.CLOSED);
    assertThat(later.failure().retryWithoutExtension()).isFalse();
  }

  @Test
  void takesAnEndAfterItsProofForAWrongCookie() {
    upToReply();
    end.step(new HandshakeInput.Closed());
    assertThat(end.failure().reason()).isEqualTo(Reason.WRONG_COOKIE);
  }

  @Test
  void givesThePeerSevenSecondsForEachStep() {
    end.now = 100;
    end.open();
    assertThat(end.machine.nextDeadline()).isEqualTo(100 + Handshake.PATIENCE_NANOS);
    end.now = 100 + Handshake.PATIENCE_NANOS - 1;
    end.step(new HandshakeInput.Woken());
    assertThat(end.failure()).isNull();
    end.receive(new Status("ok"));
    assertThat(end.machine.nextDeadline()).isEqualTo(end.now + Handshake.PATIENCE_NANOS);
    end.now = end.machine.nextDeadline();
    end.step(new HandshakeInput.Woken());
    assertThat(end.failure().reason()).isEqualTo(Reason.TIMED_OUT);
  }

  @Test
  void ignoresWhateverComesAfterTheEnd() {
    end.open();
    end.receive(new Status("not_allowed"));
    int count = end.outputs.size();
    end.receive(new Status("ok"));
    end.step(new HandshakeInput.Closed());
    end.now = Long.MAX_VALUE;
    end.step(new HandshakeInput.Woken());
    assertThat(end.outputs).hasSize(count);
    assertThat(end.machine.nextDeadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void asksForANameWhenItHasNone() {
    End nameless = nameless().open();
    SendName asked = SendName.decode(nameless.lastSent());
    assertThat(asked)
        .isEqualTo(
            new SendName(Flags.OFFERED.with(Flag.NAME_ME), 0, "host", new Extension(1, "test", 2)));
    nameless.receive(new Named("NEW@host", 99));
    assertThat(nameless.outputs).endsWith(new HandshakeOutput.Named(NodeName.of("NEW@host"), 99));
    nameless.receive(CHALLENGE);
    nameless.receive(new Ack(COOKIE.digest(0x7EDC_BA98)));
    assertThat(nameless.established())
        .isEqualTo(new Established(End.B, B_CREATION, Flags.OFFERED, null, true));
  }

  @Test
  void takesNoOtherAnswerThanANameOfItsHost() {
    for (HandshakePacket status :
        List.of(
            new Named("NEW@elsewhere", 99),
            new Named("NEW@host", 0),
            new Named("NEW", 99),
            new Named("", 99),
            new Status("named:"),
            new Status("ok"),
            new Status("alive"),
            new Status("nok"))) {
      End nameless = nameless().open();
      nameless.receive(status);
      assertThat(nameless.failure().reason()).as("%s", status).isEqualTo(Reason.MALFORMED);
    }
    End refused = nameless().open();
    refused.receive(new Status("not_allowed"));
    assertThat(refused.failure().reason()).isEqualTo(Reason.NOT_ALLOWED);
    assertThat(refused.failure().detail()).isEqualTo("it gives us no name");
  }

  @Test
  void takesNoNameWhenItHasOne() {
    end.open();
    end.receive(new Named("NEW@host", 99));
    assertThat(end.failure().reason()).isEqualTo(Reason.MALFORMED);
  }

  private static End nameless() {
    Identity us = End.identity(NodeName.of("undefined@host"), "cookie");
    return new End(new Initiator(us, End.B, true, () -> 0x7EDC_BA98_0000_0000L));
  }

  private void upToReply() {
    end.open();
    end.receive(new Status("ok"));
    end.receive(CHALLENGE);
  }
}
