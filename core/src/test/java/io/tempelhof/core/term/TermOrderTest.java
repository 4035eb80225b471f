package io.tempelhof.core.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TermOrderTest {
  private static final Atom NODE = Atom.of("a@h");
  private static final Atom A = Atom.of("a");

  private static int order(Term a, Term b) {
    int order = TermOrder.BY_VALUE.compare(a, b);
    assertThat(Integer.signum(TermOrder.BY_VALUE.compare(b, a))).isEqualTo(-Integer.signum(order));
    return Integer.signum(order);
  }

  @Test
  void kindsComeInErlangsOrder() {
    List<Term> ascending =
        List.of(
            Int.of(Long.MAX_VALUE),
            A,
            new Ref(NODE, 1, 1),
            new Fun(1, new byte[16], 0, A, 0, 0, new Pid(NODE, 1, 0, 1), new Term[0]),
            new Export(A, A, 0),
            new Port(NODE, 1, 1),
            new Pid(NODE, 1, 0, 1),
            Tuple.EMPTY,
            MapTerm.EMPTY,
            Nil.NIL,
            ListTerm.of(Int.of(0)),
            BitString.of(new byte[1], 1),
            Binary.of(new byte[1]));
    for (int i = 0; i + 1 < ascending.size(); i++) {
      assertThat(order(ascending.get(i), ascending.get(i + 1))).as("place %d", i).isEqualTo(-1);
    }
    List<Term> shuffled = new ArrayList<>(ascending);
    Collections.shuffle(shuffled, new Random(1));
    shuffled.sort(TermOrder.MAP_KEYS);
    assertThat(shuffled).isEqualTo(ascending);
  }

  @Test
  void numbersCompareByValueButAreNotEqualAcrossTypes() {
    assertThat(order(Int.of(1), Real.of(1))).isZero();
    assertThat(Int.of(1)).isNotEqualTo(Real.of(1));
    assertThat(Tuple.of(Int.of(1))).isNotEqualTo(Tuple.of(Real.of(1)));
    assertThat(order(Tuple.of(Int.of(1)), Tuple.of(Real.of(1)))).isZero();
    assertThat(order(Int.of((1L << 53) + 1), Real.of(0x1p53))).isEqualTo(1);
    assertThat(order(Int.of(Long.MAX_VALUE), Real.of(0x1p63))).isEqualTo(-1);
    assertThat(order(Int.of(Long.MIN_VALUE), Real.of(-0x1p63))).isZero();
    assertThat(order(BigInt.of(BigInteger.TWO.pow(100)), Real.of(0x1p100))).isZero();
    assertThat(order(BigInt.of(BigInteger.TWO.pow(100).add(BigInteger.ONE)), Real.of(0x1p100)))
        .isEqualTo(1);
    assertThat(order(BigInt.of(BigInteger.TWO.pow(64).negate()), Real.of(-1e300))).isEqualTo(1);
    assertThat(order(Int.of(2), Real.of(2.5))).isEqualTo(-1);
    assertThat(order(Int.of(-2), Real.of(-2.5))).isEqualTo(1);
  }

  @Test
  void theTwoZerosDifferButAreNeitherLessNorGreater() {
    assertThat(Real.of(0.0)).isNotEqualTo(Real.of(-0.0));
    assertThat(order(Real.of(0.0), Real.of(-0.0))).isZero();
    assertThat(order(Int.of(0), Real.of(-0.0))).isZero();
    assertThat(TermOrder.MAP_KEYS.compare(Real.of(-0.0), Real.of(0.0))).isNegative();
  }

  @Test
  void mapKeysCompareExactlyAndMapValuesDoNot() {
    assertThat(order(MapTerm.of(Int.of(2), A), MapTerm.of(Real.of(1), A))).isEqualTo(-1);
    assertThat(order(MapTerm.of(A, Int.of(1)), MapTerm.of(A, Real.of(1)))).isZero();
    assertThat(MapTerm.of(Int.of(1), A, Real.of(1), A).size()).isEqualTo(2);
    assertThat(order(MapTerm.of(A, Int.of(9)), MapTerm.of(A, A, NODE, A))).isEqualTo(-1);
    Term smallKeyLargeValue = MapTerm.of(Int.of(1), Int.of(9), Int.of(3), A);
    Term largeKeySmallValue = MapTerm.of(Int.of(2), Int.of(0), Int.of(3), A);
    assertThat(order(smallKeyLargeValue, largeKeySmallValue)).isEqualTo(-1);
  }

  @Test
  void tuplesComeBySizeFirstAndListsByElements() {
    assertThat(order(Tuple.of(Int.of(9)), Tuple.of(Int.of(1), Int.of(1)))).isEqualTo(-1);
    assertThat(order(ListTerm.of(Int.of(9)), ListTerm.of(Int.of(1), Int.of(1)))).isEqualTo(1);
    assertThat(order(ListTerm.of(A), ListTerm.of(A, A))).isEqualTo(-1);
    assertThat(order(ListTerm.of(A, A), ListTerm.improper(List.of(A), Int.of(9)))).isEqualTo(1);
    assertThat(order(ListTerm.of(A, A), ListTerm.improper(List.of(A), Binary.of(""))))
        .isEqualTo(-1);
  }

  @Test
  void bitsCompareOneByOneAndAPrefixComesFirst() {
    assertThat(order(Binary.of("ab"), Binary.of("b"))).isEqualTo(-1);
    assertThat(order(Binary.of(new byte[] {(byte) 200}), Binary.of(new byte[] {100}))).isEqualTo(1);
    assertThat(order(BitString.of(new byte[] {(byte) 0x80}, 1), Binary.of(new byte[1])))
        .isEqualTo(1);
    assertThat(order(BitString.of(new byte[1], 3), Binary.of(new byte[1]))).isEqualTo(-1);
    assertThat(order(BitString.of(new byte[1], 3), BitString.of(new byte[1], 5))).isEqualTo(-1);
  }

  @Test
  void atomsCompareByCodePoints() {
    assertThat(order(Atom.of("😀"), Atom.of("\uFFFD"))).isEqualTo(1);
    assertThat(order(Atom.of("a"), Atom.of("ab"))).isEqualTo(-1);
  }

  @Test
  void idsCompareAsUnsignedWords() {
    assertThat(order(new Pid(NODE, -1, 0, 1), new Pid(NODE, 1, 0, 1))).isEqualTo(1);
    assertThat(order(new Pid(NODE, -1, 0, 1), new Pid(NODE, 1, 1, 1))).isEqualTo(-1);
    assertThat(order(new Pid(NODE, 1, 0, -1), new Pid(NODE, 1, 0, 1))).isEqualTo(1);
    assertThat(order(new Pid(NODE, 1, 0, 2), new Pid(Atom.of("b@h"), 1, 0, 1))).isEqualTo(-1);
    assertThat(order(new Ref(NODE, 1, 1, 2), new Ref(NODE, 1, 2, 1))).isEqualTo(1);
    assertThat(order(new Port(NODE, -1, 1), new Port(NODE, 1, 1))).isEqualTo(1);
  }

  @Test
  void missingWordsOfAReferenceAreZero() {
    Ref three = new Ref(NODE, 1, 1, 2, 3);
    Ref five = new Ref(NODE, 1, 1, 2, 3, 0, 0);
    assertThat(three).isEqualTo(five).hasSameHashCodeAs(five);
    assertThat(three).isNotEqualTo(new Ref(NODE, 1, 1, 2, 3, 0, 1));
    assertThat(three).isNotEqualTo(new Ref(NODE, 2, 1, 2, 3));
  }

  @Test
  void mapsOfAllSizesFindTheirKeys() {
    for (int size : new int[] {0, 1, 2, 7, 8, 9, 15, 16, 17, 33, 100, 1_000}) {
      Map<Term, Term> entries = new HashMap<>();
      RandomTerms random = new RandomTerms(new SplittableRandom(size));
      while (entries.size() < size) {
        entries.put(random.next(4), Int.of(entries.size()));
      }
      MapTerm map = MapTerm.of(entries);
      assertThat(map.size()).isEqualTo(size);
      assertThat(map.entries()).isEqualTo(entries);
      entries.forEach((key, value) -> assertThat(map.get(key)).isEqualTo(value));
      assertThat(map.get(Atom.of("missing"))).isNull();
      for (int i = 1; i < size; i++) {
        assertThat(TermOrder.MAP_KEYS.compare(map.keyAt(i - 1), map.keyAt(i))).isNegative();
      }
    }
  }

  @Test
  void aMapHasNoTwoEqualKeysHoweverManyItHas() {
    for (int size : new int[] {2, 5, 20, 200}) {
      Term[] row = new Term[2 * size];
      for (int i = 0; i < size; i++) {
        row[2 * i] = Int.of(i * 7 % size);
        row[2 * i + 1] = Nil.NIL;
      }
      row[2 * (size - 1)] = row[0];
      assertThatThrownBy(() -> MapTerm.of(row)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void equalTermsHaveEqualHashes() {
    for (int seed = 0; seed < 2_000; seed++) {
      Term one = new RandomTerms(new SplittableRandom(seed)).next(50);
      Term same = new RandomTerms(new SplittableRandom(seed)).next(50);
      Term other = new RandomTerms(new SplittableRandom(seed + 1)).next(50);
      assertThat(one.equals(same)).as("seed %d", seed).isTrue();
      assertThat(one.hashCode()).as("seed %d", seed).isEqualTo(same.hashCode());
      assertThat(one.equals(other))
          .as("seed %d", seed)
          .isEqualTo(TermOrder.MAP_KEYS.compare(one, other) == 0);
    }
  }
}
