package io.tempelhof.core.term;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/// Prints atoms, strings and binaries as Erlang quotes and escapes them (OTP {@code io_lib}).
final class TextPrinter {
  private static final Set<String> RESERVED =
      Set.of(
          "after", "and", "andalso", "band", "begin", "bnot", "bor", "bsl", "bsr", "bxor", "case",
          "catch", "cond", "div", "end", "fun", "if", "let", "not", "of", "or", "orelse", "receive",
          "rem", "try", "when", "xor");

  private static final int DELETE = 0x7F;
  private static final int ESCAPE = 0x1B;
  private static final int FIRST_LATIN1_PRINTABLE = 0xA0;

  private TextPrinter() {}

  static void appendAtom(StringBuilder out, String text) {
    if (isPlainAtom(text)) {
      out.append(text);
    } else {
      out.append('\'');
      text.codePoints().forEach(c -> appendEscaped(out, c, '\''));
      out.append('\'');
    }
  }

  private static boolean isPlainAtom(String text) {
    return !text.isEmpty()
        && isLower(text.charAt(0))
        && text.chars().allMatch(TextPrinter::isNamePart)
        && !RESERVED.contains(text);
  }

  static boolean isReserved(String word) {
    return RESERVED.contains(word);
  }

  private static boolean isLower(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'ß' && c <= 'ÿ' && c != '÷');
  }

  private static boolean isNamePart(int c) {
    return isLower(c)
        || (c >= 'A' && c <= 'Z')
        || (c >= 'À' && c <= 'Þ' && c != '×')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '@';
  }

  /// Whether a list shows as a string: proper, and nothing but printable Latin-1 characters as far
  /// as it will be shown.
  static boolean isString(ListTerm list, int limit) {
    if (!list.isProper()) {
      return false;
    }
    for (int i = 0; i < list.size() && i <= limit; i++) {
      if (!(list.at(i) instanceof Int(long c)) || c < 0 || c > 255 || !isPrintable((int) c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPrintable(int c) {
    return (c >= ' ' && c < DELETE)
        || (c >= '\b' && c <= '\r')
        || c == ESCAPE
        || (c >= FIRST_LATIN1_PRINTABLE && c != 0xFFFE && c != 0xFFFF);
  }

  static void appendString(StringBuilder out, ListTerm list, int limit) {
    out.append('"');
    for (int i = 0; i < list.size() && out.length() <= limit; i++) {
      appendEscaped(out, (int) ((Int) list.at(i)).value(), '"');
    }
    out.append('"');
  }

  /// As text where that is printable, be it UTF-8 or else Latin-1.
  static void appendBinary(StringBuilder out, byte[] bytes, int limit) {
    byte[] shown = beginning(bytes, limit);
    String text = Utf8.decode(shown, 0, shown.length);
    String kind = text != null && text.length() < shown.length ? "/utf8" : "";
    if (text == null) {
      text = new String(shown, StandardCharsets.ISO_8859_1);
    }
    if (text.isEmpty() || !text.codePoints().allMatch(TextPrinter::isPrintable)) {
      appendBits(out, bytes, Byte.SIZE, limit);
      return;
    }
    out.append("<<\"");
    int c;
    for (int i = 0; i < text.length() && out.length() <= limit; i += Character.charCount(c)) {
      c = text.codePointAt(i);
      appendEscaped(out, c, '"');
    }
    out.append('"').append(kind).append(">>");
  }

  /// As many whole characters as fill the limit, whatever they are: up to 4 bytes each.
  private static byte[] beginning(byte[] bytes, int limit) {
    if (bytes.length / 4 <= limit) {
      return bytes;
    }
    int end = 4 * limit + 4;
    while (end > 4 * limit && (bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return Arrays.copyOf(bytes, end);
  }

  /// Bytes as numbers, the last one perhaps of fewer than 8 bits.
  static void appendBits(StringBuilder out, byte[] bytes, int bitsInLast, int limit) {
    out.append("<<");
    for (int i = 0; i < bytes.length && out.length() <= limit; i++) {
      int value = bytes[i] & 0xFF;
      out.append(i == 0 ? "" : ",");
      if (i == bytes.length - 1 && bitsInLast < Byte.SIZE) {
        out.append(value >> (Byte.SIZE - bitsInLast)).append(':').append(bitsInLast);
      } else {
        out.append(value);
      }
    }
    out.append(">>");
  }

  private static void appendEscaped(StringBuilder out, int c, char quote) {
    switch (c) {
      case '\b' -> out.append("\\b");
      case '\t' -> out.append("\\t");
      case '\n' -> out.append("\\n");
      case 0x0B -> out.append("\\v");
      case '\f' -> out.append("\\f");
      case '\r' -> out.append("\\r");
      case ESCAPE -> out.append("\\e");
      case DELETE -> out.append("\\d");
      case '\\' -> out.append("\\\\");
      default -> {
        if (c == quote) {
          out.append('\\').append(quote);
        } else if (c < ' ' || (c > DELETE && c < FIRST_LATIN1_PRINTABLE)) {
          out.append(String.format("\\%03o", c));
        } else {
          out.appendCodePoint(c);
        }
      }
    }
  }
}
