package io.tempelhof.core.term;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EtfTest {
  private static final Atom NODE = Atom.of("a@h");

  /// Bytes as {@code term_to_binary(Term, [{minor_version, 2}])} of OTP 25.2.3 writes them.
  record Golden(String hex, Term term) {}

  static List<Golden> golden() {
    return List.of(
        new Golden("836100", Int.of(0)),
        new Golden("8361ff", Int.of(255)),
        new Golden("836200000100", Int.of(256)),
        new Golden("8362ffffffff", Int.of(-1)),
        new Golden("83627fffffff", Int.of(Integer.MAX_VALUE)),
        new Golden("836280000000", Int.of(Integer.MIN_VALUE)),
        new Golden("836e040000000080", Int.of(Integer.MAX_VALUE + 1L)),
        new Golden("836e040101000080", Int.of(Integer.MIN_VALUE - 1L)),
        new Golden("836e0601000000000001", Int.of(-(1L << 40))),
        new Golden("836e0800ffffffffffffff7f", Int.of(Long.MAX_VALUE)),
        new Golden("836e08010000000000000080", Int.of(Long.MIN_VALUE)),
        new Golden("836e0900000000000000000001", BigInt.of(BigInteger.TWO.pow(64))),
        new Golden("836e0901000000000000000001", BigInt.of(BigInteger.TWO.pow(64).negate())),
        new Golden("83463ff8000000000000", Real.of(1.5)),
        new Golden("83468000000000000000", Real.of(-0.0)),
        new Golden("83770161", Atom.of("a")),
        new Golden("837700", Atom.EMPTY),
        new Golden("837702c3bc", Atom.of("ü")),
        new Golden("836800", Tuple.EMPTY),
        new Golden("836802770161" + "6101", Tuple.of(Atom.of("a"), Int.of(1))),
        new Golden("836a", Nil.NIL),
        new Golden("836b0003010203", ListTerm.of(Int.of(1), Int.of(2), Int.of(3))),
        new Golden("836b0003616263", ListTerm.ofLatin1("abc")),
        new Golden("836c0000000162000001006a", ListTerm.of(Int.of(256))),
        new Golden("836c000000016a6a", ListTerm.of(Nil.NIL)),
        new Golden(
            "836c0000000177016177" + "0162",
            ListTerm.improper(List.of(Atom.of("a")), Atom.of("b"))),
        new Golden(
            "836c00000002610161026103",
            ListTerm.improper(List.of(Int.of(1), Int.of(2)), Int.of(3))),
        new Golden("836d00000000", Binary.of("")),
        new Golden("836d000000020102", Binary.of(new byte[] {1, 2})),
        new Golden("834d00000002030140", BitString.of(new byte[] {1, 0x40}, 3)),
        new Golden("837400000000", MapTerm.EMPTY),
        new Golden("8374000000017701616101", MapTerm.of(Atom.of("a"), Int.of(1))),
        new Golden(
            "8374000000026101770161463ff0000000000000770162",
            MapTerm.of(Real.of(1), Atom.of("b"), Int.of(1), Atom.of("a"))),
        new Golden(
            "837177056c6973747377036d61706102", new Export(Atom.of("lists"), Atom.of("map"), 2)),
        new Golden("83587703614068000000010000000200000003", new Pid(NODE, 1, 2, 3)),
        new Golden("835977036140680000000100000003", new Port(NODE, 1, 3)),
        new Golden("835977036140680fffffff00000003", new Port(NODE, 0xFFF_FFFF, 3)),
        new Golden("83787703614068000000001000000000000003", new Port(NODE, 0x1000_0000, 3)),
        new Golden(
            "835a0003770361406800000003000000010000000200000009", new Ref(NODE, 3, 1, 2, 9)));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void writesAndReadsWhatAGenuineNodeDoes(Golden golden) {
    byte[] bytes = HexFormat.of().parseHex(golden.hex());
    assertThat(HexFormat.of().formatHex(Etf.encode(golden.term()))).isEqualTo(golden.hex());
    assertThat(Etf.decode(bytes)).isEqualTo(new Decoded.Ok(golden.term(), bytes.length));
  }

  @Test
  void longFormsBeginWhereTheShortOnesEnd() {
    assertThat(beginning(BigInt.of(BigInteger.TWO.pow(2040)), 8)).isEqualTo("836f000001000000");
    assertThat(beginning(Atom.of("ü".repeat(255)), 8)).isEqualTo("837601fec3bcc3bc");
    assertThat(beginning(Atom.of("x".repeat(255)), 4)).isEqualTo("8377ff78");
    assertThat(beginning(tuple(255), 5)).isEqualTo("8368ff6107");
    assertThat(beginning(tuple(256), 8)).isEqualTo("8369000001006107");
    assertThat(beginning(list(65_535), 6)).isEqualTo("836bffff0707");
    assertThat(beginning(list(65_536), 8)).isEqualTo("836c000100006107");
  }

  private static String beginning(Term term, int bytes) {
    byte[] encoded = Etf.encode(term);
    assertThat(Etf.decode(encoded)).isEqualTo(new Decoded.Ok(term, encoded.length));
    return HexFormat.of().formatHex(encoded, 0, bytes);
  }

  private static Term tuple(int arity) {
    return Tuple.of(Collections.nCopies(arity, Int.of(7)));
  }

  private static Term list(int size) {
    return ListTerm.of(Collections.nCopies(size, Int.of(7)));
  }

  /// Forms that are read but never written.
  static List<Golden> accepted() {
    Term oneTwoThree = ListTerm.of(Int.of(1), Int.of(2), Int.of(3));
    String textualFloat = "312e3530303030303030303030303030303030303030652b3030";
    return List.of(
        new Golden("83 63" + textualFloat + "0000000000", Real.of(1.5)),
        new Golden("83 64 0001 fc", Atom.of("ü")),
        new Golden("83 73 01 fc", Atom.of("ü")),
        new Golden("83 76 0002 c3bc", Atom.of("ü")),
        new Golden("83 67 640003614068 00000001 00000002 03", new Pid(NODE, 1, 2, 3)),
        new Golden("83 65 640003614068 00000001 03", new Ref(NODE, 3, 1)),
        new Golden("83 72 0002 7303614068 03 00000001 00000002", new Ref(NODE, 3, 1, 2)),
        new Golden("83 66 640003614068 00000001 03", new Port(NODE, 1, 3)),
        new Golden("83 59 7703614068 ffffffff 00000003", new Port(NODE, 0xFFFF_FFFFL, 3)),
        new Golden("83 69 00000001 6101", Tuple.of(Int.of(1))),
        new Golden("83 6b 0000", Nil.NIL),
        new Golden("83 6c 00000000 6a", Nil.NIL),
        new Golden("83 6c 00000000 6105", Int.of(5)),
        new Golden("83 6c 00000001 6101 6b 0002 0203", oneTwoThree),
        new Golden(
            "83 6c 00000001 6101 6c 00000001 6102 6c 00000000 6c 00000001 6103 6a", oneTwoThree),
        new Golden("83 6e 00 00", Int.of(0)),
        new Golden("83 6e 01 07 05", Int.of(-5)),
        new Golden("83 6f 00000009 00 010000000000000000", Int.of(1)),
        new Golden("83 4d 00000000 00", Binary.of("")),
        new Golden("83 4d 00000001 08 01", Binary.of(new byte[] {1})),
        new Golden("83 4d 00000001 03 ff", BitString.of(new byte[] {(byte) 0xE0}, 3)),
        new Golden(
            "83 74 00000002 6102 6a 6101 6a", MapTerm.of(Int.of(1), Nil.NIL, Int.of(2), Nil.NIL)));
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void readsOldAndUnusualFormsToo(Golden golden) {
    byte[] bytes = bytes(golden.hex());
    assertThat(Etf.decode(bytes)).isEqualTo(new Decoded.Ok(golden.term(), bytes.length));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  @Test
  void aFunComesBackByteForByte() {
    String hex =
        "83700000004b0110158770f3078f7f4c346fb7df22c7b9000000000000000177016d6100620080ac3b58770d6e"
            + "6f6e6f6465406e6f686f73740000000900000000000000006d00000003656e76";
    Fun fun = (Fun) ((Decoded.Ok) Etf.decode(bytes(hex))).term();
    assertThat(fun.module()).isEqualTo(Atom.of("m"));
    assertThat(fun.arity()).isEqualTo(1);
    assertThat(fun.creator()).isEqualTo(new Pid(Atom.of("nonode@nohost"), 9, 0, 0));
    assertThat(fun.free()).containsExactly(Binary.of("env"));
    assertThat(HexFormat.of().formatHex(Etf.encode(fun))).isEqualTo(hex);
  }

  @Test
  void randomTermsComeBackEqual() {
    for (int seed = 0; seed < 5_000; seed++) {
      Term term = new RandomTerms(new SplittableRandom(seed)).next(200);
      byte[] bytes = Etf.encode(term);
      assertThat(Etf.decode(bytes))
          .as("seed %d", seed)
          .isEqualTo(new Decoded.Ok(term, bytes.length));
      assertThat(Encoded.of(term).decode()).as("seed %d", seed).isEqualTo(Etf.decode(bytes));
    }
  }

  @Test
  void severalTermsFollowEachOtherInOneBuffer() {
    TermWriter writer = new TermWriter(1);
    writer.putByte('p');
    writer.putVersion();
    writer.put(Tuple.of(Int.of(22), NODE));
    int second = writer.size();
    writer.putVersion();
    writer.put(Binary.of("message"));
    byte[] frame = writer.toBytes();

    Decoded control = Etf.decodeFirst(frame, 1, frame.length - 1);
    assertThat(control).isEqualTo(new Decoded.Ok(Tuple.of(Int.of(22), NODE), second));
    assertThat(Etf.decode(frame, second, frame.length - second))
        .isEqualTo(new Decoded.Ok(Binary.of("message"), frame.length));
    assertThat(Etf.decode(frame, 1, frame.length - 1))
        .isEqualTo(new Malformed(frame.length - second + " bytes after the term", second));
    assertThat(Etf.decodeBare(frame, second + 1, frame.length - second - 1, null))
        .isEqualTo(new Decoded.Ok(Binary.of("message"), frame.length));
  }

  @Test
  void cachedAtomsAreReadOnlyWhereAFrameHasSome() {
    byte[] bytes = bytes("68 02 52 01 58 52 00 00000001 00000002 00000003");
    Atom[] atoms = {NODE, Atom.of("ok")};
    assertThat(Etf.decodeBare(bytes, 0, bytes.length, atoms))
        .isEqualTo(new Decoded.Ok(Tuple.of(Atom.of("ok"), new Pid(NODE, 1, 2, 3)), bytes.length));
    assertThat(Etf.decodeBare(bytes, 0, bytes.length, new Atom[] {NODE}))
        .isEqualTo(new Malformed("atom cache reference 1 of 1", 2));
    assertThat(Etf.decodeBare(bytes, 0, bytes.length, null))
        .isEqualTo(new Malformed("atom cache reference outside a frame with a cache", 2));
  }

  @Test
  void compressedTermsAreReadFromStorageOnly() {
    byte[] bytes = bytes("83 50 00000132 789ccb6160604829674c1c4544a22c002e3f55ff");
    Term term = ListTerm.of(Collections.nCopies(100, Atom.of("a")));
    assertThat(Etf.decodeStored(bytes)).isEqualTo(new Decoded.Ok(term, bytes.length));
    assertThat(Etf.decodeStored(Etf.encode(term))).isInstanceOf(Decoded.Ok.class);
    assertThat(Etf.decode(bytes)).isEqualTo(new Malformed("compressed term", 1));
  }

  @Test
  void aTermWrittenInPartsIsTheTermWrittenWhole() {
    TermWriter parts = new TermWriter();
    parts.putVersion();
    parts.putTuple(4);
    parts.putAtom("call");
    parts.putText("Grüße 😀");
    parts.putList(2);
    parts.putInteger(BigInteger.TWO.pow(70));
    parts.putReal(2.5);
    parts.putNil();
    parts.putMap(1);
    parts.putInteger(1L << 35);
    parts.putBinary(new byte[] {1, 2, 3});
    Term whole =
        Tuple.of(
            Atom.of("call"),
            Binary.of("Grüße 😀"),
            ListTerm.of(BigInt.of(BigInteger.TWO.pow(70)), Real.of(2.5)),
            MapTerm.of(Int.of(1L << 35), Binary.of(new byte[] {1, 2, 3})));
    assertThat(parts.toBytes()).isEqualTo(Etf.encode(whole));
  }

  @Test
  void knowsTheTagsOfModernNodesAndNoOthers() {
    List<Integer> legal =
        IntStream.range(0, 256)
            .filter(tag -> !reason(tag).startsWith("unknown tag"))
            .boxed()
            .toList();
    assertThat(legal)
        .containsExactly(
            70, 77, 80, 82, 88, 89, 90, 97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108,
            109, 110, 111, 112, 113, 114, 115, 116, 118, 119, 120);
  }

  private static String reason(int tag) {
    return Etf.decode(new byte[] {(byte) Etf.VERSION, (byte) tag}) instanceof Malformed malformed
        ? malformed.reason()
        : "";
  }
}
