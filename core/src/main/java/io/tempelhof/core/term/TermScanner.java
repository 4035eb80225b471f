package io.tempelhof.core.term;

import io.tempelhof.core.term.TermParser.Unreadable;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts a text in Erlang's syntax into its words (OTP {@code erl_scan}).
final class TermScanner {
  /// One of them.
  sealed interface Token {
    /// A plain atom or a reserved word.
    record Word(String text) implements Token {}

    /// An atom in quotes.
    record QuotedAtom(String text) implements Token {}

    /// A variable.
    record Variable(String name) implements Token {}

    /// A number or a character.
    record Value(Term term) implements Token {}

    /// A string.
    record Text(String text) implements Token {}

    /// A pid, reference, port or fun, as it is printed.
    record Identifier(String text) implements Token {}

    /// Anything else.
    record Sign(String sign) implements Token {}

    /// The text is over.
    record End() implements Token {}
  }

  private static final List<String> SIGNS =
      List.of("<<", ">>", "=>", "#{", "{", "}", "[", "]", "(", ")", ",", "|", ":", "/", "-", "!");
  private static final String ESCAPES = "bdefnrstv";
  private static final String ESCAPED = "\b\u007f\u001b\f\n\r \t\u000b";
  private static final int RADIX_MAX = 36;

  private final String text;
  private int next;
  private @Nullable Token peeked;
  private int afterPeeked;

  TermScanner(String text, int from) {
    this.text = text;
    this.next = from;
    skipBlanks();
  }

  /// Where the next word begins.
  int offset() {
    return next;
  }

  Unreadable unreadable(String reason) {
    return new Unreadable(reason, next);
  }

  Token peek() {
    if (peeked == null) {
      int begin = next;
      peeked = read();
      skipBlanks();
      afterPeeked = next;
      next = begin;
    }
    return peeked;
  }

  Token next() {
    Token token = peek();
    next = afterPeeked;
    peeked = null;
    return token;
  }

  /// Whether that sign comes next, whatever else might: what follows a term need not be a word.
  boolean isNext(String sign) {
    return text.startsWith(sign, next);
  }

  /// Takes that sign if it comes next.
  boolean skip(String sign) {
    if (peek() instanceof Token.Sign(String found) && found.equals(sign)) {
      next();
      return true;
    }
    return false;
  }

  void expect(String sign) {
    if (!skip(sign)) {
      throw unreadable(
          peek() instanceof Token.End
              ? "the text ends where \"" + sign + "\" is missing"
              : "\"" + sign + "\" is missing");
    }
  }

  private int at(int i) {
    return i < text.length() ? text.charAt(i) : -1;
  }

  private void skipBlanks() {
    while (at(next) == '%' || Character.isWhitespace(at(next))) {
      if (at(next) == '%') {
        int line = text.indexOf('\n', next);
        next = line < 0 ? text.length() : line;
      } else {
        next++;
      }
    }
  }

  private Token read() {
    int c = at(next);
    if (c < 0) {
      return new Token.End();
    }
    if (c == '\'') {
      return new Token.QuotedAtom(quoted('\''));
    }
    if (c == '"') {
      return new Token.Text(quoted('"'));
    }
    if (c == '$') {
      next++;
      return new Token.Value(Int.of(character()));
    }
    if (c >= '0' && c <= '9') {
      return new Token.Value(number());
    }
    if (Character.isLetter(c) || c == '_') {
      String word = word();
      return Character.isUpperCase(c) || c == '_' ? new Token.Variable(word) : new Token.Word(word);
    }
    if ((c == '<' && at(next + 1) != '<') || (c == '#' && at(next + 1) != '{')) {
      return identifier();
    }
    for (String sign : SIGNS) {
      if (text.startsWith(sign, next)) {
        next += sign.length();
        return new Token.Sign(sign);
      }
    }
    throw unreadable("\"" + Character.toString(text.codePointAt(next)) + "\" means nothing here");
  }

  private String word() {
    int begin = next;
    while (Character.isLetterOrDigit(at(next)) || at(next) == '_' || at(next) == '@') {
      next++;
    }
    return text.substring(begin, next);
  }

