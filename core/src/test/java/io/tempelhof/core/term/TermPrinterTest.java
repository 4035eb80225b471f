package io.tempelhof.core.term;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TermPrinterTest {
  private static final Atom NODE = Atom.of("a@h");

  record Printed(Term term, String text) {}

  static List<Printed> forms() {
    Atom a = Atom.of("a");
    return List.of(
        new Printed(Int.of(-7), "-7"),
        new Printed(BigInt.of(BigInteger.TWO.pow(64)), "18446744073709551616"),
        new Printed(Atom.of("ok"), "ok"),
        new Printed(Atom.of("a@h_1"), "a@h_1"),
        new Printed(Atom.of("Ok"), "'Ok'"),
        new Printed(Atom.of("it's"), "'it\\'s'"),
        new Printed(Atom.EMPTY, "''"),
        new Printed(Atom.of("receive"), "'receive'"),
        new Printed(Atom.of("日本"), "'日本'"),
        new Printed(Tuple.of(a, Tuple.EMPTY), "{a,{}}"),
        new Printed(ListTerm.of(a, Nil.NIL), "[a,[]]"),
        new Printed(ListTerm.improper(List.of(a), Int.of(1)), "[a|1]"),
        new Printed(ListTerm.ofLatin1("say \"hi\"\n"), "\"say \\\"hi\\\"\\n\""),
        new Printed(ListTerm.of(Int.of(1), Int.of(97)), "[1,97]"),
        new Printed(MapTerm.of(a, Int.of(1), Int.of(2), a), "#{2 => a,a => 1}"),
        new Printed(Binary.of("hello"), "<<\"hello\">>"),
        new Printed(Binary.of("Grüße"), "<<\"Grüße\"/utf8>>"),
        new Printed(Binary.of("日本"), "<<\"日本\"/utf8>>"),
        new Printed(Binary.of(new byte[] {(byte) 0xFC}), "<<\"ü\">>"),
        new Printed(Binary.of(new byte[] {1, 2, (byte) 200}), "<<1,2,200>>"),
        new Printed(Binary.of(""), "<<>>"),
        new Printed(BitString.of(new byte[] {1, 0x40}, 3), "<<1,2:3>>"),
        new Printed(new Pid(NODE, 12, 0, 3), "<0.12.0>"),
        new Printed(new Pid(NODE, -1, 7, 3), "<0.4294967295.7>"),
        new Printed(new Ref(NODE, 3, 1, 2, -1), "#Ref<0.4294967295.2.1>"),
        new Printed(new Port(NODE, 5, 3), "#Port<0.5>"),
        new Printed(new Export(Atom.of("lists"), Atom.of("map"), 2), "fun lists:map/2"),
        new Printed(
            new Fun(1, new byte[16], 0, a, 3, 4, new Pid(NODE, 1, 0, 1), new Term[0]),
            "#Fun<a.3.4>"));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void printsErlangSyntax(Printed printed) {
    assertThat(printed.term()).hasToString(printed.text());
    assertThat(Tuple.of(printed.term())).hasToString("{" + printed.text() + "}");
  }

  static List<Printed> floats() {
    return List.of(
        new Printed(Real.of(1), "1.0"),
        new Printed(Real.of(-0.0), "-0.0"),
        new Printed(Real.of(0.1), "0.1"),
        new Printed(Real.of(100), "100.0"),
        new Printed(Real.of(1e6), "1.0e6"),
        new Printed(Real.of(123456789), "123456789.0"),
        new Printed(Real.of(0.0001), "0.0001"),
        new Printed(Real.of(0.000123), "1.23e-4"),
        new Printed(Real.of(-1.0e-5), "-1.0e-5"),
        new Printed(Real.of(0x1p53), "9.007199254740992e15"),
        new Printed(Real.of(2e23), "2.0e23"),
        new Printed(Real.of(Double.MIN_VALUE), "5.0e-324"),
        new Printed(Real.of(Double.MAX_VALUE), "1.7976931348623157e308"));
  }

  @ParameterizedTest
  @MethodSource("floats")
  void printsFloatsInTheFewestDigits(Printed printed) {
    assertThat(printed.term()).hasToString(printed.text());
  }

  @Test
  void aPidCanBePrintedWithItsNode() {
    assertThat(new Pid(NODE, 12, 0, 3).toLongString()).isEqualTo("<a@h.12.0>");
  }

  @Test
  void printingStopsAtTheLimit() {
    assertThat(TermPrinter.print(Tuple.of(Int.of(123), Int.of(456)), 6)).isEqualTo("{123,4...");
    assertThat(TermPrinter.print(Tuple.of(Int.of(123)), 5)).isEqualTo("{123}");
    assertThat(TermPrinter.print(Binary.of("😀😀"), 4)).isEqualTo("<<\"...");
    assertThat(TermPrinter.print(Binary.of("😀".repeat(100)), 5)).isEqualTo("<<\"😀...");
    Term huge =
        Tuple.of(
            ListTerm.of(Collections.nCopies(1_000_000, Int.of('x'))),
            Binary.of(new byte[10_000_000]),
            BigInt.of(BigInteger.ONE.shiftLeft(1 << 24)));
    assertThat(huge.toString()).hasSize(TermLimits.MAX_PRINTED_CHARACTERS + 3).endsWith("xx...");
  }

  @Test
  void anIntegerTooLongToShowIsOnlyMeasured() {
    BigInteger huge = BigInteger.ONE.shiftLeft(8 * TermLimits.MAX_INTEGER_BYTES - 1);
    assertThat(BigInt.of(huge)).hasToString("2^33554431...");
    assertThat(BigInt.of(huge.negate())).hasToString("-2^33554431...");
  }
}
