package io.tempelhof.core.handshake;

import io.tempelhof.core.handshake.HandshakeFailure.Reason;
import io.tempelhof.core.handshake.HandshakePacket.Ack;
import io.tempelhof.core.handshake.HandshakePacket.Challenge;
import io.tempelhof.core.handshake.HandshakePacket.Complement;
import io.tempelhof.core.handshake.HandshakePacket.OldSendName;
import io.tempelhof.core.handshake.HandshakePacket.Reply;
import io.tempelhof.core.handshake.HandshakePacket.SendName;
import io.tempelhof.core.handshake.HandshakePacket.Status;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.wire.Flag;
import io.tempelhof.core.wire.Flags;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The side that accepted the connection (OTP {@code dist_util:handshake_other_started/1}):
/// `send_name`, status (and the answer to `alive`), challenge, complement after an old `send_name`,
/// `challenge_reply`, `challenge_ack`.
///
/// Names are not handed out: a node that asks for one ({@link Flag#NAME_ME}) is not allowed.
public final class Acceptor implements Handshake {
  private enum State {
    /// The socket is not accepted yet.
    UNOPENED,
    AWAITING_NAME,
    /// The node is thinking about the name.
    AWAITING_VERDICT,
    /// We hold a connection to that node; it must say whether that one is over.
    AWAITING_ALIVE_ANSWER,
    /// The old form of the name came; the rest of what it says is to follow.
    AWAITING_COMPLEMENT,
    AWAITING_REPLY,
    /// All is proved; the connection that this one replaces is being drained.
    AWAITING_OLDER_GONE,
    OVER
  }

  private final Identity us;
  private final RandomGenerator challenges;
  private State state = State.UNOPENED;
  private long deadline = Long.MAX_VALUE;
  private @Nullable Introduction peer;
  private boolean supersedes;
  private int ourChallenge;
  private int theirChallenge;

  /// What the peer has said of itself, all of it unproved until its reply.
  private record Introduction(
      NodeName name, Flags flags, int creation, @Nullable Extension extension, boolean complete) {}

  /// @param challenges unpredictable outside of simulations
  public Acceptor(Identity us, RandomGenerator challenges) {
    this.us = us;
    this.challenges = challenges;
  }

  @Override
  public long nextDeadline() {
    return deadline;
  }

  @Override
  public void step(HandshakeInput input, long now, Consumer<HandshakeOutput> out) {
    if (state == State.OVER) {
      return;
    }
    switch (input) {
      case HandshakeInput.Opened() -> await(State.AWAITING_NAME, now);
      case HandshakeInput.Received(byte[] packet) -> {
        switch (state) {
          case AWAITING_NAME -> receiveName(packet, now, out);
          case AWAITING_ALIVE_ANSWER -> receiveAliveAnswer(packet, now, out);
          case AWAITING_COMPLEMENT -> receiveComplement(packet, now, out);
          case AWAITING_REPLY -> receiveReply(packet, now, out);
          case AWAITING_VERDICT, AWAITING_OLDER_GONE -> malformed("silence", packet, out);
          case UNOPENED -> throw new IllegalStateException("received before opened");
          case OVER -> {}
        }
      }
      case HandshakeInput.Closed() ->
          fail(Reason.CLOSED, "it closed the connection while " + state, out);
      case HandshakeInput.Woken() -> {
        if (now >= deadline) {
          fail(Reason.TIMED_OUT, "no answer while " + state, out);
        }
      }
      case HandshakeInput.Answered(Verdict verdict) -> sendStatus(verdict, now, out);
      case HandshakeInput.OlderGone() -> sendAck(out);
    }
  }

  private void receiveName(byte[] packet, long now, Consumer<HandshakeOutput> out) {
    SendName name = SendName.decode(packet);
    OldSendName oldName = OldSendName.decode(packet);
    if (name != null) {
      introduce(name, true, now, out);
    } else if (oldName != null) {
      introduce(new SendName(oldName.lowFlags(), 0, oldName.name(), null), false, now, out);
    } else {
      malformed("send_name", packet, out);
    }
  }

  private void introduce(SendName said, boolean complete, long now, Consumer<HandshakeOutput> out) {
    if (said.flags().has(Flag.NAME_ME)) {
      refuse(Reason.NOT_ALLOWED, Quoted.of(said.name()) + " asks for a name", out);
      return;
    }
    // Of an incomplete introduction only the low half of the flags is known.
    Flags known = complete ? said.flags() : said.flags().with(Flag.V4_NC);
    if (isMissingFlags(known, said.name(), out)) {
      return;
    }
    NodeName name = NodeName.parse(said.name());
    if (name == null || (complete && said.creation() == 0)) {
      refuse(Reason.MALFORMED, Quoted.of(said.name()) + " is no node name", out);
      return;
    }
    peer = new Introduction(name, said.flags(), said.creation(), said.extension(), complete);
    await(State.AWAITING_VERDICT, now);
    out.accept(new HandshakeOutput.Ask(name, said.creation(), said.extension()));
  }

