package io.tempelhof.core.handshake;

import io.tempelhof.core.handshake.HandshakeFailure.Reason;
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
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The side that accepted the connection (OTP {@code dist_util:handshake_other_started/1}):
/// `send_name`, status (and the answer to `alive`), challenge, complement after an old `send_name`,
/// `challenge_reply`, `challenge_ack`.
///
/// A node that has no name and asks for one ({@link Flag#NAME_ME}) gets one that no node ever had:
/// 64 random bits before the `@` of its host, and a creation to go with them. Nothing is kept of
/// it: to the node behind this machine it is a name like any other.
public final class Acceptor extends Handshake {
  private final Identity us;
  private final RandomGenerator random;
  private @Nullable Introduction peer;
  private boolean supersedes;
  private int ourChallenge;
  private int theirChallenge;

  /// What the peer has said of itself, all of it unproved until its reply.
  ///
  /// @param complete no {@link Complement} is to follow
  /// @param named the name is a present of ours
  private record Introduction(
      NodeName name,
      Flags flags,
      int creation,
      @Nullable Extension extension,
      boolean complete,
      boolean named) {}

  /// @param random for challenges and names; unpredictable outside of simulations
  public Acceptor(Identity us, RandomGenerator random) {
    this.us = us;
    this.random = random;
  }

  @Override
  long deadline(long began, long now) {
    return began + PATIENCE_NANOS;
  }

  @Override
  void begin(long now, Consumer<HandshakeOutput> out) {
    await("its send_name", this::receiveName, now);
  }

  private void receiveName(byte[] packet, long now, Consumer<HandshakeOutput> out) {
    SendName name = SendName.decode(packet);
    OldSendName oldName = OldSendName.decode(packet);
    if (name != null) {
      introduce(name, true, now, out);
    } else if (oldName != null) {
      introduce(new SendName(oldName.lowFlags(), 0, oldName.name(), null), false, now, out);
    } else {
      malformed(packet, out);
    }
  }

  private void introduce(SendName said, boolean complete, long now, Consumer<HandshakeOutput> out) {
    // Of an incomplete introduction only the low half of the flags is known.
    Flags known = complete ? said.flags() : said.flags().with(Flag.V4_NC);
    if (isMissingFlags(known, said.name(), out)) {
      return;
    }
    boolean nameless = said.flags().has(Flag.NAME_ME);
    NodeName name = nameless ? invent(said.name()) : NodeName.parse(said.name());
    int creation = nameless ? 1 + random.nextInt(Integer.MAX_VALUE) : said.creation();
    if (name == null || (complete && creation == 0)) {
      String wanted = nameless ? " is no host" : " is no node name";
      refuse(Reason.MALFORMED, Quoted.of(said.name()) + wanted, out);
      return;
    }
    peer = new Introduction(name, said.flags(), creation, said.extension(), complete, nameless);
    await("our own verdict", HandshakeInput.Answered.class, now);
    out.accept(new HandshakeOutput.Ask(name, creation, said.extension()));
  }

  private @Nullable NodeName invent(String host) {
    String unique = Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX);
    return NodeName.parse(unique.toUpperCase(Locale.ROOT) + "@" + host);
  }

  @Override
  void answered(Verdict verdict, long now, Consumer<HandshakeOutput> out) {
    if (peer == null) {
      throw new IllegalStateException(verdict + " on nobody");
    }
    HandshakePacket status =
        peer.named() && verdict == Verdict.OK
            ? new Named(peer.name().toString(), peer.creation())
            : new Status(verdict.status());
    out.accept(new HandshakeOutput.Send(status.encode()));
    switch (verdict) {
      case OK, OK_SIMULTANEOUS -> sendChallenge(peer, now, out);
      case ALIVE -> await("its answer to alive", this::receiveAliveAnswer, now);
      case NOK -> fail(Reason.CROSSED, "our own attempt goes on", out);
      case NOT_ALLOWED -> fail(Reason.NOT_ALLOWED, "it is not allowed", out);
    }
  }

  private void receiveAliveAnswer(byte[] packet, long now, Consumer<HandshakeOutput> out) {
    Status answer = Status.decode(packet);
    if (peer != null && Status.TRUE.equals(answer)) {
      supersedes = true;
      sendChallenge(peer, now, out);
    } else if (peer != null && Status.FALSE.equals(answer)) {
      fail(Reason.STOOD_BACK, "it says its older connection is good", out);
    } else {
      malformed(packet, out);
    }
  }

  private void sendChallenge(Introduction to, long now, Consumer<HandshakeOutput> out) {
    ourChallenge = random.nextInt();
    // A genuine node takes its new name only if both sides have set the flag.
    Flags flags = to.named() ? us.flags().with(Flag.NAME_ME) : us.flags();
    Challenge challenge =
        new Challenge(
            flags,
            ourChallenge,
            us.creation(),
            us.name().toString(),
            to.extension() == null ? null : us.extension());
    out.accept(new HandshakeOutput.Send(challenge.encode()));
    if (to.complete()) {
      await("its challenge_reply", this::receiveReply, now);
    } else {
      await("its complement", this::receiveComplement, now);
    }
  }

  private void receiveComplement(byte[] packet, long now, Consumer<HandshakeOutput> out) {
    Complement rest = Complement.decode(packet);
    if (rest == null || rest.creation() == 0 || peer == null) {
      malformed(packet, out);
      return;
    }
    Flags flags = new Flags(peer.flags().bits() | rest.highFlags().bits());
    if (isMissingFlags(flags, peer.name().toString(), out)) {
      return;
    }
    peer = new Introduction(peer.name(), flags, rest.creation(), null, true, false);
    await("its challenge_reply", this::receiveReply, now);
  }

  private void receiveReply(byte[] packet, long now, Consumer<HandshakeOutput> out) {
    Reply reply = Reply.decode(packet);
    if (reply == null || peer == null) {
      malformed(packet, out);
    } else if (!us.cookie().proves(reply.digest(), ourChallenge)) {
      fail(Reason.WRONG_COOKIE, "it does not know our cookie", out);
    } else {
      theirChallenge = reply.challenge();
      await("the older connection's end", HandshakeInput.OlderGone.class, now);
      if (supersedes) {
        out.accept(new HandshakeOutput.Supersede(peer.name()));
      } else {
        olderGone(out);
      }
    }
  }

  @Override
  void olderGone(Consumer<HandshakeOutput> out) {
    if (peer == null) {
      throw new IllegalStateException("nobody has proved himself");
    }
    out.accept(new HandshakeOutput.Send(new Ack(us.cookie().digest(theirChallenge)).encode()));
    Flags common = us.flags().and(peer.flags());
    establish(
        new HandshakeOutput.Established(
            peer.name(), peer.creation(), common, peer.extension(), false),
        out);
  }

  private boolean isMissingFlags(Flags flags, String name, Consumer<HandshakeOutput> out) {
    List<Flag> missing = flags.missingMandatory();
    if (!missing.isEmpty()) {
      refuse(Reason.MISSING_FLAGS, Quoted.of(name) + " lacks " + missing, out);
    }
    return !missing.isEmpty();
  }

  /// Fails before any status was sent: the peer is told.
  private void refuse(Reason reason, String detail, Consumer<HandshakeOutput> out) {
    out.accept(new HandshakeOutput.Send(new Status(Verdict.NOT_ALLOWED.status()).encode()));
    fail(reason, detail, out);
  }
}
