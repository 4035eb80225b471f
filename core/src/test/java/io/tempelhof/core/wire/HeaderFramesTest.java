package io.tempelhof.core.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.signal.TraceToken;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Decoded;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Malformed;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Frames with headers: real ones, and illegal ones made of them.
class HeaderFramesTest {
  private static final NodeName NODE = NodeName.of("cap@127.0.0.1");
  private static final Map<String, byte[]> FRAMES = frames();
  private static final int CREATION = 0xC13A_AA87;
  private static final Pid CAPPER = new Pid(NODE.atom(), 9, 0, CREATION);
  private static final Atom X = Atom.of("x");

  private final CountedAllowance allowance = new CountedAllowance(1 << 20);
  private final FrameReader reader = reader(Flag.DIST_HDR_ATOM_CACHE, Flag.FRAGMENTS);

  @Test
  void readsWhatAGenuineNodeWritesWithItsCacheOfAtoms() {
    Term hello =
        Tuple.of(Atom.of("hello"), Atom.of("cap"), ListTerm.of(Int.of(1), Int.of(2), Int.of(3)));
    assertThat(message("hello")).isEqualTo(hello);
    assertThat(message("hello_again")).isEqualTo(hello);
    assertThat(message("long_atom")).isEqualTo(Atom.of("😀".repeat(255)));
    assertThat(message("unicode")).isEqualTo(Tuple.of(CAPPER, Atom.of("größe")));
    Term[] atoms =
        IntStream.rangeClosed(1, 260).mapToObj(i -> Atom.of("at" + i)).toArray(Term[]::new);
    assertThat(message("many_atoms")).isEqualTo(ListTerm.of(atoms));
    assertThat(read("big_1")).isEqualTo(new Incoming.Fragment());
    assertThat(reader.isInside()).isTrue();
    assertThat(read("big_2")).isEqualTo(new Incoming.Fragment());
    byte[] letters = new byte[150_000];
    Arrays.fill(letters, (byte) 'x');
    assertThat(message("big_3")).isEqualTo(Tuple.of(Atom.of("big"), Binary.of(letters)));
    assertThat(reader.isInside()).isFalse();
    assertThat(allowance.taken).isZero();
    assertThat(((Signal.SendName) ((Incoming.Signalled) read("traced")).signal()).trace())
        .isEqualTo(TraceToken.of(Tuple.of(Int.of(1), Int.of(17), Int.of(1), CAPPER, Int.of(0))));
    assertThat(((Incoming.Signalled) read("monitor")).signal())
        .isInstanceOfSatisfying(
            Signal.Monitor.class,
            monitor -> {
              assertThat(monitor.from()).isEqualTo(CAPPER);
              assertThat(monitor.target()).isEqualTo(X);
            });
  }

  @Test
  void keepsTheAtomsOfAMessageWhateverBecomesOfTheCache() {
    Encoded first = ((Signal.SendName) ((Incoming.Signalled) read("hello")).signal()).message();
    byte[] renamed = frame("hello");
    String text = "hello";
    int at = new String(renamed, ISO_8859_1).indexOf(text);
    System.arraycopy("jello".getBytes(UTF_8), 0, renamed, at, text.length());
    read(renamed);
    assertThat(first.toString()).startsWith("{hello,");
    assertThat(message("hello_again").toString()).startsWith("{jello,");
  }

  @Test
  void readsFragmentsOfSeveralSequencesInAnyMixture() {
    read("hello");
    byte[] other1 = frame("big_1");
    byte[] other2 = frame("big_2");
    byte[] other3 = frame("big_3");
    for (byte[] frame : List.of(other1, other2, other3)) {
      frame[2] ^= 0x55;
    }
    read("big_1");
    read(other1);
    read("hello_again");
    read(other2);
    read("big_2");
    assertThat(reader.isInside()).isTrue();
    assertThat(message(read("big_3")).toString()).startsWith("{big,");
    assertThat(message(read(other3)).toString()).startsWith("{big,");
    assertThat(allowance.taken).isZero();
  }

  @Test
  void holdsRoomForWhatControlMessagesTakeAndNotOnlyForTheirBytes() {
    read("hello");
    int bytes = frame("big_1").length;
    read("big_1");
    assertThat(allowance.taken).isGreaterThan(bytes + 2_048);
    reader.release();
    assertThat(allowance.taken).isZero();
  }

  @Test
  void closesOnAHeaderThatIsNone() {
    refuses("131", "without a type");
    refuses("131 67", "type 67, which was not negotiated");
    refuses("112 131 104 0", "type 112, which was not negotiated");
    refuses("131 68", "header of 1 more bytes");
    refuses("131 68 0", "control message");
    refuses("131 68 1", "header of 1 more bytes");
    refuses("131 68 1 0", "header of 1 more bytes");
    refuses("131 68 1 0 7", "no atom in entry 7 of segment 0");
    refuses("131 68 1 8 7 2 97", "header of 2 more bytes");
    refuses("131 68 1 8 7 1 255", "no UTF-8");
    refuses("131 68 1 24 7 0", "header of 2 more bytes");
    refuses("131 68 1 8 0 1 97 104 1 82 1", "atom cache reference 1 of 1");
    byte[] tooLong = new byte[7 + 257];
    Arrays.fill(tooLong, (byte) 'a');
    System.arraycopy(new byte[] {(byte) 131, 68, 1, 0x18, 0, 1, 1}, 0, tooLong, 0, 7);
    refuses(tooLong, "more than 255 characters");
  }

