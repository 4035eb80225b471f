package io.tempelhof.core.term.mapping;

import java.util.Locale;

/// Java names as Erlang writes them: {@code HTTPGet} is {@code http_get}, {@code NOT_FOUND} is
/// {@code not_found}, {@code Base64Text} is {@code base64_text}.
public final class SnakeCase {
  private SnakeCase() {}

  /// The Erlang way to write this name.
  public static String of(String name) {
    StringBuilder out = new StringBuilder(name.length() + 4);
    for (int i = 0; i < name.length(); i++) {
      if (i > 0 && startsWord(name, i)) {
        out.append('_');
      }
      out.append(name.charAt(i));
    }
    return out.toString().toLowerCase(Locale.ROOT);
  }

  /// A capital starts a word after a small letter or digit, and before a small letter after a
  /// capital.
  private static boolean startsWord(String name, int i) {
    char before = name.charAt(i - 1);
    if (!Character.isUpperCase(name.charAt(i)) || before == '_') {
      return false;
    }
    boolean beforeSmall = i + 1 < name.length() && Character.isLowerCase(name.charAt(i + 1));
    return !Character.isUpperCase(before) || beforeSmall;
  }
}
