package io.tempelhof.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tempelhof.core.wire.PacketSplitter.Refusal;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PacketSplitterTest {
  private final List<String> packets = new ArrayList<>();

  @Test
  void findsThePacketsWhereverTheStreamIsCutInTwo() {
    byte[] stream =
        stream(Framing.FRAMES, "one", "", "", "a somewhat longer packet", "x", "the last");
    for (int cut = 0; cut <= stream.length; cut++) {
      packets.clear();
      PacketSplitter splitter = frames();
      feed(splitter, stream, 0, cut);
      feed(splitter, stream, cut, stream.length);
      assertThat(packets)
          .as("cut at %d", cut)
          .containsExactly("one", "", "", "a somewhat longer packet", "x", "the last");
    }
  }

  @Test
  void changesFramingInTheMiddleOfASegmentWhereverItIsCut() {
    byte[] stream =
        concat(
            stream(Framing.HANDSHAKE, "challenge", "ack"),
            stream(Framing.FRAMES, "first frame", "", "second frame"));
    for (int first = 0; first <= stream.length; first++) {
      for (int second = first; second <= stream.length; second++) {
        packets.clear();
        PacketSplitter splitter = new PacketSplitter(Allowance.UNLIMITED);
        PacketSplitter.Packets sink =
            (bytes, from, to) -> {
              packets.add(text(bytes, from, to));
              if (packets.getLast().equals("ack")) {
                splitter.switchTo(Framing.FRAMES);
              }
              return true;
            };
        splitter.feed(stream, 0, first, sink);
        splitter.feed(stream, first, second, sink);
        splitter.feed(stream, second, stream.length, sink);
        assertThat(packets)
            .as("cut at %d and %d", first, second)
            .containsExactly("challenge", "ack", "first frame", "", "second frame");
      }
    }
  }

  @Test
  void findsThePacketsInAnyChunks() {
    long seed = 20_260_217;
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      List<String> sent = new ArrayList<>();
      for (int i = random.nextInt(8); i >= 0; i--) {
        sent.add("p".repeat(random.nextInt(4) == 0 ? random.nextInt(5_000) : random.nextInt(6)));
      }
      byte[] stream = stream(Framing.FRAMES, sent.toArray(String[]::new));
      packets.clear();
      PacketSplitter splitter = frames();
      int at = 0;
      while (at < stream.length) {
        int to = Math.min(stream.length, at + 1 + random.nextInt(random.nextBoolean() ? 3 : 900));
        feed(splitter, stream, at, to);
        at = to;
      }
      assertThat(packets).as("seed %d round %d", seed, round).isEqualTo(sent);
    }
  }

  @Test
  void refusesAnOversizePacketFromItsHeaderAlone() {
    byte[] header = new byte[4];
    Framing.FRAMES.putLength(header, 0, Framing.FRAMES.maxBytes() + 1);
    for (int cut = 0; cut < 4; cut++) {
      PacketSplitter splitter = frames();
      assertThat(splitter.feed(header, 0, cut, (b, f, t) -> true)).isNull();
      assertThat(splitter.feed(header, cut, 4, (b, f, t) -> true))
          .isEqualTo(refusal(Framing.FRAMES.maxBytes() + 1L));
    }
    byte[] huge = {-1, -1, -1, -1};
    assertThat(frames().feed(huge, 0, 4, (b, f, t) -> true)).isEqualTo(refusal(0xFFFF_FFFFL));
    byte[] http = "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    assertThat(
            new PacketSplitter(Allowance.UNLIMITED).feed(http, 0, http.length, (b, f, t) -> true))
        .isEqualTo(refusal(0x4745));
  }

  @Test
  void acceptsThePacketThatIsJustNotTooLong() {
    byte[] stream = Framing.HANDSHAKE.packet(new byte[Framing.HANDSHAKE.maxBytes()]);
    PacketSplitter splitter = new PacketSplitter(Allowance.UNLIMITED);
    assertThat(feed(splitter, stream, 0, stream.length)).isNull();
    assertThat(packets).hasSize(1);
    assertThatThrownBy(() -> Framing.HANDSHAKE.packet(new byte[Framing.HANDSHAKE.maxBytes() + 1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void stopsWhereItsReaderStops() {
    byte[] stream = stream(Framing.FRAMES, "good", "bad", "never seen");
    PacketSplitter splitter = frames();
    splitter.feed(
        stream,
        0,
        stream.length,
        (bytes, from, to) -> {
          packets.add(text(bytes, from, to));
          return packets.size() < 2;
        });
    assertThat(packets).containsExactly("good", "bad");
  }

  @Test
  void lendsAWholePacketWithoutCopyingIt() {
    byte[] stream = stream(Framing.FRAMES, "lent");
    frames()
        .feed(
            stream,
            0,
            stream.length,
            (bytes, from, to) -> {
              assertThat(bytes).isSameAs(stream);
              assertThat(from).isEqualTo(4);
              assertThat(to).isEqualTo(8);
              return true;
            });
  }

  private static Refusal refusal(long length) {
    return new Refusal("a packet of " + length + " bytes is announced");
  }

  private static PacketSplitter frames() {
    PacketSplitter splitter = new PacketSplitter(Allowance.UNLIMITED);
    splitter.switchTo(Framing.FRAMES);
    return splitter;
  }

  private Refusal feed(PacketSplitter splitter, byte[] bytes, int from, int to) {
    // A fresh array each time, spoilt afterwards: nobody may rely on a lent one.
    byte[] lent = Arrays.copyOfRange(bytes, from, to);
    Refusal refusal =
        splitter.feed(
            lent,
            0,
            lent.length,
            (array, start, end) -> {
              packets.add(text(array, start, end));
              return true;
            });
    Arrays.fill(lent, (byte) -1);
    return refusal;
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
  }

  private static byte[] stream(Framing framing, String... packets) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (String packet : packets) {
      stream.writeBytes(framing.packet(packet.getBytes(StandardCharsets.US_ASCII)));
    }
    return stream.toByteArray();
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
