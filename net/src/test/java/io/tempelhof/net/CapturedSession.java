package io.tempelhof.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.wire.Allowance;
import io.tempelhof.core.wire.Flags;
import io.tempelhof.core.wire.FrameReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// The frames a genuine node wrote on one connection, without their lengths, in their order. {@link
/// GenuineFramesTest} captures them and keeps them true.
///
/// @param flags what both ends of the connection understood
/// @param creation of the genuine node
record CapturedSession(Flags flags, int creation, List<byte[]> frames) {
  /// Who wrote them.
  static final NodeName GENUINE = NodeName.of("genuine@127.0.0.1");

  /// To whom.
  static final NodeName US = NodeName.of("capture@127.0.0.1");

  static final int OUR_CREATION = 7;

  /// The process of ours that they concern, which is also registered as {@code echo}.
  static final Pid VICTIM = new Pid(US.atom(), 1, 0, OUR_CREATION);

  /// A run of so many {@code x} at a frame's end is written as its length.
  private static final int RUN_MIN = 64;

  FrameReader reader(Allowance allowance) {
    return new FrameReader(GENUINE, creation, flags, allowance);
  }

  /// All that are in the resource.
  static List<CapturedSession> all() {
    List<CapturedSession> sessions = new ArrayList<>();
    try (var lines = CapturedSession.class.getResourceAsStream("captured-sessions.txt")) {
      for (String line : new String(lines.readAllBytes(), UTF_8).lines().toList()) {
        String[] words = line.split(" ");
        if (words[0].equals("session")) {
          Flags flags = new Flags(Long.parseUnsignedLong(words[1], 16));
          int creation = Integer.parseUnsignedInt(words[2], 16);
          sessions.add(new CapturedSession(flags, creation, new ArrayList<>()));
        } else if (!line.startsWith("#")) {
          sessions.getLast().frames.add(frame(words));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sessions;
  }

  private static byte[] frame(String[] words) {
    byte[] start = HexFormat.of().parseHex(words[0]);
    int run = words.length > 1 ? Integer.parseInt(words[1]) : 0;
    byte[] frame = Arrays.copyOf(start, start.length + run);
    Arrays.fill(frame, start.length, frame.length, (byte) 'x');
    return frame;
  }

  /// As the resource holds it.
  String text() {
    StringBuilder text = new StringBuilder("session ");
    text.append(Long.toHexString(flags.bits())).append(' ');
    text.append(Integer.toHexString(creation)).append('\n');
    for (byte[] frame : frames) {
      int end = frame.length;
      while (end > 0 && frame[end - 1] == 'x') {
        end--;
      }
      if (frame.length - end < RUN_MIN) {
        end = frame.length;
      }
      text.append(HexFormat.of().formatHex(frame, 0, end));
      text.append(end < frame.length ? " " + (frame.length - end) : "").append('\n');
    }
    return text.toString();
  }
}