  private Token identifier() {
    int end = text.indexOf('>', next);
    if (end < 0) {
      throw unreadable("\">\" is missing");
    }
    String whole = text.substring(next, end + 1);
    next = end + 1;
    return new Token.Identifier(whole);
  }

  private String quoted(char quote) {
    int begin = next++;
    StringBuilder content = new StringBuilder();
    while (at(next) != quote) {
      if (at(next) < 0) {
        throw new Unreadable("the closing " + quote + " is missing", begin);
      }
      content.appendCodePoint(character());
    }
    next++;
    return content.toString();
  }

  /// One character, which may be written as an escape.
  private int character() {
    if (at(next) < 0) {
      throw unreadable("a character is missing");
    }
    int c = text.codePointAt(next);
    next += Character.charCount(c);
    if (c != '\\') {
      return c;
    }
    if (at(next) < 0) {
      throw unreadable("a character is missing behind the \\");
    }
    int escape = text.codePointAt(next);
    next += Character.charCount(escape);
    if (escape == '^' && at(next) >= 0) {
      return text.charAt(next++) & 0x1F;
    }
    if (escape == 'x') {
      return hexadecimal();
    }
    if (escape >= '0' && escape <= '7') {
      next--;
      return octal();
    }
    int known = ESCAPES.indexOf(escape);
    return known < 0 ? escape : ESCAPED.charAt(known);
  }

  private int octal() {
    int value = 0;
    for (int i = 0; i < 3 && at(next) >= '0' && at(next) <= '7'; i++) {
      value = 8 * value + (text.charAt(next++) - '0');
    }
    return value;
  }

  private int hexadecimal() {
    int begin = next;
    int end = at(next) == '{' ? text.indexOf('}', next) : Math.min(next + 2, text.length());
    String digits = end < 0 ? "" : text.substring(begin + (at(begin) == '{' ? 1 : 0), end);
    try {
      int value = Integer.parseUnsignedInt(digits, 16);
      if (Character.isValidCodePoint(value)) {
        next = at(begin) == '{' ? end + 1 : end;
        return value;
      }
    } catch (NumberFormatException e) {
      // As wrong as no code point.
    }
    throw unreadable("no character has the number \"" + digits + "\"");
  }

  private Term number() {
    int begin = next;
    String digits = digits(10);
    if (at(next) == '#') {
      return based(digits, begin);
    }
    if (at(next) == '.' && at(next + 1) >= '0' && at(next + 1) <= '9') {
      return real(begin);
    }
    return integer(digits, 10, begin);
  }

  private Term based(String digits, int begin) {
    int radix = digits.length() > 2 ? 0 : Integer.parseInt(digits);
    if (radix < 2 || radix > RADIX_MAX) {
      throw new Unreadable("the base of a number is 2 to " + RADIX_MAX, begin);
    }
    next++;
    return integer(digits(radix), radix, begin);
  }

  /// The largest integer there may be has 4 MiB; its digits would be more than anybody types.
  private Term integer(String digits, int radix, int begin) {
    if (digits.isEmpty() || digits.length() > TermLimits.MAX_TEXT_DIGITS) {
      throw new Unreadable(
          digits.isEmpty()
              ? "digits are missing"
              : "a number of more than " + TermLimits.MAX_TEXT_DIGITS + " digits",
          begin);
    }
    return BigInt.of(new BigInteger(digits, radix));
  }

  /// Digits, with single underscores between them.
  private String digits(int radix) {
    StringBuilder digits = new StringBuilder();
    while (Character.digit(at(next), radix) >= 0
        || (at(next) == '_' && !digits.isEmpty() && Character.digit(at(next + 1), radix) >= 0)) {
      if (at(next) != '_') {
        digits.append((char) at(next));
      }
      next++;
    }
    return digits.toString();
  }

  private Term real(int begin) {
    next++;
    digits(10);
    if (at(next) == 'e' || at(next) == 'E') {
      next += at(next + 1) == '-' || at(next + 1) == '+' ? 2 : 1;
      if (digits(10).isEmpty()) {
        throw new Unreadable("the digits of the exponent are missing", begin);
      }
    }
    double value = Double.parseDouble(text.substring(begin, next).replace("_", ""));
    if (Double.isInfinite(value)) {
      throw new Unreadable("the number is too large for a float", begin);
    }
    return Real.of(value);
  }
}
