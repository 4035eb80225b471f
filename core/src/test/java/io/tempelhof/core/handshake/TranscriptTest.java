package io.tempelhof.core.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.handshake.HandshakeOutput.Established;
import io.tempelhof.core.handshake.HandshakeOutput.Send;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.wire.Allowance;
import io.tempelhof.core.wire.FrameReader;
import io.tempelhof.core.wire.Incoming;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What a genuine node has said, replayed; and what it never would say.
class TranscriptTest {
  private static final List<Verdict> VERDICTS = List.of(Verdict.values());
  private static final Transcript ACCEPTS = Transcript.read("genuine-accepts.txt");
  private static final Transcript CONNECTS = Transcript.read("genuine-connects.txt");
  private static final Transcript ASKS = Transcript.read("genuine-asks-for-a-name.txt");
  private static final Transcript NAMES = Transcript.read("genuine-gives-a-name.txt");

  @Test
  void connectsToAGenuineNode() {
    End end = Transcript.initiator().open();
    replay(ACCEPTS.packets('<'), end);
    assertThat(sent(end)).isDeepEqualTo(ACCEPTS.packets('>').toArray(byte[][]::new));
    assertThat(end.established()).isEqualTo(established(true));
  }

  @Test
  void acceptsAGenuineNodeAndReadsItsFrames() {
    End end = Transcript.acceptor().open();
    replay(CONNECTS.packets('<'), end);
    assertThat(sent(end)).isDeepEqualTo(CONNECTS.packets('>').toArray(byte[][]::new));
    assertThat(end.established()).isEqualTo(established(false));

    FrameReader reader =
        new FrameReader(
            Transcript.GENUINE, Transcript.GENUINE_CREATION, Transcript.FLAGS, Allowance.UNLIMITED);
    List<Class<?>> signals = new ArrayList<>();
    for (byte[] frame : CONNECTS.packets('=')) {
      Incoming incoming = reader.read(frame, 0, frame.length);
      assertThat(incoming).isInstanceOf(Incoming.Signalled.class);
      signals.add(((Incoming.Signalled) incoming).signal().getClass());
    }
    assertThat(signals)
        .containsExactly(
            Signal.SendName.class,
            Signal.Monitor.class,
            Signal.Demonitor.class,
            Signal.SendName.class,
            Signal.Monitor.class,
            Signal.SendName.class);
  }

  @Test
  void givesAGenuineNodeANameAndReadsItsFrames() {
    End end = Transcript.acceptor().open();
    replay(ASKS.packets('<'), end);
    assertThat(sent(end)).isDeepEqualTo(ASKS.packets('>').toArray(byte[][]::new));
    NodeName given = NodeName.of("3VIYRL136Z3SW@127.0.0.1");
    assertThat(end.established())
        .isEqualTo(new Established(given, 0x7F6E_5D4D, Transcript.FLAGS, null, false));

    byte[] frame = ASKS.packets('=').getFirst();
    FrameReader reader = new FrameReader(given, 0x7F6E_5D4D, Transcript.FLAGS, Allowance.UNLIMITED);
    Incoming hello = reader.read(frame, 0, frame.length);
    assertThat(hello).isInstanceOf(Incoming.Signalled.class);
  }

  @Test
  void getsANameFromAGenuineNode() {
    End end = Transcript.nameless().open();
    replay(NAMES.packets('<'), end);
    assertThat(sent(end)).isDeepEqualTo(NAMES.packets('>').toArray(byte[][]::new));
    NodeName given = NodeName.of("1C5OZF62N68CY@127.0.0.1");
    assertThat(end.outputs).contains(new HandshakeOutput.Named(given, 0x8F4D_268D));
    assertThat(end.established())
        .isEqualTo(new Established(Transcript.GENUINE, 0x6B03_EB42, Transcript.FLAGS, null, true));
  }

  @Test
  void endsOnceWhateverItIsSent() {
    long seed = 70_625;
    Random random = new Random(seed);
    List<byte[]> known = new ArrayList<>(ACCEPTS.packets('<'));
    known.addAll(CONNECTS.packets('<'));
    int established = 0;
    int failed = 0;
    for (int round = 0; round < 30_000; round++) {
      boolean dialling = random.nextBoolean();
      End end = dialling ? Transcript.initiator() : Transcript.acceptor();
      if (!dialling && random.nextInt(4) == 0) {
        end.answering(VERDICTS.get(random.nextInt(VERDICTS.size())));
      }
      try {
        end.open();
        for (byte[] packet : (dialling ? ACCEPTS : CONNECTS).packets('<')) {
          end.step(new HandshakeInput.Received(mutilate(packet, known, random)));
        }
        end.step(new HandshakeInput.Closed());
        end.now = 2 * Handshake.PATIENCE_NANOS;
        end.step(new HandshakeInput.Woken());
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + " round " + round, e);
      }
      long ends = end.outputs.stream().filter(TranscriptTest::isEnd).count();
      assertThat(ends).as("seed %d round %d", seed, round).isEqualTo(1);
      established += end.established() != null ? 1 : 0;
      failed += end.failure() != null ? 1 : 0;
    }
    assertThat(established).as("seed %d", seed).isPositive();
    assertThat(failed).as("seed %d", seed).isGreaterThan(established);
  }

  private static boolean isEnd(HandshakeOutput output) {
    return output instanceof Established || output instanceof HandshakeOutput.Failed;
  }

  private static byte[] mutilate(byte[] packet, List<byte[]> known, Random random) {
    byte[] bytes = packet.clone();
    switch (random.nextInt(8)) {
      case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      case 2 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      case 3 -> bytes = Arrays.copyOf(bytes, bytes.length + random.nextInt(20));
      case 4 -> bytes = known.get(random.nextInt(known.size())).clone();
      default -> {}
    }
    return bytes;
  }

  private static void replay(List<byte[]> packets, End end) {
    packets.forEach(packet -> end.step(new HandshakeInput.Received(packet)));
  }

  private static byte[][] sent(End end) {
    return end.outputs.stream()
        .filter(Send.class::isInstance)
        .map(output -> ((Send) output).packet())
        .toArray(byte[][]::new);
  }

  private static Established established(boolean weStarted) {
    return new Established(
        Transcript.GENUINE, Transcript.GENUINE_CREATION, Transcript.FLAGS, null, weStarted);
  }
}