  @Test
  void closesOnFragmentsOutOfTheirOrder() {
    read("hello");
    refuses("131 69 0 0 0 0 0 0 0 1", "without sequence and number");
    refuses("131 69 0 0 0 0 0 0 0 1 0 0 0 0 0 0 0 0 0", "0 fragments");
    refuses(frame("big_2"), "has not begun");
    read("big_1");
    refuses(frame("big_3"), "not the next");
    refuses(frame("big_1"), "begins anew");
    read("big_2");
    refuses(frame("big_2"), "not the next");
  }

  @Test
  void closesOnFragmentsOfAControlMessageThatTakesNoPayload() {
    read("hello");
    byte[] monitor = frame("monitor");
    byte[] first = new byte[monitor.length + 16];
    System.arraycopy(monitor, 2, first, 18, monitor.length - 2);
    first[0] = (byte) 131;
    first[1] = 69;
    first[17] = 2;
    refuses(first, "in fragments");
  }

  @Test
  void takesAMessageInASingleFragment() {
    byte[] hello = frame("hello");
    byte[] only = new byte[hello.length + 16];
    System.arraycopy(hello, 2, only, 18, hello.length - 2);
    only[0] = (byte) 131;
    only[1] = 69;
    only[17] = 1;
    assertThat(message(read(only)).toString()).startsWith("{hello,");
  }

  @Test
  void holdsNoMoreThanItIsAllowedAndGivesItBack() {
    read("hello");
    allowance.limit = 140_000;
    read("big_1");
    read("big_2");
    refuses(frame("big_3"), "no room left");
    reader.release();
    assertThat(allowance.taken).isZero();
  }

  @Test
  void takesNoFragmentsUnlessTheyWereNegotiated() {
    FrameReader whole = reader(Flag.DIST_HDR_ATOM_CACHE);
    byte[] hello = frame("hello");
    assertThat(whole.read(hello, 0, hello.length)).isInstanceOf(Incoming.Signalled.class);
    byte[] big = frame("big_1");
    assertThat(whole.read(big, 0, big.length).toString()).contains("not negotiated");
  }

  private Term message(String name) {
    return message(read(name));
  }

  private static Term message(Incoming incoming) {
    Signal signal = ((Incoming.Signalled) incoming).signal();
    assertThat(signal)
        .isInstanceOfSatisfying(
            Signal.SendName.class,
            send -> {
              assertThat(send.from()).isEqualTo(CAPPER);
              assertThat(send.name()).isEqualTo(X);
            });
    return switch (((Signal.Message) signal).message().decode()) {
      case Decoded.Ok ok -> ok.term();
      case Malformed malformed -> throw new AssertionError(malformed);
    };
  }

  private Incoming read(String name) {
    return read(frame(name));
  }

  private Incoming read(byte[] frame) {
    Incoming read = reader.read(frame, 0, frame.length);
    assertThat(read).isNotInstanceOf(Incoming.Malformed.class);
    Arrays.fill(frame, (byte) 0);
    return read;
  }

  private void refuses(String decimal, String reason) {
    List<Byte> bytes = new ArrayList<>();
    for (String number : decimal.split(" ", -1)) {
      bytes.add((byte) Integer.parseInt(number));
    }
    byte[] frame = new byte[bytes.size()];
    for (int i = 0; i < frame.length; i++) {
      frame[i] = bytes.get(i);
    }
    refuses(frame, reason);
  }

  private void refuses(byte[] frame, String reason) {
    assertThat(reader.read(frame, 0, frame.length))
        .isInstanceOfSatisfying(
            Incoming.Malformed.class,
            malformed -> {
              assertThat(malformed.reason()).contains(reason);
              assertThat(malformed.offset()).isBetween(0, frame.length);
            });
  }

  private FrameReader reader(Flag... flags) {
    Flags common = Flags.MANDATORY.with(Flag.SEND_SENDER).with(flags);
    return new FrameReader(NODE, CREATION, common, allowance);
  }

  /// A fresh copy.
  private static byte[] frame(String name) {
    return FRAMES.get(name).clone();
  }

  private static Map<String, byte[]> frames() {
    Map<String, byte[]> frames = new LinkedHashMap<>();
    try (var file = HeaderFramesTest.class.getResourceAsStream("header-frames.txt")) {
      for (String line : new String(file.readAllBytes(), UTF_8).lines().toList()) {
        String[] words = line.split(" ", -1);
        if (!words[0].equals("#")) {
          byte[] head = HexFormat.of().parseHex(words[1]);
          int more = words.length > 2 ? Integer.parseInt(words[2]) : 0;
          byte[] frame = Arrays.copyOf(head, head.length + more);
          Arrays.fill(frame, head.length, frame.length, (byte) 'x');
          frames.put(words[0], frame);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return frames;
  }
}