  private void sendStatus(Verdict verdict, long now, Consumer<HandshakeOutput> out) {
    if (state != State.AWAITING_VERDICT || peer == null) {
      throw new IllegalStateException("verdict while " + state);
    }
    out.accept(new HandshakeOutput.Send(new Status(verdict.status()).encode()));
    switch (verdict) {
      case OK, OK_SIMULTANEOUS -> sendChallenge(peer, now, out);
      case ALIVE -> await(State.AWAITING_ALIVE_ANSWER, now);
      case NOK -> fail(Reason.CROSSED, "our own attempt to " + peer.name() + " goes on", out);
      case NOT_ALLOWED -> fail(Reason.NOT_ALLOWED, peer.name() + " is not allowed", out);
    }
  }

  private void receiveAliveAnswer(byte[] packet, long now, Consumer<HandshakeOutput> out) {
    Status answer = Status.decode(packet);
    if (peer != null && Status.TRUE.equals(answer)) {
      supersedes = true;
      sendChallenge(peer, now, out);
    } else if (peer != null && Status.FALSE.equals(answer)) {
      fail(Reason.STOOD_BACK, peer.name() + " says its older connection is good", out);
    } else {
      malformed("answer to alive", packet, out);
    }
  }

  private void sendChallenge(Introduction to, long now, Consumer<HandshakeOutput> out) {
    ourChallenge = challenges.nextInt();
    Challenge challenge =
        new Challenge(
            us.flags(),
            ourChallenge,
            us.creation(),
            us.name().toString(),
            to.extension() == null ? null : us.extension());
    out.accept(new HandshakeOutput.Send(challenge.encode()));
    await(to.complete() ? State.AWAITING_REPLY : State.AWAITING_COMPLEMENT, now);
  }

  private void receiveComplement(byte[] packet, long now, Consumer<HandshakeOutput> out) {
    Complement rest = Complement.decode(packet);
    if (rest == null || rest.creation() == 0 || peer == null) {
      malformed("complement", packet, out);
      return;
    }
    Flags flags = new Flags(peer.flags().bits() | rest.highFlags().bits());
    if (isMissingFlags(flags, peer.name().toString(), out)) {
      return;
    }
    peer = new Introduction(peer.name(), flags, rest.creation(), null, true);
    await(State.AWAITING_REPLY, now);
  }

  private void receiveReply(byte[] packet, long now, Consumer<HandshakeOutput> out) {
    Reply reply = Reply.decode(packet);
    if (reply == null || peer == null) {
      malformed("challenge_reply", packet, out);
    } else if (!us.cookie().proves(reply.digest(), ourChallenge)) {
      fail(Reason.WRONG_COOKIE, peer.name() + " does not know our cookie", out);
    } else {
      theirChallenge = reply.challenge();
      await(State.AWAITING_OLDER_GONE, now);
      if (supersedes) {
        out.accept(new HandshakeOutput.Supersede(peer.name()));
      } else {
        sendAck(out);
      }
    }
  }

  private void sendAck(Consumer<HandshakeOutput> out) {
    if (state != State.AWAITING_OLDER_GONE || peer == null) {
      throw new IllegalStateException("older connection gone while " + state);
    }
    Introduction proved = peer;
    over();
    out.accept(new HandshakeOutput.Send(new Ack(us.cookie().digest(theirChallenge)).encode()));
    out.accept(
        new HandshakeOutput.Established(
            proved.name(),
            proved.creation(),
            us.flags().and(proved.flags()),
            proved.extension(),
            false));
  }

  private boolean isMissingFlags(Flags flags, String name, Consumer<HandshakeOutput> out) {
    List<Flag> missing = flags.missingMandatory();
    if (!missing.isEmpty()) {
      refuse(Reason.MISSING_FLAGS, Quoted.of(name) + " lacks " + missing, out);
    }
    return !missing.isEmpty();
  }

  private void await(State next, long now) {
    state = next;
    deadline = now + STEP_NANOS;
  }

  private void malformed(String expected, byte[] packet, Consumer<HandshakeOutput> out) {
    fail(Reason.MALFORMED, "no " + expected + ": " + Quoted.of(packet), out);
  }

  /// Fails before any status was sent: the peer is told.
  private void refuse(Reason reason, String detail, Consumer<HandshakeOutput> out) {
    out.accept(new HandshakeOutput.Send(new Status(Verdict.NOT_ALLOWED.status()).encode()));
    fail(reason, detail, out);
  }

  private void fail(Reason reason, String detail, Consumer<HandshakeOutput> out) {
    over();
    out.accept(new HandshakeOutput.Failed(new HandshakeFailure(reason, detail)));
  }

  private void over() {
    state = State.OVER;
    deadline = Long.MAX_VALUE;
  }
}
