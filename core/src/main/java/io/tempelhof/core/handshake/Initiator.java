package io.tempelhof.core.handshake;

import io.tempelhof.core.handshake.HandshakeFailure.Reason;
import io.tempelhof.core.handshake.HandshakePacket.Ack;
import io.tempelhof.core.handshake.HandshakePacket.Challenge;
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

/// The side that made the connection (OTP {@code dist_util:handshake_we_started/1}): `send_name`,
/// status, challenge, `challenge_reply`, `challenge_ack`.
public final class Initiator implements Handshake {
  private enum State {
    /// The socket is not connected yet.
    UNOPENED,
    /// The name is sent.
    AWAITING_STATUS,
    /// The peer lets us go on.
    AWAITING_CHALLENGE,
    /// Our proof and our challenge are sent.
    AWAITING_ACK,
    /// The peer prefers its own attempt.
    YIELDED,
    OVER
  }

  private final Identity us;
  private final NodeName peer;
  private final boolean extended;
  private final RandomGenerator challenges;
  private State state = State.UNOPENED;
  private long deadline = Long.MAX_VALUE;
  private @Nullable Challenge theirs;
  private int ourChallenge;

  /// @param peer the node the connection was made to: the only name accepted
  /// @param extended whether to append our {@link Extension} to the name
  /// @param challenges unpredictable outside of simulations
  public Initiator(Identity us, NodeName peer, boolean extended, RandomGenerator challenges) {
    this.us = us;
    this.peer = peer;
    this.extended = extended;
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
      case HandshakeInput.Opened() -> sendName(now, out);
      case HandshakeInput.Received(byte[] packet) -> {
        switch (state) {
          case AWAITING_STATUS -> receiveStatus(packet, now, out);
          case AWAITING_CHALLENGE -> receiveChallenge(packet, now, out);
          case AWAITING_ACK -> receiveAck(packet, out);
          case UNOPENED -> throw new IllegalStateException("received before opened");
          case YIELDED, OVER -> {}
        }
      }
      case HandshakeInput.Closed() -> closed(out);
      case HandshakeInput.Woken() -> {
        if (now >= deadline) {
          timedOut(out);
        }
      }
      case HandshakeInput.Answered a -> throw new IllegalStateException("never asked: " + a);
      case HandshakeInput.OlderGone g -> throw new IllegalStateException("never asked: " + g);
    }
  }

  private void sendName(long now, Consumer<HandshakeOutput> out) {
    SendName name =
        new SendName(
            us.flags(), us.creation(), us.name().toString(), extended ? us.extension() : null);
    out.accept(new HandshakeOutput.Send(name.encode()));
    await(State.AWAITING_STATUS, now);
  }

  private void receiveStatus(byte[] packet, long now, Consumer<HandshakeOutput> out) {
    Status status = Status.decode(packet);
    switch (status == null ? "" : status.text()) {
      case "ok", "ok_simultaneous" -> await(State.AWAITING_CHALLENGE, now);
      case "alive" -> {
        // It holds a connection of ours that we know to be over: this attempt stands.
        out.accept(new HandshakeOutput.Send(Status.TRUE.encode()));
        await(State.AWAITING_CHALLENGE, now);
      }
      case "nok" -> {
        out.accept(new HandshakeOutput.Yielded());
        await(State.YIELDED, now);
      }
      case "not_allowed" -> fail(Reason.NOT_ALLOWED, "it does not allow us to connect", out);
      default -> malformed("status", packet, out);
    }
  }

  private void receiveChallenge(byte[] packet, long now, Consumer<HandshakeOutput> out) {
    Challenge challenge = Challenge.decode(packet);
    if (challenge == null || challenge.creation() == 0) {
      malformed("challenge", packet, out);
      return;
    }
    if (!challenge.name().equals(peer.toString())) {
      fail(Reason.WRONG_NAME, "it calls itself " + Quoted.of(challenge.name()), out);
      return;
    }
    List<Flag> missing = challenge.flags().missingMandatory();
    if (!missing.isEmpty()) {
      fail(Reason.MISSING_FLAGS, "it lacks " + missing, out);
      return;
    }
    theirs = challenge;
    ourChallenge = challenges.nextInt();
    byte[] proof = us.cookie().digest(challenge.challenge());
    out.accept(new HandshakeOutput.Send(new Reply(ourChallenge, proof).encode()));
    await(State.AWAITING_ACK, now);
  }

  private void receiveAck(byte[] packet, Consumer<HandshakeOutput> out) {
    Ack ack = Ack.decode(packet);
    if (ack == null || theirs == null) {
      malformed("challenge_ack", packet, out);
    } else if (!us.cookie().proves(ack.digest(), ourChallenge)) {
      fail(Reason.WRONG_COOKIE, "it does not know our cookie", out);
    } else {
      Flags common = us.flags().and(theirs.flags());
      over();
      out.accept(
          new HandshakeOutput.Established(
              peer, theirs.creation(), common, theirs.extension(), true));
    }
  }

  private void closed(Consumer<HandshakeOutput> out) {
    switch (state) {
      case AWAITING_STATUS ->
          fail(new HandshakeFailure(Reason.CLOSED, "it closed after our name", extended), out);
      case AWAITING_ACK ->
          fail(
              Reason.WRONG_COOKIE,
              "it closed after our proof: most likely the cookies differ",
              out);
      case UNOPENED, AWAITING_CHALLENGE ->
          fail(Reason.CLOSED, "it closed the connection while " + state, out);
      case YIELDED, OVER -> {}
    }
  }

  private void timedOut(Consumer<HandshakeOutput> out) {
    if (state == State.YIELDED) {
      fail(Reason.CROSSED, "it preferred its own attempt, which never arrived", out);
    } else {
      fail(Reason.TIMED_OUT, "no answer while " + state, out);
    }
  }

  private void await(State next, long now) {
    state = next;
    deadline = now + STEP_NANOS;
  }

  private void malformed(String expected, byte[] packet, Consumer<HandshakeOutput> out) {
    fail(Reason.MALFORMED, "no " + expected + ": " + Quoted.of(packet), out);
  }

  private void fail(Reason reason, String detail, Consumer<HandshakeOutput> out) {
    fail(new HandshakeFailure(reason, detail), out);
  }

  private void fail(HandshakeFailure failure, Consumer<HandshakeOutput> out) {
    over();
    out.accept(new HandshakeOutput.Failed(failure));
  }

  private void over() {
    state = State.OVER;
    deadline = Long.MAX_VALUE;
  }
}
