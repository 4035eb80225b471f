package io.tempelhof.core.handshake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.wire.Flags;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// What was said between us and a genuine node, recorded packet by packet, and the machine that
/// took our part: given the same packets it must say the same again.
record Transcript(List<Line> lines) {
  static final NodeName US = NodeName.of("tempelhof@127.0.0.1");
  static final NodeName GENUINE = NodeName.of("genuine@127.0.0.1");
  static final int GENUINE_CREATION = 0x6B03_CC4E;

  static final NodeName NAMELESS = NodeName.of("undefined@127.0.0.1");

  /// What we offered when these were recorded.
  static final Flags FLAGS = new Flags(0xD_075F_0FBCL);

  private static final Identity IDENTITY =
      new Identity(US, 0x0102_0304, FLAGS, new Cookie("cookie"), new Extension(1, "test", 1));

  /// {@code sign} is {@code >} for ours, {@code <} for theirs, {@code =} for their frames.
  record Line(char sign, byte[] packet) {}

  static Transcript read(String name) {
    List<Line> lines = new ArrayList<>();
    try (var file = Transcript.class.getResourceAsStream(name)) {
      for (String line : new String(file.readAllBytes(), UTF_8).lines().toList()) {
        if (!line.startsWith("#")) {
          lines.add(new Line(line.charAt(0), HexFormat.of().parseHex(line.substring(2))));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Transcript(lines);
  }

  List<byte[]> packets(char sign) {
    return lines.stream().filter(line -> line.sign == sign).map(Line::packet).toList();
  }

  static End initiator() {
    return new End(new Initiator(IDENTITY, GENUINE, true, () -> 0x7EDC_BA98_0000_0000L));
  }

  /// Us without a name.
  static End nameless() {
    Identity us = IDENTITY.named(NAMELESS, 1);
    return new End(new Initiator(us, GENUINE, true, () -> 0x7EDC_BA98_0000_0000L));
  }

  static End acceptor() {
    return new End(new Acceptor(IDENTITY, () -> 0xFEDC_BA98_0000_0000L)).answering(Verdict.OK);
  }
}
