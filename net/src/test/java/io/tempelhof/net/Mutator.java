package io.tempelhof.net;

import io.tempelhof.core.wire.Framing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Captured sessions with some of their frames changed, as a seed decides.
final class Mutator {
  /// Numbers at which lengths and counts turn over.
  private static final int[] EDGES = {
    0, 1, 127, 128, 255, 256, 65_535, 65_536, 1 << 27, -1 >>> 1, -1
  };

  private static final byte[] TAGS = {
    70,
    77,
    80,
    82,
    88,
    89,
    90,
    97,
    98,
    99,
    100,
    104,
    105,
    106,
    107,
    108,
    109,
    110,
    111,
    112,
    113,
    115,
    116,
    118,
    119,
    120,
    68,
    69,
    70,
    (byte) 131
  };

  /// Frames from this size on begin a run seldom: they take long.
  private static final int LARGE_BYTES = 4096;

  private final SplittableRandom random;

  Mutator(long seed) {
    random = new SplittableRandom(seed);
  }

  /// A frame with its length before it.
  record Packet(byte[] bytes, boolean mutant) {}

  /// The frames of a session, some of them changed.
  record Run(CapturedSession session, List<Packet> packets) {}

  /// A session with about every second frame changed, from a random one on.
  Run run(List<CapturedSession> sessions) {
    CapturedSession session = sessions.get(random.nextInt(sessions.size()));
    List<byte[]> frames = session.frames();
    int sound = random.nextInt(frames.size());
    if (frames.get(sound).length > LARGE_BYTES && random.nextInt(50) > 0) {
      sound = random.nextInt(10);
    }
    List<Packet> packets = new ArrayList<>();
    int mutants = 0;
    for (int i = 0; i < frames.size() && mutants < 4; i++) {
      boolean changes = i == sound || (i > sound && random.nextBoolean());
      byte[] frame = frames.get(i);
      Packet packet = new Packet(changes ? mutant(frame, frames) : framed(frame), changes);
      mutants += changes ? 1 : 0;
      if (i <= sound || random.nextInt(20) > 0) {
        packets.add(packet);
      }
      if (i > sound && random.nextInt(20) == 0) {
        packets.add(packet);
      }
    }
    return new Run(session, packets);
  }

  /// Where to cut the bytes on their way.
  int chunk(int length) {
    return random.nextInt(3) > 0 ? length : 1 + random.nextInt(length);
  }

  private static byte[] framed(byte[] frame) {
    return Framing.FRAMES.packet(frame);
  }

  private byte[] mutant(byte[] original, List<byte[]> others) {
    byte[] frame = original.clone();
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      frame = changed(frame, others);
    }
    byte[] mutant = framed(frame);
    if (random.nextInt(16) == 0) {
      put(mutant, 0, edge());
    }
    return mutant;
  }

  private byte[] changed(byte[] frame, List<byte[]> others) {
    // What is long is long because of its payload; what decides stands before it.
    int at = random.nextInt(Math.min(frame.length, 512));
    switch (random.nextInt(8)) {
      case 0 -> frame[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> frame[at] = (byte) random.nextInt(256);
      case 2 -> frame[at] = TAGS[random.nextInt(TAGS.length)];
      case 3 -> put(frame, at, edge());
      case 4 -> {
        return Arrays.copyOf(frame, 1 + at);
      }
      case 5 -> {
        return Arrays.copyOf(frame, frame.length + 1 + random.nextInt(8));
      }
      case 6 -> frame[at]++;
      default -> {
        byte[] other = others.get(random.nextInt(others.size()));
        int from = random.nextInt(other.length);
        int count = Math.min(Math.min(other.length - from, frame.length - at), 64);
        System.arraycopy(other, from, frame, at, count);
      }
    }
    return frame;
  }

  private int edge() {
    return EDGES[random.nextInt(EDGES.length)];
  }

  private static void put(byte[] bytes, int at, int number) {
    for (int i = 0; i < 4 && at + i < bytes.length; i++) {
      bytes[at + i] = (byte) (number >>> (24 - 8 * i));
    }
  }
}
