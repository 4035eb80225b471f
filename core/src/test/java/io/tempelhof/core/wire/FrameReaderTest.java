package io.tempelhof.core.wire;

import static io.tempelhof.core.wire.GoldenFrames.A;
import static io.tempelhof.core.wire.GoldenFrames.A_CREATION;
import static io.tempelhof.core.wire.GoldenFrames.A_NODE;
import static io.tempelhof.core.wire.GoldenFrames.B;
import static io.tempelhof.core.wire.GoldenFrames.C;
import static io.tempelhof.core.wire.GoldenFrames.ECHO;
import static io.tempelhof.core.wire.GoldenFrames.FORMER_A;
import static io.tempelhof.core.wire.GoldenFrames.REASON;
import static io.tempelhof.core.wire.GoldenFrames.REF_A;
import static io.tempelhof.core.wire.GoldenFrames.REF_B;
import static io.tempelhof.core.wire.GoldenFrames.SIZE;
import static io.tempelhof.core.wire.GoldenFrames.SOME_A;
import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.BigInt;
import io.tempelhof.core.term.Decoded;
import io.tempelhof.core.term.Etf;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.Nil;
import io.tempelhof.core.term.Real;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.TermWriter;
import io.tempelhof.core.term.Tuple;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
  private static final GoldenFrames GOLDEN = new GoldenFrames();

  private static final Flags PASS_THROUGH =
      Flags.OFFERED.without(Flag.DIST_HDR_ATOM_CACHE, Flag.FRAGMENTS);

  private final FrameReader reader =
      new FrameReader(A_NODE, A_CREATION, PASS_THROUGH, Allowance.UNLIMITED);

  @Test
  void readsEveryControlMessageAGenuineNodeMaySend() {
    Map<String, Incoming.Signalled> meaning = new LinkedHashMap<>();
    messages(meaning);
    linksAndTheirEnds(meaning);
    monitors(meaning);
    spawnsAndGroupLeaders(meaning);
    alternativeActionsOfOtp28(meaning);
    Set<String> frames = new HashSet<>(GOLDEN.all().keySet());
    frames.remove("unlink");
    assertThat(meaning.keySet()).isEqualTo(frames);
    meaning.forEach(this::reads);
  }

  private static void messages(Map<String, Incoming.Signalled> meaning) {
    put(meaning, "send_sender", new Signal.Send(A, B, GoldenFrames.message()));
    put(meaning, "send_sender_other_node", new Signal.Send(C, B, GoldenFrames.message()));
    put(meaning, "send", new Signal.Send(SOME_A, B, GoldenFrames.message()));
    put(meaning, "reg_send", new Signal.SendName(A, ECHO, GoldenFrames.message()));
    put(meaning, "reg_send_other_node", new Signal.SendName(C, ECHO, GoldenFrames.message()));
    put(meaning, "alias_send", new Signal.SendAlias(A, REF_B, GoldenFrames.message()));
    putTraced(meaning, "send_sender_tt", new Signal.Send(A, B, GoldenFrames.message()));
    putTraced(meaning, "send_tt", new Signal.Send(SOME_A, B, GoldenFrames.message()));
    putTraced(meaning, "reg_send_tt", new Signal.SendName(A, ECHO, GoldenFrames.message()));
    putTraced(meaning, "alias_send_tt", new Signal.SendAlias(A, REF_B, GoldenFrames.message()));
  }

  private static void linksAndTheirEnds(Map<String, Incoming.Signalled> meaning) {
    put(meaning, "link", new Signal.Link(A, B));
    put(meaning, "unlink_id", new Signal.Unlink(1, A, B));
    put(meaning, "unlink_id_half", new Signal.Unlink(Long.MIN_VALUE, A, B));
    put(meaning, "unlink_id_greatest", new Signal.Unlink(-1, A, B));
    put(meaning, "unlink_id_ack", new Signal.UnlinkAck(77, A, B));
    put(meaning, "exit", new Signal.Exit(A, B, REASON));
    put(meaning, "exit_former", new Signal.Exit(FORMER_A, B, Atom.of("noproc")));
    put(meaning, "payload_exit", new Signal.Exit(A, B, REASON));
    putTraced(meaning, "exit_tt", new Signal.Exit(A, B, REASON));
    putTraced(meaning, "payload_exit_tt", new Signal.Exit(A, B, REASON));
    put(meaning, "exit2", new Signal.ExitRequest(A, B, REASON));
    put(meaning, "payload_exit2", new Signal.ExitRequest(A, B, REASON));
    putTraced(meaning, "exit2_tt", new Signal.ExitRequest(A, B, REASON));
    putTraced(meaning, "payload_exit2_tt", new Signal.ExitRequest(A, B, REASON));
  }

  private static void monitors(Map<String, Incoming.Signalled> meaning) {
    put(meaning, "monitor", new Signal.Monitor(A, B, REF_A));
    put(meaning, "monitor_name", new Signal.Monitor(A, SIZE, REF_A));
    put(meaning, "demonitor", new Signal.Demonitor(A, B, REF_A));
    put(meaning, "demonitor_name", new Signal.Demonitor(A, SIZE, REF_A));
    put(meaning, "monitor_exit", new Signal.Down(A, B, REF_B, REASON));
    put(meaning, "monitor_exit_name", new Signal.Down(ECHO, B, REF_B, REASON));
    put(meaning, "payload_monitor_exit", new Signal.Down(A, B, REF_B, REASON));
    put(meaning, "payload_monitor_exit_name", new Signal.Down(ECHO, B, REF_B, REASON));
  }

  private static void spawnsAndGroupLeaders(Map<String, Incoming.Signalled> meaning) {
    put(meaning, "spawn_request", GoldenFrames.spawnRequest());
    putTraced(meaning, "spawn_request_tt", GoldenFrames.spawnRequest());
    put(meaning, "spawn_reply", new Signal.SpawnReply(REF_A, B, 3, A));
    put(meaning, "spawn_reply_error", new Signal.SpawnReply(REF_A, B, 0, Atom.of("notsup")));
    putTraced(meaning, "spawn_reply_tt", new Signal.SpawnReply(REF_A, B, 3, A));
    put(meaning, "group_leader", new Signal.GroupLeader(A, B));
  }

  private static void alternativeActionsOfOtp28(Map<String, Incoming.Signalled> meaning) {
    put(meaning, "altact_pid", new Signal.Send(A, B, GoldenFrames.message()));
    put(meaning, "altact_priority", new Signal.Send(A, B, GoldenFrames.message()));
    putTraced(meaning, "altact_token", new Signal.Send(A, B, GoldenFrames.message()));
    put(meaning, "altact_alias", new Signal.SendAlias(A, REF_B, GoldenFrames.message()));
    putTraced(
        meaning, "altact_alias_token", new Signal.SendAlias(A, REF_B, GoldenFrames.message()));
    put(meaning, "altact_name", new Signal.SendName(A, ECHO, GoldenFrames.message()));
    put(meaning, "altact_exit", new Signal.ExitRequest(A, B, REASON));
    put(meaning, "altact_unknown_flags", new Signal.Send(A, B, GoldenFrames.message()));
  }

  @Test
  void readsATick() {
    assertThat(reader.read(new byte[9], 4, 4)).isEqualTo(new Incoming.Tick());
  }

  @Test
  void closesOnWhatNoNodeMaySay() {
    refuses(GOLDEN.frame("unlink"), "control message 4: unknown operation");
    for (long code : new long[] {-1, 0, 5, 9, 10, 11, 14, 15, 17, 38, 1L << 40}) {
      refuses(frame(Tuple.of(Int.of(code), A, B)), "unknown operation");
    }
    refuses(frame(Tuple.of(new BigInt(BigInteger.TWO.pow(64)), A, B)), "no operation");
    refuses(frame(Tuple.of(Atom.of("link"), A, B)), "no operation");
    refuses(frame(Tuple.of()), "no operation");
    refuses(frame(Int.of(1)), "no tuple");
  }

  @Test
  void closesOnAWrongArity() {
    for (var golden : GOLDEN.all().entrySet()) {
      Tuple control =
          (Tuple)
              ((Decoded.Ok) Etf.decodeFirst(golden.getValue(), 1, golden.getValue().length - 1))
                  .term();
      Term[] shorter = new Term[control.arity() - 1];
      Term[] longer = new Term[control.arity() + 1];
      for (int i = 0; i < longer.length; i++) {
        longer[i] = i < control.arity() ? control.at(i) : Nil.NIL;
        if (i < shorter.length) {
          shorter[i] = control.at(i);
        }
      }
      byte[] message = Etf.encode(Atom.of("m"));
      if (!golden.getKey().equals("altact_unknown_flags")) {
        assertThat(read(frame(Tuple.of(shorter), message)))
            .as(golden.getKey())
            .isInstanceOf(Incoming.Malformed.class);
      }
      if (!golden.getKey().startsWith("altact")) {
        assertThat(read(frame(Tuple.of(longer), message)))
            .as(golden.getKey())
            .isInstanceOf(Incoming.Malformed.class);
      }
    }
  }

  @Test
  void closesOnSignalsFromProcessesOfOtherNodes() {
    refuses(frame(Tuple.of(Int.of(1), C, B)), "not a pid of a@host");
    refuses(frame(Tuple.of(Int.of(1), FORMER_A, B)), "not a pid of this incarnation");
    refuses(frame(Tuple.of(Int.of(35), Int.of(1), C, B)), "not a pid of a@host");
    refuses(frame(Tuple.of(Int.of(36), Int.of(1), C, B)), "not a pid of a@host");
    refuses(frame(Tuple.of(Int.of(19), C, B, REF_A)), "not a pid of a@host");
    refuses(frame(Tuple.of(Int.of(20), C, B, REF_A)), "not a pid of a@host");
    refuses(frame(Tuple.of(Int.of(3), C, B, REASON)), "not a pid of a@host");
    refuses(frame(Tuple.of(Int.of(24), C, B), Etf.encode(REASON)), "not a pid of a@host");
    refuses(frame(Tuple.of(Int.of(8), C, B, REASON)), "not a pid of a@host");
    refuses(frame(Tuple.of(Int.of(26), C, B), Etf.encode(REASON)), "not a pid of a@host");
  }

  @Test
  void closesOnAnUnlinkIdOutOfRange() {
    refuses(frame(Tuple.of(Int.of(35), Int.of(0), A, B)), "not an id");
    refuses(frame(Tuple.of(Int.of(36), Int.of(0), A, B)), "not an id");
    refuses(frame(Tuple.of(Int.of(35), Int.of(-1), A, B)), "not an id");
    refuses(frame(Tuple.of(Int.of(35), new Real(1), A, B)), "not an id");
    BigInteger tooGreat = BigInteger.TWO.pow(64);
    refuses(frame(Tuple.of(Int.of(35), BigInt.of(tooGreat), A, B)), "not an id");
    refuses(frame(Tuple.of(Int.of(35), BigInt.of(tooGreat.negate()), A, B)), "not an id");
  }

  @Test
  void closesOnElementsOfAWrongType() {
    byte[] message = Etf.encode(Atom.of("m"));
    refuses(frame(Tuple.of(Int.of(22), A, ECHO), message), "not a pid");
    refuses(frame(Tuple.of(Int.of(22), ECHO, B), message), "not a pid");
    refuses(frame(Tuple.of(Int.of(6), A, Atom.EMPTY, B), message), "not an atom");
    refuses(frame(Tuple.of(Int.of(33), A, B), message), "not a reference");
    refuses(frame(Tuple.of(Int.of(19), A, REF_A, REF_A)), "not a pid or a name");
    refuses(frame(Tuple.of(Int.of(19), A, B, B)), "not a reference");
    refuses(frame(Tuple.of(Int.of(31), REF_A, B, Int.of(1 << 27), A)), "not a number");
    refuses(frame(Tuple.of(Int.of(31), REF_A, B, Int.of(0), REF_A)), "not a pid or a name");
    Tuple notMfa = Tuple.of(ECHO, ECHO);
    refuses(frame(Tuple.of(Int.of(29), REF_A, A, A, notMfa, Nil.NIL), message), "tuple of 3");
    Tuple negative = Tuple.of(ECHO, ECHO, Int.of(-1));
    refuses(frame(Tuple.of(Int.of(29), REF_A, A, A, negative, Nil.NIL), message), "not a number");
    refuses(frame(Tuple.of(Int.of(37), Int.of(12), A, B), message), "at once");
    refuses(frame(Tuple.of(Int.of(37), Int.of(-1), A, B), message), "not flags");
    refuses(frame(Tuple.of(Int.of(37), Int.of(4), A, B), message), "not a reference");
    refuses(frame(Tuple.of(Int.of(37), Int.of(8), A, B), message), "not an atom");
    refuses(frame(Tuple.of(Int.of(37), Int.of(2), A, B), message), "no token");
  }

  @Test
  void closesOnAPayloadThatIsMissingOrTooMuch() {
    refuses(frame(Tuple.of(Int.of(22), A, B)), "no message");
    refuses(frame(Tuple.of(Int.of(22), A, B), new byte[] {(byte) 131}), "no message");
    refuses(frame(Tuple.of(Int.of(22), A, B), new byte[] {106, 106}), "no message");
    refuses(frame(Tuple.of(Int.of(24), A, B)), "exit reason");
    refuses(frame(Tuple.of(Int.of(24), A, B), new byte[] {(byte) 131, 106, 0}), "exit reason");
    refuses(frame(Tuple.of(Int.of(1), A, B), Etf.encode(ECHO)), "too many");
  }

  @Test
  void closesOnAFrameOfAModeThatWasNotNegotiated() {
    refuses(new byte[] {(byte) 131, 68, 0}, "type 131");
    refuses(new byte[] {112}, "version byte");
    refuses(new byte[] {112, (byte) 131}, "control message");
  }

  @Test
  void leavesMessagesUndecodedHoweverWrongTheyAre() {
    byte[] garbage = {(byte) 131, 0, 1, 2};
    Incoming read = read(frame(Tuple.of(Int.of(22), A, B), garbage));
    assertThat(((Signal.Send) ((Incoming.Signalled) read).signal()).message().bytes())
        .isEqualTo(garbage);
  }

  @Test
  void copiesMessagesOutOfTheLentArray() {
    byte[] frame = GOLDEN.frame("send_sender").clone();
    Incoming read = reader.read(frame, 0, frame.length);
    Arrays.fill(frame, (byte) 0);
    assertThat(GoldenFrames.readable(((Incoming.Signalled) read).signal()))
        .isEqualTo(GoldenFrames.readable(new Signal.Send(A, B, GoldenFrames.message())));
  }

  @Test
  void answersAnyMutilatedFrameWithAValue() {
    long seed = 20_261_123;
    Random random = new Random(seed);
    byte[][] frames = GOLDEN.all().values().toArray(byte[][]::new);
    int malformed = 0;
    for (int round = 0; round < 300_000; round++) {
      byte[] frame = mutilate(frames, random);
      try {
        if (read(frame) instanceof Incoming.Malformed(String reason, int offset)) {
          malformed++;
          assertThat(reason.length()).isLessThan(400);
          assertThat(offset).isBetween(0, frame.length);
        }
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        throw new AssertionError("seed " + seed + " round " + round, e);
      }
    }
    assertThat(malformed).as("seed %d", seed).isBetween(50_000, 299_000);
  }

  private static byte[] mutilate(byte[][] frames, Random random) {
    byte[] frame = frames[random.nextInt(frames.length)].clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      switch (random.nextInt(5)) {
        case 0 -> frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
        case 1 -> frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
        case 2 -> frame = Arrays.copyOf(frame, 1 + random.nextInt(frame.length));
        case 3 -> frame = Arrays.copyOf(frame, frame.length + random.nextInt(4));
        default -> {
          byte[] other = frames[random.nextInt(frames.length)];
          int at = random.nextInt(frame.length);
          int count = Math.min(random.nextInt(1 + other.length), frame.length - at);
          System.arraycopy(other, 0, frame, at, count);
        }
      }
    }
    return frame;
  }

  private static void put(Map<String, Incoming.Signalled> meaning, String name, Signal signal) {
    meaning.put(name, new Incoming.Signalled(signal));
  }

  private static void putTraced(
      Map<String, Incoming.Signalled> meaning, String name, Signal signal) {
    put(meaning, name, GoldenFrames.traced(signal));
  }

  private void reads(String name, Incoming.Signalled meaning) {
    assertThat(read(GOLDEN.frame(name)))
        .as(name)
        .isInstanceOfSatisfying(
            Incoming.Signalled.class,
            read -> {
              assertThat(GoldenFrames.readable(read.signal()))
                  .isEqualTo(GoldenFrames.readable(meaning.signal()));
            });
  }

  private void refuses(byte[] frame, String reason) {
    assertThat(read(frame))
        .isInstanceOfSatisfying(
            Incoming.Malformed.class, m -> assertThat(m.reason()).contains(reason));
  }

  /// Reads the frame out of the middle of a larger array.
  private Incoming read(byte[] frame) {
    byte[] lent = new byte[frame.length + 7];
    Arrays.fill(lent, (byte) 0x77);
    System.arraycopy(frame, 0, lent, 3, frame.length);
    return reader.read(lent, 3, 3 + frame.length);
  }

  private static byte[] frame(Term control, byte... payload) {
    TermWriter writer = new TermWriter();
    writer.putByte(112);
    writer.putVersion();
    writer.put(control);
    writer.putRaw(payload);
    return writer.toBytes();
  }
}
