package io.tempelhof.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.BigEndian;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Decoded;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.TermLimits;
import io.tempelhof.core.term.TermWriter;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.core.wire.FrameWriter.Written;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What one end writes the other end reads, in every mode, whatever overtakes what.
class FrameRoundTripTest {
  private static final NodeName NODE = NodeName.of("a@host");
  private static final int CREATION = 7;
  private static final Atom HERE = NODE.atom();
  private static final Pid TO = new Pid(Atom.of("b@host"), 1, 2, 3);
  private static final Flags BOTH = Flags.OFFERED;
  private static final int LONG = 3 * FrameWriter.FRAGMENT_BYTES + 17;

  private final CountedAllowance allowance = new CountedAllowance(1L << 40);
  private final TermWriter out = new TermWriter();
  private final List<Signal> read = new ArrayList<>();
  private FrameWriter writer = new FrameWriter(BOTH);
  private FrameReader reader = new FrameReader(NODE, CREATION, BOTH, allowance);

  private void use(Flags common) {
    writer = new FrameWriter(common);
    reader = new FrameReader(NODE, CREATION, common, allowance);
  }

  @BeforeEach
  void isQuiet() {
    assertThat(writer.isBusy()).isFalse();
  }

  static Stream<Flags> modes() {
    return Stream.of(
        BOTH,
        BOTH.without(Flag.FRAGMENTS),
        BOTH.without(Flag.DIST_HDR_ATOM_CACHE),
        BOTH.without(Flag.DIST_HDR_ATOM_CACHE, Flag.FRAGMENTS));
  }

  @ParameterizedTest
  @MethodSource("modes")
  void everySenderIsHeardInItsOrderWhateverOvertakesWhat(Flags mode) {
    long seed = 20_261_124;
    Random random = new Random(seed);
    for (int round = 0; round < 12; round++) {
      use(mode);
      read.clear();
      Map<Pid, List<Term>> said = new LinkedHashMap<>();
      List<Signal> ended = new ArrayList<>();
      int later = 0;
      for (int n = 0; n < 600; n++) {
        Pid from = pid(random.nextInt(6));
        Signal signal = signal(from, n, random);
        said.computeIfAbsent(from, _ -> new ArrayList<>()).add(content(signal));
        switch (writer.write(signal, out)) {
          case DONE -> ended.add(signal);
          case LATER -> later++;
          case NOT_UNDERSTOOD, UNENCODABLE -> throw new AssertionError("seed " + seed);
        }
        for (int i = random.nextInt(3); i > 0 && writer.isBusy(); i--) {
          writer.writeNext(out, ended::add);
        }
        if (random.nextInt(4) == 0) {
          writer.writeTick(out);
        }
        carry();
      }
      drain(ended);
      assertThat(later).as("seed %d round %d", seed, round).isPositive();
      assertThat(ended).as("seed %d round %d", seed, round).hasSize(600);
      Map<Pid, List<Term>> heard = new LinkedHashMap<>();
      read.forEach(s -> heard.computeIfAbsent(sender(s), _ -> new ArrayList<>()).add(content(s)));
      assertThat(heard).as("seed %d round %d", seed, round).isEqualTo(said);
      assertThat(allowance.taken).isZero();
    }
  }

  private static Signal signal(Pid from, int n, Random random) {
    boolean isLong = random.nextInt(30) == 0;
    byte[] bytes = new byte[random.nextInt(isLong ? 4 * FrameWriter.FRAGMENT_BYTES : 40)];
    random.nextBytes(bytes);
    Term content = Tuple.of(Int.of(n), Binary.of(bytes));
    return switch (random.nextInt(4)) {
      case 0 -> new Signal.Send(from, TO, Encoded.of(content));
      case 1 -> new Signal.SendName(from, name(random.nextInt(3_000)), Encoded.of(content));
      case 2 -> new Signal.Exit(from, TO, content);
      default -> new Signal.SendAlias(from, new Ref(TO.node(), 3, n, 2, 3), Encoded.of(content));
    };
  }

