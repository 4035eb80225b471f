package io.tempelhof.core.term;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Strict UTF-8: what is not well-formed is refused, not replaced.
public final class Utf8 {
  private Utf8() {}

  /// The text of these bytes, or null if they are not well-formed UTF-8.
  public static @Nullable String decode(byte[] bytes, int offset, int length) {
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      if (bytes[i] < 0) {
        return wellFormed(bytes, i, end)
            ? new String(bytes, offset, length, StandardCharsets.UTF_8)
            : null;
      }
    }
    return new String(bytes, offset, length, StandardCharsets.ISO_8859_1); // ASCII, the fast way
  }

  /// Whether the text has a UTF-8 form, that is, no half of a surrogate pair alone.
  public static boolean encodable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /// Unicode, table 3-7: the legal range of the second byte depends on the first.
  private static boolean wellFormed(byte[] bytes, int from, int end) {
    int i = from;
    while (i < end) {
      int first = bytes[i++] & 0xFF;
      if (first < 0x80) {
        continue;
      }
      int more = first < 0xC2 ? -1 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : first < 0xF5 ? 3 : -1;
      if (more < 0 || end - i < more) {
        return false;
      }
      int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
      int greatest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
      int second = bytes[i] & 0xFF;
      if (second < least || second > greatest) {
        return false;
      }
      for (int k = 1; k < more; k++) {
        if ((bytes[i + k] & 0xC0) != 0x80) {
          return false;
        }
      }
      i += more;
    }
    return true;
  }
}
