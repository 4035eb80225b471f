package io.tempelhof.runtime.io;

import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Nil;
import io.tempelhof.core.term.Term;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Text as Erlang's I/O protocol carries it: characters and binaries in lists of any depth (OTP
/// {@code unicode:chardata()}).
final class CharData {
  /// Characters are code points, and binaries UTF-8.
  private final boolean unicode;

  private final StringBuilder text = new StringBuilder();

  private CharData(boolean unicode) {
    this.unicode = unicode;
  }

  /// The text; null if the term is none.
  ///
  /// @param unicode false for Latin-1: characters and bytes up to 255
  static @Nullable String text(Term data, boolean unicode) {
    CharData read = new CharData(unicode);
    Deque<Term> left = new ArrayDeque<>();
    left.push(data);
    while (!left.isEmpty()) {
      Term next = left.pop();
      if (next instanceof ListTerm list) {
        left.push(list.tail());
        for (int i = list.size() - 1; i >= 0; i--) {
          left.push(list.at(i));
        }
      } else if (!read.append(next)) {
        return null;
      }
    }
    return read.text.toString();
  }

  private boolean append(Term leaf) {
    return switch (leaf) {
      case Nil _ -> true;
      case Int(long character) -> append(character);
      case Binary binary -> append(binary);
      default -> false;
    };
  }

  private boolean append(long character) {
    boolean surrogate =
        character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
    if (character < 0 || character > (unicode ? Character.MAX_CODE_POINT : 255) || surrogate) {
      return false;
    }
    text.appendCodePoint((int) character);
    return true;
  }

  private boolean append(Binary binary) {
    String part =
        unicode ? binary.text() : new String(binary.toBytes(), StandardCharsets.ISO_8859_1);
    if (part != null) {
      text.append(part);
    }
    return part != null;
  }
}
