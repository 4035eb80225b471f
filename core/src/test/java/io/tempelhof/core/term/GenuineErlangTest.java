package io.tempelhof.core.term;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a genuine Erlang node makes of our terms must be what we make of them.
class GenuineErlangTest {
  /// Up to here a genuine node keeps the entries of a map in key order, as we always do.
  private static final int SMALL_MAP_ENTRIES = 32;

  @TempDir Path directory;
  private Erl erl;

  @BeforeEach
  void findErlang() throws IOException {
    erl = new Erl(directory);
  }

  private static List<Term> terms(int count, int budget) {
    return IntStream.range(0, count)
        .mapToObj(seed -> new RandomTerms(new SplittableRandom(seed)).next(budget))
        .toList();
  }

  private static List<byte[]> encoded(List<Term> terms) {
    return terms.stream().map(Etf::encode).toList();
  }

  @Test
  void writesTheVeryBytesThatErlangWrites() throws Exception {
    List<Term> terms = new ArrayList<>(terms(4_000, 150));
    terms.add(new RandomTerms(new SplittableRandom(1)).deep(20_000));
    List<byte[]> answers = erl.judge("encode", encoded(terms));
    assertThat(answers).hasSameSizeAs(terms);
    int same = 0;
    for (int seed = 0; seed < answers.size(); seed++) {
      byte[] ours = Etf.encode(terms.get(seed));
      byte[] theirs = answers.get(seed);
      if (Arrays.equals(ours, theirs)) {
        same++;
      } else {
        assertThat(hasLargeMap(terms.get(seed))).as(() -> differ(ours, theirs)).isTrue();
        assertThat(Etf.decode(theirs))
            .as("seed %d", seed)
            .isEqualTo(new Decoded.Ok(terms.get(seed), ours.length));
      }
    }
    assertThat(same).isGreaterThan(terms.size() * 9 / 10);
  }

  private static String differ(byte[] ours, byte[] theirs) {
    return HexFormat.of().formatHex(ours) + "\n" + HexFormat.of().formatHex(theirs);
  }

  private static boolean hasLargeMap(Term term) {
    return term instanceof Compound compound
        && ((compound instanceof MapTerm map && map.size() > SMALL_MAP_ENTRIES)
            || Stream.of(compound.slots).anyMatch(GenuineErlangTest::hasLargeMap));
  }

  @Test
  void sortsTermsAsErlangDoes() throws Exception {
    List<Term> terms = new ArrayList<>(terms(4_000, 6));
    terms.addAll(numbers());
    assertSortedAlike(terms, "terms");
  }

  /// The order of keys shows in the order of maps.
  @Test
  void sortsMapKeysAsErlangDoes() throws Exception {
    List<Term> keys = new ArrayList<>(terms(2_000, 6));
    keys.addAll(numbers());
    keys.removeIf(key -> key.equals(Real.of(-0.0)));
    List<Term> maps = new ArrayList<>();
    keys.forEach(key -> maps.add(MapTerm.of(key, Int.of(1))));
    assertSortedAlike(maps, "maps of one key");
    keys.forEach(key -> maps.add(Tuple.of(MapTerm.of(Tuple.of(key, Int.of(1)), Nil.NIL))));
    assertSortedAlike(maps, "maps of nested keys");
  }

  private void assertSortedAlike(List<Term> terms, String what) throws Exception {
    List<Term> shuffled = new ArrayList<>(terms);
    Collections.shuffle(shuffled, new Random(42));
    List<byte[]> theirs = erl.judge("sort", encoded(shuffled));
    shuffled.sort(TermOrder.BY_VALUE);
    for (int i = 0; i < shuffled.size(); i++) {
      assertThat(Etf.encode(shuffled.get(i))).as("%s: place %d", what, i).isEqualTo(theirs.get(i));
    }
  }

  /// Integers and floats that lie close together.
  private static List<Term> numbers() {
    List<Term> numbers = new ArrayList<>();
    for (int shift : new int[] {0, 24, 52, 53, 54, 59, 60, 62, 63, 64, 65, 100, 1_023}) {
      for (int i = -2; i <= 2; i++) {
        BigInteger near = BigInteger.TWO.pow(shift).add(BigInteger.valueOf(i));
        numbers.add(BigInt.of(near));
        numbers.add(BigInt.of(near.negate()));
        numbers.add(Real.of(near.doubleValue()));
        numbers.add(Real.of(-near.doubleValue()));
        numbers.add(Real.of(Math.nextUp(near.doubleValue())));
        numbers.add(Real.of(near.doubleValue() + 0.5));
      }
    }
    return numbers;
  }

