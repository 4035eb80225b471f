package io.tempelhof.core.term;

import io.tempelhof.core.term.TermParser.Unreadable;
import io.tempelhof.core.term.TermScanner.Token;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/// Reads what stands between {@code <<} and {@code >>}: integers of 8 bits or as many as a colon
/// says, and strings, whose characters are bytes unless {@code /utf8} follows.
final class BinaryParser {
  /// Bits of one integer.
  private static final int BITS_MAX = 4_096;

  private final TermScanner scanner;
  private final Supplier<Term> terms;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /// Bits that do not fill a byte yet, and how many.
  private int pending;

  private int pendingBits;

  BinaryParser(TermScanner scanner, Supplier<Term> terms) {
    this.scanner = scanner;
    this.terms = terms;
  }

  Term read() {
    if (!scanner.skip(">>")) {
      do {
        segment();
      } while (scanner.skip(","));
      scanner.expect(">>");
    }
    if (pendingBits == 0) {
      return Binary.of(bytes.toByteArray());
    }
    bytes.write(pending << (Byte.SIZE - pendingBits));
    return BitString.of(bytes.toByteArray(), pendingBits);
  }

  private void segment() {
    int at = scanner.offset();
    if (scanner.peek() instanceof Token.Text(String text)) {
      scanner.next();
      text(text, at);
      return;
    }
    BigInteger value =
        switch (terms.get()) {
          case Int(long number) -> BigInteger.valueOf(number);
          case BigInt(BigInteger number) -> number;
          default -> throw new Unreadable("binaries are made of integers and strings", at);
        };
    bits(value, scanner.skip(":") ? width() : Byte.SIZE);
  }

  private int width() {
    int at = scanner.offset();
    if (terms.get() instanceof Int(long bits) && bits >= 0 && bits <= BITS_MAX) {
      return (int) bits;
    }
    throw new Unreadable("an integer has 0 to " + BITS_MAX + " bits", at);
  }

  private void text(String text, int at) {
    boolean utf8 = scanner.skip("/");
    if (utf8 && !scanner.next().equals(new Token.Word("utf8"))) {
      throw new Unreadable("of a string only /utf8 can be said", at);
    }
    if (!utf8 && text.chars().anyMatch(c -> c > 0xFF)) {
      throw new Unreadable("the string has characters above 255; write \"...\"/utf8", at);
    }
    for (byte b : text.getBytes(utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1)) {
      bits(BigInteger.valueOf(b), Byte.SIZE);
    }
  }

  /// The lowest so many bits of a number, the highest of them first.
  private void bits(BigInteger value, int width) {
    for (int bit = width - 1; bit >= 0; bit--) {
      pending = pending << 1 | (value.testBit(bit) ? 1 : 0);
      if (++pendingBits == Byte.SIZE) {
        bytes.write(pending);
        pending = 0;
        pendingBits = 0;
      }
    }
  }
}
