package io.tempelhof.core.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tempelhof.core.term.mapping.TermMapping;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EncodedTest {
  private static final long SEED = 20_261_126;

  private static Term decoded(Encoded encoded) {
    return switch (encoded.decode()) {
      case Decoded.Ok(Term term, int _) -> term;
      case Malformed malformed -> throw new AssertionError(malformed);
    };
  }

  @Test
  void aLongBinaryIsTheSameWhetherItSharesTheMessageOrNot() {
    byte[] bytes = new byte[100_000];
    new Random(SEED).nextBytes(bytes);
    Term message = Tuple.of(Atom.of("tag"), Binary.of(bytes), Int.of(1));
    Term shared = decoded(Encoded.of(message));
    assertThat(shared).isEqualTo(message).hasSameHashCodeAs(message).hasToString("" + message);
    assertThat(TermOrder.MAP_KEYS.compare(shared, message)).isZero();
    assertThat(Etf.encode(shared)).isEqualTo(Etf.encode(message));
    Binary binary = (Binary) ((Tuple) shared).at(1);
    assertThat(binary.size()).isEqualTo(bytes.length);
    binary.toBytes()[0]++;
    assertThat(binary.toBytes()).isEqualTo(bytes);
  }

  @Test
  void bytesInPartsAreOneTerm() {
    byte[] whole = Etf.encode(Tuple.of(Atom.of("a"), Binary.of(new byte[70_000])));
    byte[] bare = Arrays.copyOfRange(whole, 1, whole.length);
    byte[] last = Arrays.copyOf(Arrays.copyOfRange(bare, 50_000, bare.length), 90_000);
    List<byte[]> parts = List.of(Arrays.copyOf(bare, 3), Arrays.copyOfRange(bare, 3, 50_000), last);
    Encoded encoded = Encoded.inFrames(parts, bare.length, new Atom[0]);
    assertThat(encoded.size()).isEqualTo(bare.length);
    assertThat(decoded(encoded)).isEqualTo(((Decoded.Ok) Etf.decode(whole)).term());
    assertThat(encoded).isEqualTo(Encoded.inFrame(bare, new Atom[0]));
  }

  @Test
  void referencesMeanTheAtomsOfTheirFrame() {
    Atom[] atoms = {Atom.of("first"), Atom.of("second")};
    Encoded encoded = Encoded.inFrame(new byte[] {104, 2, 82, 1, 82, 0}, atoms);
    assertThat(decoded(encoded)).hasToString("{second,first}");
    assertThat(Encoded.inFrame(new byte[] {82, 2}, atoms).decode()).isInstanceOf(Malformed.class);
    assertThatThrownBy(encoded::bytes).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void longBinariesAreNotCopiedAndEncodedTheSame() {
    byte[] bytes = new byte[200_000];
    new Random(SEED).nextBytes(bytes);
    Binary shared = Binary.of(bytes);
    Pid pid = new Pid(Atom.of("a@h"), 1, 2, 3);
    Fun fun =
        new Fun(
            1, new byte[16], 2, Atom.of("m"), 3, 4, pid, new Term[] {shared, Int.of(5), shared});
    Term term =
        ListTerm.of(shared, Tuple.of(Atom.of("x"), shared, fun), Binary.of("short"), shared);
    byte[] plain = Etf.encode(term);
    Encoded encoded = Encoded.of(term);
    assertThat(encoded.size()).isEqualTo(plain.length);
    Random random = new Random(SEED);
    TermWriter copy = new TermWriter();
    while (copy.size() < plain.length) {
      int length = Math.min(1 + random.nextInt(70_000), plain.length - copy.size());
      encoded.copy(copy.size(), length, copy);
    }
    assertThat(copy.toBytes()).as("seed %d", SEED).isEqualTo(plain);
    assertThat(encoded.bytes()).isEqualTo(plain);
    assertThat(decoded(encoded)).isEqualTo(term);
    assertThat(TermMapping.encode(List.of(shared, bytes)).bytes())
        .isEqualTo(Etf.encode(ListTerm.of(shared, shared)));
  }

  @Test
  void whatIsTooLongToTravelIsRefusedBeforeItIsCopied() {
    byte[] tooLong = new byte[TermLimits.MAX_ENCODED_BYTES];
    assertThatThrownBy(() -> TermMapping.encode(tooLong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("536870912 bytes");
  }
}