  @Test
  void comparesTermsOfOneKindAsErlangDoes() throws Exception {
    List<Term> terms = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 3_000; i++) {
      terms.addAll(lookalikes(random));
    }
    List<byte[]> answers = erl.judge("compare", encoded(terms));
    for (int i = 0; i + 1 < terms.size(); i++) {
      Term a = terms.get(i);
      Term b = terms.get(i + 1);
      int order = TermOrder.BY_VALUE.compare(a, b);
      String ours = (order < 0 ? "<" : order > 0 ? ">" : "=") + (a.equals(b) ? "=" : "/");
      assertThat(new String(answers.get(i), UTF_8)).as("%s against %s", a, b).isEqualTo(ours);
      assertThat(TermOrder.BY_VALUE.compare(b, a)).isEqualTo(-order);
      assertThat(TermOrder.MAP_KEYS.compare(a, b) == 0).isEqualTo(a.equals(b));
      if (a.equals(b)) {
        assertThat(a.hashCode()).isEqualTo(b.hashCode());
      }
    }
  }

  /// Terms that differ in one small thing or in nothing.
  private static List<Term> lookalikes(SplittableRandom random) {
    return List.of(
        pid(random),
        pid(random),
        new Port(node(random), few(random), 1 + few(random)),
        new Port(node(random), few(random), 1 + few(random)),
        ref(random),
        ref(random),
        fun(random),
        fun(random),
        new Export(atom(random), atom(random), few(random)),
        fun(random),
        bits(random),
        bits(random),
        list(random),
        list(random),
        map(random),
        map(random),
        atom(random),
        atom(random));
  }

  private static int few(SplittableRandom random) {
    return random.nextInt(3);
  }

  private static Atom node(SplittableRandom random) {
    return Atom.of(random.nextBoolean() ? "a@h" : "b@h");
  }

  private static Atom atom(SplittableRandom random) {
    return Atom.of(List.of("a", "ab", "b", "\uFFFD", "😀", "").get(random.nextInt(6)));
  }

  private static Term pid(SplittableRandom random) {
    int far = random.nextInt(10) == 0 ? -1 : 0;
    return new Pid(node(random), few(random) | far, few(random), 1 + few(random));
  }

  private static Term ref(SplittableRandom random) {
    int[] words = IntStream.range(0, 1 + random.nextInt(5)).map(i -> few(random)).toArray();
    words[words.length - 1] |= random.nextInt(10) == 0 && words.length > 1 ? -1 : 0;
    return new Ref(node(random), 1 + random.nextInt(2), words);
  }

  private static Term fun(SplittableRandom random) {
    int index = few(random);
    Term[] free =
        IntStream.range(0, few(random)).mapToObj(i -> number(random)).toArray(Term[]::new);
    Atom module = Atom.of(random.nextBoolean() ? "m" : "n");
    Pid creator = new Pid(node(random), few(random), 0, 1);
    return new Fun(1, new byte[16], index, module, index, few(random), creator, free);
  }

  private static Term number(SplittableRandom random) {
    return random.nextBoolean() ? Int.of(few(random)) : Real.of(few(random));
  }

  private static Term bits(SplittableRandom random) {
    byte[] bytes = new byte[1 + random.nextInt(2)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (random.nextInt(4) * 0x55);
    }
    return random.nextBoolean() ? Binary.of(bytes) : BitString.of(bytes, 1 + random.nextInt(7));
  }

  private static Term list(SplittableRandom random) {
    List<Term> elements = new ArrayList<>();
    for (int i = few(random); i >= 0; i--) {
      elements.add(number(random));
    }
    Term tail =
        List.of(Nil.NIL, Nil.NIL, Int.of(1), MapTerm.EMPTY, Binary.of("")).get(random.nextInt(5));
    return ListTerm.improper(elements, tail);
  }

  private static Term map(SplittableRandom random) {
    Set<Term> keys = new HashSet<>();
    List<Term> row = new ArrayList<>();
    for (int i = few(random); i >= 0; i--) {
      Term key = random.nextInt(4) == 0 ? Tuple.of(number(random)) : number(random);
      if (keys.add(key)) {
        row.add(key);
        row.add(number(random));
      }
    }
    return MapTerm.of(row.toArray(new Term[0]));
  }

  @Test
  void printsAsErlangDoes() throws Exception {
    List<Term> terms = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 10_000; i++) {
      terms.add(printable(random, 3));
    }
    List<byte[]> answers = erl.judge("print", encoded(terms));
    int compared = 0;
    for (int i = 0; i < terms.size(); i++) {
      String ours = TermPrinter.print(terms.get(i), 1 << 20);
      if (ours.contains("/utf8>>") && ours.chars().anyMatch(c -> c > 255)) {
        continue; // a node shows such text only if told so at its start
      }
      assertThat(ours).isEqualTo(new String(answers.get(i), UTF_8));
      compared++;
    }
    assertThat(compared).isGreaterThan(9_000);
  }

  /// Everything whose printed form does not depend on the node that prints it.
  private static Term printable(SplittableRandom random, int depth) {
    RandomTerms terms = new RandomTerms(random);
    int kind = random.nextInt(depth == 0 ? 9 : 13);
    return switch (kind) {
      case 0 -> terms.integer();
      case 1 -> terms.big();
      case 2, 3 -> terms.real();
      case 4 -> terms.atom();
      case 5 -> terms.binary();
      case 6 -> terms.bits();
      case 7 -> terms.byteList();
      case 8 -> random.nextBoolean() ? terms.text() : text(random);
      case 9 -> Tuple.of(printable(random, depth - 1), printable(random, depth - 1));
      case 10 -> ListTerm.of(printable(random, depth - 1), printable(random, depth - 1));
      case 11 -> ListTerm.improper(List.of(printable(random, depth - 1)), terms.atom());
      default -> MapTerm.of(terms.atom(), printable(random, depth - 1), terms.integer(), Nil.NIL);
    };
  }

  /// Latin-1 text as a list, an atom or a binary.
  private static Term text(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i >= 0; i--) {
      text.append((char) (random.nextInt(4) == 0 ? random.nextInt(256) : 'a' + random.nextInt(26)));
    }
    return switch (random.nextInt(4)) {
      case 0 -> ListTerm.ofLatin1(text.toString());
      case 1 -> Atom.of(text.toString());
      case 2 -> Binary.of(text.toString().getBytes(ISO_8859_1));
      default -> Binary.of(text.toString());
    };
  }
}
