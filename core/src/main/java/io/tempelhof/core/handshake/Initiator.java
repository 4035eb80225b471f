package io.tempelhof.core.handshake;

import io.tempelhof.core.handshake.HandshakeFailure.Reason;
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
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The side that made the connection (OTP {@code dist_util:handshake_we_started/1}): `send_name`,
/// status, challenge, `challenge_reply`, `challenge_ack`. A side without a name sends its host in
/// place of it, and gets the name with the status.
public final class Initiator extends Handshake {
  private static final String STATUS = "its status";
  private static final String ACK = "its challenge_ack";
  private static final String OTHER_ATTEMPT = "its own attempt, which it preferred";

  private final Identity us;
  private final NodeName peer;
  private final boolean extended;
  private final RandomGenerator challenges;
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
  long deadline(long began, long now) {
    return now + PATIENCE_NANOS;
  }

  @Override
  void begin(long now, Consumer<HandshakeOutput> out) {
    Extension extension = extended ? us.extension() : null;
    SendName name =
        us.name().isUndefined()
            ? new SendName(us.flags().with(Flag.NAME_ME), 0, us.name().host(), extension)
            : new SendName(us.flags(), us.creation(), us.name().toString(), extension);
    out.accept(new HandshakeOutput.Send(name.encode()));
    await(STATUS, us.name().isUndefined() ? this::receiveOurName : this::receiveStatus, now);
  }

  private void receiveOurName(byte[] packet, long now, Consumer<HandshakeOutput> out) {
    Named named = Named.decode(packet);
    NodeName name = named == null ? null : NodeName.parse(named.name());
    if (named != null
        && name != null
        && name.host().equals(us.name().host())
        && named.creation() != 0) {
      out.accept(new HandshakeOutput.Named(name, named.creation()));
      await("its challenge", this::receiveChallenge, now);
    } else if (new Status(Verdict.NOT_ALLOWED.status()).equals(Status.decode(packet))) {
      fail(Reason.NOT_ALLOWED, "it gives us no name", out);
    } else {
      malformed(packet, out);
    }
  }

  private void receiveStatus(byte[] packet, long now, Consumer<HandshakeOutput> out) {
    Status status = Status.decode(packet);
    switch (status == null ? "" : status.text()) {
      case "ok", "ok_simultaneous" -> await("its challenge", this::receiveChallenge, now);
      case "alive" -> {
        // It holds a connection of ours that we know to be over: this attempt stands.
        out.accept(new HandshakeOutput.Send(Status.TRUE.encode()));
        await("its challenge", this::receiveChallenge, now);
      }
      case "nok" -> {
        out.accept(new HandshakeOutput.Yielded());
        await(OTHER_ATTEMPT, (_, _, _) -> {}, now);
      }
      case "not_allowed" -> fail(Reason.NOT_ALLOWED, "it does not allow us to connect", out);
      default -> malformed(packet, out);
    }
  }

  private void receiveChallenge(byte[] packet, long now, Consumer<HandshakeOutput> out) {
    Challenge challenge = Challenge.decode(packet);
    if (challenge == null || challenge.creation() == 0) {
      malformed(packet, out);
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
    await(ACK, this::receiveAck, now);
  }

  private void receiveAck(byte[] packet, long now, Consumer<HandshakeOutput> out) {
    Ack ack = Ack.decode(packet);
    if (ack == null || theirs == null) {
      malformed(packet, out);
    } else if (!us.cookie().proves(ack.digest(), ourChallenge)) {
      fail(Reason.WRONG_COOKIE, "it does not know our cookie", out);
    } else {
      Flags common = us.flags().and(theirs.flags());
      establish(
          new HandshakeOutput.Established(
              peer, theirs.creation(), common, theirs.extension(), true),
          out);
    }
  }

  @Override
  void closed(String awaited, Consumer<HandshakeOutput> out) {
    switch (awaited) {
      case STATUS ->
          fail(new HandshakeFailure(Reason.CLOSED, "it closed after our name", extended), out);
      case ACK ->
          fail(
              Reason.WRONG_COOKIE,
              "it closed after our proof: most likely the cookies differ",
              out);
      // Its own attempt may still be on the way.
      case OTHER_ATTEMPT -> {}
      default -> super.closed(awaited, out);
    }
  }

  @Override
  void late(String awaited, long now, Consumer<HandshakeOutput> out) {
    if (awaited.equals(OTHER_ATTEMPT)) {
      fail(Reason.CROSSED, "its own attempt, which it preferred, never arrived", out);
    } else {
      super.late(awaited, now, out);
    }
  }
}