  private static Atom name(int n) {
    return Atom.of(n % 50 == 0 ? "ü".repeat(200) + n : "name" + n);
  }

  private static Pid sender(Signal signal) {
    return (Pid) Lanes.sender(signal);
  }

  /// The message or reason, and for a message to a name also the name.
  private static Term content(Signal signal) {
    return switch (signal) {
      case Signal.SendName s -> Tuple.of(s.name(), term(s.message()));
      case Signal.Message s -> term(s.message());
      case Signal.Exit s -> s.reason();
      default -> throw new AssertionError(signal);
    };
  }

  private static Term term(Encoded message) {
    return ((Decoded.Ok) message.decode()).term();
  }

  @Test
  void aShortSignalOvertakesALongOneOfAnotherSender() {
    say(Written.LATER, message(pid(1), LONG));
    writer.writeNext(out, _ -> {});
    say(Written.DONE, message(pid(2), 5));
    carry();
    assertThat(read).extracting(FrameRoundTripTest::sender).containsExactly(pid(2));
    drain(new ArrayList<>());
    assertThat(read).extracting(FrameRoundTripTest::sender).containsExactly(pid(2), pid(1));
  }

  @Test
  void longSignalsTakeTurns() {
    say(Written.LATER, message(pid(1), 100 * FrameWriter.FRAGMENT_BYTES));
    say(Written.LATER, message(pid(2), LONG));
    List<Signal> ended = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      writer.writeNext(out, ended::add);
    }
    assertThat(ended).extracting(FrameRoundTripTest::sender).containsExactly(pid(2));
  }

  @Test
  void whatItsSenderSaysLaterWaitsBehindALongOne() {
    say(Written.LATER, message(pid(1), LONG));
    say(Written.LATER, new Signal.Link(pid(1), TO));
    say(Written.LATER, new Signal.Exit(pid(1), TO, Atom.of("done")));
    say(Written.DONE, new Signal.Link(pid(2), TO));
    drain(new ArrayList<>());
    assertThat(read)
        .extracting(signal -> signal.getClass().getSimpleName())
        .containsExactly("Link", "Send", "Link", "Exit");
  }

  @Test
  void theEndOfANamedProcessWaitsForAllThatMayHaveBeenItsOwn() {
    say(Written.LATER, message(pid(1), LONG));
    say(Written.LATER, message(pid(2), 2 * LONG));
    Ref ref = new Ref(TO.node(), 3, 1, 2, 3);
    say(Written.LATER, new Signal.Down(Atom.of("named"), TO, ref, Atom.of("normal")));
    say(Written.LATER, message(pid(1), 1));
    say(Written.DONE, message(pid(3), 1));
    drain(new ArrayList<>());
    assertThat(read.stream().map(s -> s instanceof Signal.Down ? "down" : sender(s).id()))
        .containsExactly(3, 1, 1, 2, "down");
  }

  @Test
  void whatGoesBehindAllGoesAtOnceWhenNothingWaits() {
    Signal signal = message(pid(1), 1);
    assertThat(writer.writeBehindAll(signal, out)).isEqualTo(Written.DONE);
    say(Written.LATER, message(pid(1), LONG));
    assertThat(writer.writeBehindAll(signal, out)).isEqualTo(Written.LATER);
    List<Signal> ended = new ArrayList<>();
    drain(ended);
    assertThat(ended).hasSize(2).last().isSameAs(signal);
  }

  @Test
  void withoutFragmentsEverythingWaitsForTheEndOfALongFrame() {
    use(BOTH.without(Flag.FRAGMENTS));
    say(Written.LATER, message(pid(1), LONG));
    writer.writeNext(out, _ -> {});
    say(Written.LATER, message(pid(2), 5));
    int size = out.size();
    writer.writeTick(out);
    assertThat(out.size()).isEqualTo(size);
    drain(new ArrayList<>());
    assertThat(read).extracting(FrameRoundTripTest::sender).containsExactly(pid(1), pid(2));
  }

  @Test
  void givesUpWhatWaitsEachSignalOnce() {
    say(Written.LATER, message(pid(1), LONG));
    say(Written.LATER, message(pid(2), LONG));
    assertThat(writer.writeBehindAll(message(pid(3), 1), out)).isEqualTo(Written.LATER);
    say(Written.LATER, message(pid(2), 1));
    writer.writeNext(out, _ -> {});
    assertThat(writer.abandon()).hasSize(4);
    assertThat(writer.isBusy()).isFalse();
    assertThat(writer.abandon()).isEmpty();
  }

  @Test
  void anAtomIsSpeltOutOnceAndThenReferredTo() {
    Signal link = new Signal.Link(pid(1), TO);
    say(Written.DONE, link);
    int first = out.size();
    say(Written.DONE, link);
    int second = out.size() - first;
    assertThat(first - second).isEqualTo("a@host".length() + "b@host".length() + 2);
    carry();
    assertThat(read).containsExactly(link, link);
  }

  @Test
  void anAtomOfASignalThatCouldNotBeWrittenIsNotTakenForKnown() {
    use(BOTH.without(Flag.EXIT_PAYLOAD));
    Term deep = Atom.of("end");
    for (int i = 0; i <= TermLimits.MAX_DEPTH; i++) {
      deep = Tuple.of(deep);
    }
    say(Written.UNENCODABLE, new Signal.Exit(pid(1), TO, Tuple.of(Atom.of("new"), deep)));
    assertThat(out.size()).isZero();
    say(Written.DONE, new Signal.Exit(pid(1), TO, Atom.of("new")));
    carry();
    assertThat(read).containsExactly(new Signal.Exit(pid(1), TO, Atom.of("new")));
  }

  @Test
  void anExitReasonIsNoPlaceForVeryMuch() {
    byte[] bytes = new byte[SignalReader.DECODED_BYTES_MAX];
    say(Written.UNENCODABLE, new Signal.Exit(pid(1), TO, Binary.of(bytes)));
    byte[] frame = Arrays.copyOf(new byte[] {112, (byte) 131, 104, 2, 97, 1, 109, 1}, 17 << 20);
    use(BOTH.without(Flag.DIST_HDR_ATOM_CACHE, Flag.FRAGMENTS));
    assertThat(reader.read(frame, 0, frame.length))
        .isInstanceOfSatisfying(
            Incoming.Malformed.class,
            malformed -> assertThat(malformed.reason()).contains("control message"));
  }

  @Test
  void aFrameRefersToAtMost255Atoms() {
    Term[] atoms = new Term[1_000];
    Arrays.setAll(atoms, i -> Atom.of("atom" + i));
    use(BOTH.without(Flag.EXIT_PAYLOAD));
    Signal exit = new Signal.Exit(pid(1), TO, Tuple.of(atoms));
    for (int i = 0; i < 12; i++) {
      say(Written.DONE, exit);
    }
    carry();
    assertThat(read).hasSize(12).allMatch(exit::equals);
  }

  private void say(Written expected, Signal signal) {
    assertThat(writer.write(signal, out)).isEqualTo(expected);
  }

  private static Signal message(Pid from, int bytes) {
    return new Signal.Send(from, TO, Encoded.of(Binary.of(new byte[bytes])));
  }

  private static Pid pid(int id) {
    return new Pid(HERE, id, 0, CREATION);
  }

  private void drain(List<Signal> ended) {
    while (writer.isBusy()) {
      writer.writeNext(out, ended::add);
    }
    carry();
  }

  /// Reads all whole frames that were written.
  private void carry() {
    int at = 0;
    while (out.size() - at >= 4) {
      int end = at + 4 + BigEndian.getInt(out.array(), at);
      if (end > out.size()) {
        break;
      }
      switch (reader.read(out.array(), at + 4, end)) {
        case Incoming.Signalled(Signal signal) -> read.add(signal);
        case Incoming.Tick _, Incoming.Fragment _ -> {}
        case Incoming.Malformed malformed -> throw new AssertionError(malformed.toString());
      }
      at = end;
    }
    byte[] rest = Arrays.copyOfRange(out.array(), at, out.size());
    out.truncate(0);
    out.putRaw(rest);
  }
}
