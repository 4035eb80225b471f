package io.tempelhof.core.handshake;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.handshake.HandshakePacket.Ack;
import io.tempelhof.core.handshake.HandshakePacket.Challenge;
import io.tempelhof.core.handshake.HandshakePacket.Complement;
import io.tempelhof.core.handshake.HandshakePacket.OldSendName;
import io.tempelhof.core.handshake.HandshakePacket.Reply;
import io.tempelhof.core.handshake.HandshakePacket.SendName;
import io.tempelhof.core.handshake.HandshakePacket.Status;
import io.tempelhof.core.wire.Flags;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class HandshakePacketTest {
  private static final byte[] DIGEST = HexFormat.of().parseHex("00112233445566778899aabbccddeeff");

  private static final Flags FLAGS = new Flags(0xD_075F_0FBCL);

  @Test
  void writesAndReadsSendName() {
    String golden = "4e" + "0000000d075f0fbc" + "0a0b0c0d" + "0003" + "614068";
    SendName name = new SendName(FLAGS, 0x0A0B0C0D, "a@h", null);
    assertThat(hex(name)).isEqualTo(golden);
    assertThat(SendName.decode(bytes(golden))).isEqualTo(name);
  }

  @Test
  void appendsTheExtensionToTheName() {
    Extension extension = new Extension(1, "c", 3);
    String trailing = "54504c48" + "0001" + "01" + "63" + "0000000000000003";
    SendName name = new SendName(FLAGS, 1, "a@h", extension);
    String golden = "4e" + "0000000d075f0fbc" + "00000001" + "0003" + "614068" + trailing;
    assertThat(hex(name)).isEqualTo(golden);
    assertThat(SendName.decode(bytes(golden))).isEqualTo(name);
    Challenge challenge = new Challenge(FLAGS, -2, 5, "b@h", extension);
    String goldenChallenge =
        "4e" + "0000000d075f0fbc" + "fffffffe" + "00000005" + "0003" + "624068" + trailing;
    assertThat(hex(challenge)).isEqualTo(goldenChallenge);
    assertThat(Challenge.decode(bytes(goldenChallenge))).isEqualTo(challenge);
  }

  @Test
  void ignoresTrailingBytesThatAreNotOurs() {
    String golden = "4e" + "0000000d075f0fbc" + "0a0b0c0d" + "0003" + "614068";
    assertThat(SendName.decode(bytes(golden + "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef")))
        .isEqualTo(new SendName(FLAGS, 0x0A0B0C0D, "a@h", null));
  }

  @Test
  void readsTheOldSendNameWithItsComplement() {
    OldSendName name = new OldSendName(new Flags(0x8307_0F94L), "a@h");
    assertThat(hex(name)).isEqualTo("6e" + "0005" + "83070f94" + "614068");
    assertThat(OldSendName.decode(name.encode())).isEqualTo(name);
    assertThat(OldSendName.decode(bytes("6e" + "0006" + "83070f94" + "614068"))).isNull();
    Complement complement = new Complement(new Flags(0x8000_0004_0000_0000L), 9);
    assertThat(hex(complement)).isEqualTo("63" + "80000004" + "00000009");
    assertThat(Complement.decode(complement.encode())).isEqualTo(complement);
  }

  @Test
  void writesAndReadsStatus() {
    assertThat(hex(new Status("ok_simultaneous")))
        .isEqualTo("73" + HexFormat.of().formatHex("ok_simultaneous".getBytes(US_ASCII)));
    assertThat(Status.decode(bytes("736f6b"))).isEqualTo(new Status("ok"));
    assertThat(Status.decode(bytes("73"))).isEqualTo(new Status(""));
  }

  @Test
  void writesAndReadsReplyAndAck() {
    Reply reply = new Reply(0x01020304, DIGEST);
    assertThat(hex(reply)).isEqualTo("72" + "01020304" + "00112233445566778899aabbccddeeff");
    assertThat(Reply.decode(reply.encode()).challenge()).isEqualTo(0x01020304);
    assertThat(Reply.decode(reply.encode()).digest()).isEqualTo(DIGEST);
    Ack ack = new Ack(DIGEST);
    assertThat(hex(ack)).isEqualTo("61" + "00112233445566778899aabbccddeeff");
    assertThat(Ack.decode(ack.encode()).digest()).isEqualTo(DIGEST);
  }

  @Test
  void answersAChallengeWithTheDigestOfItsUnsignedDecimalText() throws Exception {
    // erlang:md5("secret4294967294")
    assertThat(new Cookie("secret").digest(-2))
        .isEqualTo(
            java.security.MessageDigest.getInstance("MD5")
                .digest("secret4294967294".getBytes(US_ASCII)));
    assertThat(new Cookie("secret").proves(new Cookie("secret").digest(7), 7)).isTrue();
    assertThat(new Cookie("secret").proves(new Cookie("Secret").digest(7), 7)).isFalse();
    assertThat(new Cookie("secret").proves(new byte[0], 7)).isFalse();
    assertThat(new Cookie("secret").toString()).doesNotContain("secret");
  }

  @Test
  void refusesEveryTruncatedPacket() {
    assertThat(truncationsOf(new SendName(Flags.OFFERED, 1, "a@h", null), SendName::decode))
        .containsOnlyNulls();
    assertThat(truncationsOf(new Challenge(Flags.OFFERED, 2, 1, "a@h", null), Challenge::decode))
        .containsOnlyNulls();
    assertThat(truncationsOf(new Complement(new Flags(0), 1), Complement::decode))
        .containsOnlyNulls();
    assertThat(truncationsOf(new Reply(1, DIGEST), Reply::decode)).containsOnlyNulls();
    assertThat(truncationsOf(new Ack(DIGEST), Ack::decode)).containsOnlyNulls();
  }

  @Test
  void survivesAnyBytes() {
    long seed = 25_112_026;
    Random random = new Random(seed);
    for (int round = 0; round < 200_000; round++) {
      byte[] packet = new byte[random.nextInt(60)];
      random.nextBytes(packet);
      if (packet.length > 0) {
        packet[0] = (byte) "Nnscra".charAt(random.nextInt(6));
      }
      if (packet.length > 14 && random.nextBoolean()) {
        packet[13] = 0;
      }
      try {
        SendName.decode(packet);
        OldSendName.decode(packet);
        Status.decode(packet);
        Challenge.decode(packet);
        Complement.decode(packet);
        Reply.decode(packet);
        Ack.decode(packet);
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + " round " + round, e);
      }
    }
  }

  private static <P> List<P> truncationsOf(HandshakePacket packet, Function<byte[], P> decode) {
    byte[] whole = packet.encode();
    List<P> decoded = new java.util.ArrayList<>();
    for (int length = 0; length < whole.length; length++) {
      decoded.add(decode.apply(Arrays.copyOf(whole, length)));
    }
    return decoded;
  }

  private static String hex(HandshakePacket packet) {
    return HexFormat.of().formatHex(packet.encode());
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
