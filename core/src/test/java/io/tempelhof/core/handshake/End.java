package io.tempelhof.core.handshake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tempelhof.core.handshake.HandshakeOutput.Established;
import io.tempelhof.core.handshake.HandshakeOutput.Failed;
import io.tempelhof.core.handshake.HandshakeOutput.Send;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.wire.Allowance;
import io.tempelhof.core.wire.Flags;
import io.tempelhof.core.wire.Framing;
import io.tempelhof.core.wire.PacketSplitter;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A driver for one side of a handshake: it has a splitter in front and collects what goes out.
final class End {
  static final NodeName A = NodeName.of("a@host");
  static final NodeName B = NodeName.of("b@host");
  static final int A_CREATION = 0x0A0A_0A0A;
  static final int B_CREATION = 0x8B8B_8B8B;

  final Handshake machine;
  final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  final List<HandshakeOutput> outputs = new ArrayList<>();
  final List<String> frames = new ArrayList<>();
  private final PacketSplitter splitter = new PacketSplitter(Allowance.UNLIMITED);
  private Verdict verdict;
  private boolean older = true;
  private byte[] earlyFrame = {};
  long now;

  End(Handshake machine) {
    this.machine = machine;
  }

  static Identity identity(NodeName name, String cookie) {
    return new Identity(
        name,
        name.equals(A) ? A_CREATION : B_CREATION,
        Flags.OFFERED,
        new Cookie(cookie),
        new Extension(1, "test", name.equals(A) ? 1 : 2));
  }

  static End initiator(String cookie) {
    return new End(new Initiator(identity(A, cookie), B, true, () -> 0x7EDC_BA98_0000_0000L));
  }

  static End acceptor(String cookie) {
    return new End(new Acceptor(identity(B, cookie), () -> 0xFEDC_BA98_0000_0000L));
  }

  /// Answers the next question with this verdict, at once.
  End answering(Verdict answer) {
    verdict = answer;
    return this;
  }

  /// Does not answer the request to supersede by itself.
  End holdingOlder() {
    older = false;
    return this;
  }

  /// Writes a frame straight behind the last packet, in the same segment.
  End thenWriting(String frame) {
    earlyFrame = Framing.FRAMES.packet(frame.getBytes(UTF_8));
    return this;
  }

  End open() {
    step(new HandshakeInput.Opened());
    return this;
  }

  void step(HandshakeInput input) {
    List<HandshakeOutput> out = new ArrayList<>();
    machine.step(input, now, out::add);
    for (HandshakeOutput output : out) {
      outputs.add(output);
      switch (output) {
        case Send(byte[] packet) -> sent.writeBytes(Framing.HANDSHAKE.packet(packet));
        case HandshakeOutput.Ask ask -> {
          if (verdict != null) {
            step(new HandshakeInput.Answered(verdict));
          }
        }
        case HandshakeOutput.Supersede s -> {
          if (older) {
            step(new HandshakeInput.OlderGone());
          }
        }
        case Established e -> {
          splitter.switchTo(Framing.FRAMES);
          sent.writeBytes(earlyFrame);
        }
        case HandshakeOutput.Yielded y -> {}
        case HandshakeOutput.Named n -> {}
        case Failed f -> {}
      }
    }
  }

  void receive(HandshakePacket packet) {
    step(new HandshakeInput.Received(packet.encode()));
  }

  /// Takes bytes as they come from the network.
  void feed(byte[] bytes, int from, int to) {
    byte[] lent = Arrays.copyOfRange(bytes, from, to);
    splitter.feed(
        lent,
        0,
        lent.length,
        (array, start, end) -> {
          byte[] packet = Arrays.copyOfRange(array, start, end);
          if (established() != null) {
            frames.add(new String(packet, UTF_8));
          } else {
            step(new HandshakeInput.Received(packet));
          }
          return true;
        });
  }

  byte[] takeSent() {
    byte[] bytes = sent.toByteArray();
    sent.reset();
    return bytes;
  }

  Established established() {
    return outputs.stream()
        .filter(Established.class::isInstance)
        .map(Established.class::cast)
        .findFirst()
        .orElse(null);
  }

  HandshakeFailure failure() {
    return outputs.stream()
        .filter(Failed.class::isInstance)
        .map(f -> ((Failed) f).failure())
        .findFirst()
        .orElse(null);
  }

  /// The last packet sent, decoded by the caller.
  byte[] lastSent() {
    return outputs.stream()
        .filter(Send.class::isInstance)
        .map(s -> ((Send) s).packet())
        .reduce((first, second) -> second)
        .orElseThrow();
  }
}
